package review

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

// schemaVersion changes when a reader of the JSON would have to.
const schemaVersion = 1

// The types below are the JSON of a check. Lists are never null, and are ordered, so that the same tenant
// gives the same bytes; null stands for what does not exist.
type checkJSON struct {
	SchemaVersion int            `json:"schema_version"`
	Verdict       string         `json:"verdict"`
	Repairers     []repairerJSON `json:"repairers"`
	Pipeline      pipelineJSON   `json:"pipeline"`
	Findings      []findingJSON  `json:"findings"`
}

type repairerJSON struct {
	ID                 string        `json:"id"`
	UserPrincipalName  string        `json:"user_principal_name"`
	BreakGlass         bool          `json:"break_glass"`
	Verdict            string        `json:"verdict"`
	Robustness         *string       `json:"robustness"`
	Witness            *witnessJSON  `json:"witness"`
	Core               []string      `json:"core"`
	Counterexample     *witnessJSON  `json:"counterexample"`
	CounterexampleCore []string      `json:"counterexample_core"`
	MissingFacts       []missingJSON `json:"missing_facts"`
	Assumptions        []string      `json:"assumptions"`
}

type witnessJSON struct {
	Channel       *string     `json:"channel"`
	ClientAppType *string     `json:"client_app_type"`
	Platform      *string     `json:"platform"`
	Network       networkJSON `json:"network"`
	DeviceID      *string     `json:"device_id"`
	UserRisk      *string     `json:"user_risk"`
	SignInRisk    *string     `json:"sign_in_risk"`
	RolesActive   []string    `json:"roles_active"`
	Modes         []string    `json:"modes"`
	Registers     bool        `json:"registers"`
}

type networkJSON struct {
	NamedLocations []string `json:"named_locations"`
	Address        *string  `json:"address"`
	Country        *string  `json:"country"`
}

type missingJSON struct {
	Fact string `json:"fact"`
	How  string `json:"how"`
}

type pipelineJSON struct {
	Verdict string   `json:"verdict"`
	Core    []string `json:"core"`
}

type findingJSON struct {
	ID        string  `json:"id"`
	Severity  string  `json:"severity"`
	PolicyID  *string `json:"policy_id"`
	Policy    *string `json:"policy"`
	Title     string  `json:"title"`
	Detail    string  `json:"detail"`
	Attribute *string `json:"attribute"`
	Waived    bool    `json:"waived"`
}

// WriteJSON writes the check for programs to read.
func WriteJSON(w io.Writer, c Check) error {
	report := checkJSON{
		SchemaVersion: schemaVersion,
		Verdict:       string(c.Verdict),
		Repairers:     each(c.Report.Repairers, repairerOf),
		Pipeline:      pipelineJSON{Verdict: string(c.Report.Pipeline.Verdict), Core: coreOf(c.Report.Pipeline.Core)},
		Findings:      each(c.Findings, findingOf),
	}
	return writeDocument(w, report)
}

func writeDocument(w io.Writer, document any) error {
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetIndent("", "  ")
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(document); err != nil {
		return err
	}
	_, err := w.Write(text.Bytes())
	return err
}

func repairerOf(r engine.Repairer) repairerJSON {
	return repairerJSON{
		ID:                 r.User.ID,
		UserPrincipalName:  r.User.UserPrincipalName,
		BreakGlass:         r.BreakGlass,
		Verdict:            string(r.Verdict),
		Robustness:         known(r.Robustness),
		Witness:            witnessOf(r.Witness),
		Core:               coreOf(r.Core),
		Counterexample:     witnessOf(r.Counterexample),
		CounterexampleCore: coreOf(r.CounterexampleCore),
		MissingFacts:       missingOf(slices.Concat(r.MissingFacts, r.RobustnessMissing)),
		Assumptions:        sorted(r.Assumptions),
	}
}

func witnessOf(w *engine.Witness) *witnessJSON {
	if w == nil {
		return nil
	}
	return &witnessJSON{
		Channel:       known(w.Channel),
		ClientAppType: known(w.ClientApp),
		Platform:      known(w.Platform),
		Network: networkJSON{
			NamedLocations: sorted(w.Network.NamedLocations),
			Address:        known(w.Network.Address),
			Country:        known(w.Network.Country),
		},
		DeviceID:    known(w.DeviceID),
		UserRisk:    known(w.UserRisk),
		SignInRisk:  known(w.SignInRisk),
		RolesActive: sorted(w.RolesActive),
		Modes:       sorted(w.Modes),
		Registers:   w.Registers,
	}
}

func findingOf(f guard.Finding) findingJSON {
	policy := f.Object
	if f.ObjectID == "" {
		policy = "" // the finding is about the tenant, and names that
	}
	return findingJSON{
		ID:        f.Rule,
		Severity:  string(f.Severity),
		PolicyID:  known(f.ObjectID),
		Policy:    known(policy),
		Title:     f.Summary(),
		Detail:    f.Detail(),
		Attribute: known(f.Attribute),
		Waived:    f.Waived,
	}
}

func coreOf(core []engine.Denial) []string {
	return sorted(each(core, func(d engine.Denial) string { return d.PolicyID }))
}

func missingOf(facts []engine.MissingFact) []missingJSON {
	list := each(facts, func(f engine.MissingFact) missingJSON { return missingJSON(f) })
	slices.SortFunc(list, func(a, b missingJSON) int {
		return cmp.Or(cmp.Compare(a.Fact, b.Fact), cmp.Compare(a.How, b.How))
	})
	return slices.Compact(list)
}

// each converts a list. It never returns nil, which JSON would write as null.
func each[T, U any](list []T, convert func(T) U) []U {
	converted := make([]U, 0, len(list))
	for _, item := range list {
		converted = append(converted, convert(item))
	}
	return converted
}

func sorted[T ~string](list []T) []string {
	texts := each(list, func(item T) string { return string(item) })
	slices.Sort(texts)
	return texts
}

// known is null for what is empty.
func known[T ~string](value T) *string {
	if value == "" {
		return nil
	}
	text := string(value)
	return &text
}
