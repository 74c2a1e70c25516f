package review

import (
	"io"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/difference"
)

// The types below are the JSON of a difference, by the rules of the JSON of a check. Boxes and policies are in
// the order of the report, which is the same for the same tenants.
type differenceJSON struct {
	SchemaVersion int                `json:"schema_version"`
	None          bool               `json:"none"`
	Undecided     *string            `json:"undecided"`
	Boxes         []boxJSON          `json:"boxes"`
	Policies      []policyChangeJSON `json:"policies"`
}

type boxJSON struct {
	Kind                  string      `json:"kind"`
	People                peopleJSON  `json:"people"`
	Targets               valuesJSON  `json:"targets"`
	Clients               valuesJSON  `json:"client_app_types"`
	Platforms             valuesJSON  `json:"platforms"`
	Networks              valuesJSON  `json:"networks"`
	Devices               []string    `json:"devices"`
	UserRisks             valuesJSON  `json:"user_risks"`
	SignInRisks           valuesJSON  `json:"sign_in_risks"`
	ServicePrincipalRisks valuesJSON  `json:"service_principal_risks"`
	AgentRisks            valuesJSON  `json:"agent_risks"`
	InsiderRisks          valuesJSON  `json:"insider_risks"`
	TransferMethods       valuesJSON  `json:"transfer_methods"`
	Added                 []string    `json:"added"`
	Removed               []string    `json:"removed"`
	Before                []string    `json:"before"`
	After                 []string    `json:"after"`
	Causes                []causeJSON `json:"causes"`
	Example               signInJSON  `json:"example"`
	Assuming              []string    `json:"assuming"`
}

type peopleJSON struct {
	Workload  bool     `json:"workload"`
	Count     *int     `json:"count"` // null where it was not read who there is
	Everybody bool     `json:"everybody"`
	Words     []string `json:"words"`
	Exact     bool     `json:"exact"`
}

// valuesJSON are the values of one dimension: those in only, or all but those in except, or, where both are
// empty, all.
type valuesJSON struct {
	Only   []string `json:"only"`
	Except []string `json:"except"`
}

type causeJSON struct {
	PolicyID string `json:"policy_id"`
	Policy   string `json:"policy"`
}

type policyChangeJSON struct {
	PolicyID string   `json:"policy_id"`
	Policy   string   `json:"policy"`
	Change   string   `json:"change"`
	Decision string   `json:"decision"`
	Evidence *boxJSON `json:"evidence"`
}

// WriteDifferenceJSON writes a difference for programs to read.
func WriteDifferenceJSON(w io.Writer, d Difference) error {
	return writeDocument(w, differenceJSON{
		SchemaVersion: schemaVersion,
		None:          d.Report.None(),
		Undecided:     known(d.Report.Undecided),
		Boxes:         each(d.Report.Boxes, d.boxOf),
		Policies: each(d.Report.Policies, func(p difference.PolicyChange) policyChangeJSON {
			out := policyChangeJSON{PolicyID: p.ID, Policy: p.Name, Change: string(p.Change), Decision: string(p.Decision)}
			if p.Evidence != nil {
				evidence := d.boxOf(*p.Evidence)
				out.Evidence = &evidence
			}
			return out
		}),
	})
}

func (d Difference) boxOf(b difference.Box) boxJSON {
	return boxJSON{
		Kind:                  string(b.Kind),
		People:                peopleOf(b.People),
		Targets:               valuesOf(b.Targets),
		Clients:               valuesOf(b.Clients),
		Platforms:             valuesOf(b.Platforms),
		Networks:              valuesOf(b.Networks),
		Devices:               same(b.Devices),
		UserRisks:             valuesOf(b.UserRisks),
		SignInRisks:           valuesOf(b.SignInRisks),
		ServicePrincipalRisks: valuesOf(b.ServicePrincipalRisks),
		AgentRisks:            valuesOf(b.AgentRisks),
		InsiderRisks:          valuesOf(b.InsiderRisks),
		TransferMethods:       valuesOf(b.TransferMethods),
		Added:                 same(b.Added),
		Removed:               same(b.Removed),
		Before:                same(b.Before),
		After:                 same(b.After),
		Causes:                each(b.Causes, func(c difference.Cause) causeJSON { return causeJSON{c.ID, c.Name} }),
		Example:               signInOf(d.person(b.Example.Identity), b.Example, d.audiencesOf(b.Example), nil),
		Assuming:              same(b.Assuming),
	}
}

func peopleOf(p difference.People) peopleJSON {
	out := peopleJSON{Workload: p.Workload, Everybody: p.Everybody, Words: same(p.Words), Exact: p.Exact}
	if p.Counted {
		out.Count = &p.Count
	}
	return out
}

func valuesOf(v difference.Values) valuesJSON { return valuesJSON{same(v.Only), same(v.Except)} }

// same is the list in its order, and never null.
func same(list []string) []string { return each(list, func(text string) string { return text }) }
