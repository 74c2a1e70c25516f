package engine

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// An Outcome says what becomes of one sign-in.
type Outcome string

// The outcomes.
const (
	Allowed Outcome = "allowed"
	Denied  Outcome = "denied"
	Open    Outcome = "open" // a fact is missing that would tell
)

// A WhatIfReport is what every policy of a tenant says to one sign-in, and what follows.
type WhatIfReport struct {
	SignIn    ca.SignIn // resolved; Applications are the audiences that were followed too
	Person    string    // who signs in, by name
	Audiences []Audience
	// NotFollowed are the dependencies that were left out, in words: late-bound ones, and those whose
	// application id is not published.
	NotFollowed []string

	Outcome      Outcome
	Barred       string // why the account cannot sign in whatever the policies say; "" is that it can
	Policies     []WhatIfPolicy
	MissingFacts []MissingFact // Open
	Assumptions  []string      // what was taken for granted
}

// An Audience is an application that a sign-in has to be let into.
type Audience struct {
	AppID        string
	Name         string
	DependencyOf string // the name of the audience that needs it; "" was asked for
}

// A WhatIfPolicy is what one policy says to the sign-in.
type WhatIfPolicy struct {
	ID          string
	DisplayName string
	State       ca.State

	Applies   Value  // whether it takes part: never when it is disabled
	IfEnabled Value  // whether all its conditions match, whatever its state
	Through   string // the dependency through which alone it applies, in words; "" is none
	Reasons   []NotApplied

	Operator ca.Operator
	Controls []ControlAnswer
	Met      Value // whether the account can meet what it asks; Yes where it asks nothing

	Session      []string      // the session controls beside it, in words
	MissingFacts []MissingFact // what keeps Applies or Met from being known
}

// A NotApplied is one reason why a policy does not apply.
type NotApplied struct {
	Reason ca.AnalysisReason
	Why    string // one clause in plain words: the sign-in's value against the policy's
}

// A ControlAnswer is one control that a policy asks for, and what the account can say to it.
type ControlAnswer struct {
	Control   string // its word on the wire, or a strength's name
	Value     Value
	Why       string    // one clause in plain words: with what it is met, or why it is not
	Modes     []ca.Mode // Yes, of mfa and strengths: the plainest modes that meet it
	Registers bool      // Yes, of mfa: by registering a method at sign-in
}

// Enforced reports whether what the policy says counts: report-only policies only write it down.
func (p WhatIfPolicy) Enforced() bool { return p.State == ca.StateEnabled || p.State == ca.NotYetKnown }

// Passes is whether the policy lets the sign-in pass: it does not apply, or it can be met.
func (p WhatIfPolicy) Passes() Value { return max(p.Applies.Not(), p.Met) }

// Denies reports whether the policy alone denies the sign-in.
func (p WhatIfPolicy) Denies() bool { return p.Enforced() && p.Passes() == No }
