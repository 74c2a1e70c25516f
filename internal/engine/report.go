package engine

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// A Question is everything that a verdict rests on.
type Question struct {
	Tenant     *ca.Tenant
	BreakGlass ca.BreakGlass
	Assume     ca.Assumptions
	Pipeline   string // object id of the service principal that the provider itself uses; "" is not checked
	Smallest   bool   // asks for cores of the fewest policies, and not only ones from which none can be left out
}

// A Verdict says whether somebody can still sign in.
type Verdict string

// The verdicts.
const (
	Reachable  Verdict = "reachable"
	LockedOut  Verdict = "locked_out"
	Undecided  Verdict = "undecided"
	NotChecked Verdict = "not_checked" // of the pipeline alone
)

// Robustness says whether a break-glass account works on the worst day.
type Robustness string

// The robustness of a break-glass account.
const (
	Robust              Robustness = "robust"
	Fragile             Robustness = "fragile"
	RobustnessUndecided Robustness = "undecided"
)

// A Report is the answer to a Question.
type Report struct {
	Repairers []Repairer // ordered by user principal name, then id
	Pipeline  Pipeline

	// MissingRepairers says why there may be more repairers than the list names: a group or a role list
	// that was not read. Empty when the list is complete.
	MissingRepairers []MissingFact
}

// A Repairer is a user who may change Conditional Access, and whether it can still sign in to do so.
type Repairer struct {
	User       *ca.User
	Eligible   bool // holds the role only as eligible
	BreakGlass bool
	*Evidence
}

// Evidence is whether somebody can still sign in, and what shows it. People of whom there is the same to say
// share it.
type Evidence struct {
	Verdict Verdict

	Witness      *Witness      // Reachable
	Core         []Denial      // LockedOut: irreducible
	MissingFacts []MissingFact // Undecided
	Assumptions  []string      // what a witness rests on

	// Of break-glass accounts alone; Robustness is "" for the others.
	Robustness         Robustness
	Environments       int           // how many were checked
	Counterexample     *Witness      // Fragile: the plainest environment in which every channel is denied; its Channel is ""
	CounterexampleCore []Denial      // Fragile
	RobustnessMissing  []MissingFact // RobustnessUndecided
}

// A Channel is a way for a human to reach the policies.
type Channel string

// The channels.
const (
	ChannelGraph  Channel = "graph"
	ChannelPortal Channel = "portal"
)

// A Witness is one sign-in with every dimension named.
type Witness struct {
	Channel     Channel
	ClientApp   ca.ClientApp
	Platform    ca.Platform
	Network     WitnessNetwork
	DeviceID    string // "" is no device
	UserRisk    ca.RiskLevel
	SignInRisk  ca.RiskLevel
	RolesActive []string  // role template ids, ordered
	Modes       []ca.Mode // the modes that meet what the policies ask, ordered; at least what the first factor needs
	Registers   bool      // registers a method at sign-in
}

// A WitnessNetwork is an address and a country that together are in exactly the named locations listed.
type WitnessNetwork struct {
	NamedLocations []string // ids, ordered; those it is surely in
	Address        string   // "" where none was stated and none is needed to tell
	Country        string   // "" is unknown
}

// A Denial is one policy of a core: which of its controls cannot be met, and why.
type Denial struct {
	PolicyID string
	Policy   string // display name
	Control  string // the grant control that cannot be met, for instance block, compliantDevice, or a strength's name
	Why      string // one clause in plain words, for instance "needs a compliant device, and no registered device is compliant"
}

// A MissingFact is something that would settle an undecided verdict.
type MissingFact struct {
	Fact string // what is missing, by its name in the tenant folder or in assume: networks, authenticationMethods, groupMembers, …
	How  string // how to provide it
}

// Pipeline is the verdict about the service principal that the provider itself uses.
type Pipeline struct {
	ID           string
	DisplayName  string
	Verdict      Verdict
	Core         []Denial      // LockedOut
	MissingFacts []MissingFact // Undecided
}
