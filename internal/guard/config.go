package guard

import (
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Config is the guard block: of the provider's configuration, or of a guard.json.
type Config struct {
	MinimumAdmins int
	BreakGlass    ca.BreakGlass
	Pipeline      string // object id of the service principal that the provider itself uses; "" is not checked
	Staging       Staging
	Assume        ca.Assumptions
	Waivers       []Waiver
	OnUndecided   OnUndecided
	Verify        Verify
	MaxStaleness  time.Duration // how old a read of the tenant may be when a write rests on it
	OrderWait     time.Duration // how long a write waits for the writes that make it safe
	Settle        time.Duration // how long a failing plan waits for the changes that it has not seen

	Smallest bool // whether cores should have the fewest policies; a command asks for it, and no guard block
}

// Staging says how a policy gets from report-only to enabled.
type Staging struct {
	Mode          StagingMode
	MinimumSoak   time.Duration
	Evidence      Evidence
	MaximumImpact int
}

// StagingMode says who moves a policy from report-only to enabled.
type StagingMode string

// The staging modes.
const (
	StagingGate StagingMode = "gate" // the configuration does, and the guard refuses to be early
	StagingAuto StagingMode = "auto" // the provider does, when it may
)

// Evidence says what happens when the sign-in logs cannot be read.
type Evidence string

// The demands on evidence.
const (
	EvidenceIfAvailable Evidence = "if_available"
	EvidenceRequired    Evidence = "required"
)

// OnUndecided says what a refusal becomes that rests on nothing but undecided verdicts.
type OnUndecided string

// What to do about undecided verdicts.
const (
	RefuseUndecided OnUndecided = "refuse"
	WarnUndecided   OnUndecided = "warn"
)

// Verify says whether the service is asked for a second opinion.
type Verify string

// The second opinions.
const (
	VerifyNone   Verify = "none"
	VerifyWhatIf Verify = "what_if"
)

// A Waiver lets one rule pass for one policy, for a reason, until a date.
type Waiver struct {
	Rule    string
	Policy  string // display name
	Reason  string
	Expires string // the last day on which it counts, 2027-01-31
}

// expired reports whether the waiver's last day is over. A date that is none never counts.
func (w Waiver) expired(now time.Time) bool {
	last, err := time.Parse(time.DateOnly, w.Expires)
	return err != nil || !now.Before(last.AddDate(0, 0, 1))
}

// Defaults is the strictest configuration, and what an absent guard block means. It names no break-glass
// account although it wants two, so that the first findings ask for them.
func Defaults() Config {
	return Config{
		MinimumAdmins: 2,
		BreakGlass:    ca.BreakGlass{Minimum: 2},
		Staging: Staging{
			Mode:        StagingGate,
			MinimumSoak: 7 * 24 * time.Hour,
			Evidence:    EvidenceIfAvailable,
		},
		OnUndecided:  RefuseUndecided,
		Verify:       VerifyNone,
		MaxStaleness: 10 * time.Second,
		OrderWait:    60 * time.Second,
		Settle:       2 * time.Second,
	}
}
