package review

import (
	"io"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// The types below are the JSON of a what-if, by the rules of the JSON of a check. Policies are in the order
// of the tenant.
type whatIfJSON struct {
	SchemaVersion int                `json:"schema_version"`
	Outcome       string             `json:"outcome"`
	Barred        *string            `json:"barred"`
	Checked       bool               `json:"checked"`
	SignIn        signInJSON         `json:"sign_in"`
	Policies      []whatIfPolicyJSON `json:"policies"`
	MissingFacts  []missingJSON      `json:"missing_facts"`
	Assumptions   []string           `json:"assumptions"`
}

type signInJSON struct {
	Person                string         `json:"person"`
	UserID                *string        `json:"user_id"`
	ServicePrincipalID    *string        `json:"service_principal_id"`
	ExternalUserType      *string        `json:"external_user_type"`
	ExternalTenantID      *string        `json:"external_tenant_id"`
	Audiences             []audienceJSON `json:"audiences"`
	NotFollowed           []string       `json:"not_followed"`
	UserAction            *string        `json:"user_action"`
	AuthenticationContext *string        `json:"authentication_context"`
	ClientAppType         *string        `json:"client_app_type"`
	Platform              *string        `json:"platform"`
	Address               *string        `json:"address"`
	Country               *string        `json:"country"`
	UserRisk              *string        `json:"user_risk"`
	SignInRisk            *string        `json:"sign_in_risk"`
	ServicePrincipalRisk  *string        `json:"service_principal_risk"`
	InsiderRisk           *string        `json:"insider_risk"`
	AgentRisk             *string        `json:"agent_risk"`
	TransferMethod        *string        `json:"transfer_method"`
	DeviceID              *string        `json:"device_id"`
}

type audienceJSON struct {
	AppID        string  `json:"app_id"`
	Name         string  `json:"name"`
	DependencyOf *string `json:"dependency_of"`
}

type whatIfPolicyJSON struct {
	ID              string        `json:"id"`
	DisplayName     string        `json:"display_name"`
	State           string        `json:"state"`
	Enforced        bool          `json:"enforced"`
	Applies         string        `json:"applies"`
	IfEnabled       string        `json:"if_enabled"`
	Through         *string       `json:"through"`
	Reasons         []reasonJSON  `json:"reasons"`
	Operator        *string       `json:"operator"`
	Controls        []controlJSON `json:"controls"`
	Met             string        `json:"met"`
	SessionControls []string      `json:"session_controls"`
	MissingFacts    []missingJSON `json:"missing_facts"`
}

type reasonJSON struct {
	Reason string `json:"reason"`
	Why    string `json:"why"`
}

type controlJSON struct {
	Control   string   `json:"control"`
	Met       string   `json:"met"`
	Why       string   `json:"why"`
	Modes     []string `json:"modes"`
	Registers bool     `json:"registers"`
}

// WriteWhatIfJSON writes a what-if for programs to read.
func WriteWhatIfJSON(w io.Writer, what WhatIf) error {
	r := what.Report
	return writeDocument(w, whatIfJSON{
		SchemaVersion: schemaVersion,
		Outcome:       string(r.Outcome),
		Barred:        known(r.Barred),
		Checked:       what.Checked,
		SignIn:        signInOf(r.Person, r.SignIn, r.Audiences, r.NotFollowed),
		Policies:      each(r.Policies, whatIfPolicyOf),
		MissingFacts:  missingOf(r.MissingFacts),
		Assumptions:   sorted(r.Assumptions),
	})
}

func signInOf(person string, signIn ca.SignIn, audiences []engine.Audience, notFollowed []string) signInJSON {
	i, context, c := signIn.Identity, signIn.Context, signIn.Conditions
	s := signInJSON{
		Person:                person,
		UserID:                known(i.UserID),
		ServicePrincipalID:    known(i.ServicePrincipalID),
		ExternalUserType:      known(i.ExternalUserType),
		ExternalTenantID:      known(i.ExternalTenantID),
		Audiences:             each(audiences, func(a engine.Audience) audienceJSON { return audienceJSON{a.AppID, a.Name, known(a.DependencyOf)} }),
		NotFollowed:           same(notFollowed),
		UserAction:            known(context.UserAction),
		AuthenticationContext: known(context.AuthenticationContext),
		ClientAppType:         known(c.ClientApp),
		Platform:              known(c.Platform),
		Address:               known(c.Address),
		Country:               known(c.Country),
		UserRisk:              known(c.UserRisk),
		SignInRisk:            known(c.SignInRisk),
		ServicePrincipalRisk:  known(c.ServicePrincipalRisk),
		InsiderRisk:           known(c.InsiderRisk),
		AgentRisk:             known(c.AgentRisk),
		TransferMethod:        known(c.TransferMethod),
	}
	if c.Device != nil {
		s.DeviceID = known(c.Device.ID)
	}
	return s
}

func whatIfPolicyOf(p engine.WhatIfPolicy) whatIfPolicyJSON {
	out := whatIfPolicyJSON{
		ID:              p.ID,
		DisplayName:     p.DisplayName,
		State:           string(p.State),
		Enforced:        p.Enforced(),
		Applies:         p.Applies.String(),
		IfEnabled:       p.IfEnabled.String(),
		Through:         known(p.Through),
		Reasons:         each(p.Reasons, func(r engine.NotApplied) reasonJSON { return reasonJSON{string(r.Reason), r.Why} }),
		Controls:        each(p.Controls, controlOf),
		Met:             p.Met.String(),
		SessionControls: same(p.Session),
		MissingFacts:    missingOf(p.MissingFacts),
	}
	if len(p.Controls) > 0 {
		out.Operator = known(p.Operator)
	}
	return out
}

func controlOf(c engine.ControlAnswer) controlJSON {
	modes := each(c.Modes, func(m ca.Mode) string { return string(m) })
	return controlJSON{Control: c.Control, Met: c.Value.String(), Why: c.Why, Modes: modes, Registers: c.Registers}
}
