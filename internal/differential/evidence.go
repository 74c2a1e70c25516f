package differential

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/reference"
)

// checkEvidence replays what the engine's report rests on. It returns "" when all of it holds.
func checkEvidence(q engine.Question, report engine.Report) string {
	for _, r := range report.Repairers {
		for _, check := range []func(engine.Question, engine.Repairer) string{checkVerdict, checkRobustness} {
			if what := check(q, r); what != "" {
				return fmt.Sprintf("%s, of %s", what, r.User.ID)
			}
		}
	}
	return checkPipeline(q, report.Pipeline)
}

func checkVerdict(q engine.Question, r engine.Repairer) string {
	switch r.Verdict {
	case engine.Reachable:
		if r.Witness == nil {
			return "witness: there is none"
		}
		return checkWitness(q, *r.User, *r.Witness)
	case engine.LockedOut:
		return checkCore("core", q, r.Core, lockedOut(*r.User))
	default:
		if len(r.MissingFacts) == 0 {
			return "missing facts: there are none"
		}
		return ""
	}
}

func lockedOut(u ca.User) func(engine.Question) bool {
	return func(q engine.Question) bool {
		return reference.VerdictOf(asReference(q), u.ID) == reference.LockedOut
	}
}

// checkWitness: the sign-in is one that the user has, in exactly the named locations that it says, and the
// reference allows it.
func checkWitness(q engine.Question, u ca.User, w engine.Witness) string {
	if w.UserRisk != ca.RiskNone || w.SignInRisk != ca.RiskNone {
		return fmt.Sprintf("witness: it rests on risk %s, %s", w.UserRisk, w.SignInRisk)
	}
	s, what := signIn(q, u, w)
	if what == "" {
		what = checkNetwork(q, w.Network)
	}
	if what != "" {
		return what
	}
	allowed := func(n reference.Network) bool {
		s.Network = n
		return reference.Evaluate(asReference(q), u.ID, s) == reference.Allowed
	}
	meant := networks(q, u, w.Network, true)
	if !slices.ContainsFunc(meant, allowed) {
		return fmt.Sprintf("witness: %+v is not allowed", w)
	}
	s.WithoutRegistering = true
	if !w.Registers && !slices.ContainsFunc(meant, allowed) {
		return fmt.Sprintf("witness: %+v is allowed only to who registers a method", w)
	}
	if what := checkCredentials(w, reference.CredentialsOf(asReference(q), u.ID, s)); what != "" {
		return what
	}
	// The portal asks for more than Graph alone: a witness that does without it says that it is closed.
	s.Channel, s.Client, s.WithoutRegistering = reference.ChannelPortal, ca.ClientAppBrowser, false
	if w.Channel != engine.ChannelPortal && slices.ContainsFunc(meant, allowed) {
		return fmt.Sprintf("witness: %+v could go through the portal", w)
	}
	return ""
}

// checkCredentials: what a witness presents is what the person surely has.
func checkCredentials(w engine.Witness, c reference.Credentials) string {
	for _, m := range w.Modes {
		registers := w.Registers && slices.Contains(c.Registrable, m)
		if !registers && !slices.Contains(c.Modes, m) {
			return fmt.Sprintf("witness: mode %s is not among %v", m, c.Modes)
		}
	}
	for _, role := range w.RolesActive {
		if !slices.Contains(c.Roles, ca.FoldID(role)) {
			return fmt.Sprintf("witness: role %s is not among %v", role, c.Roles)
		}
	}
	return ""
}

// signIn is a witness as the reference says it, without the network.
func signIn(q engine.Question, u ca.User, w engine.Witness) (s reference.SignIn, what string) {
	s = reference.SignIn{
		Channel: string(w.Channel), Client: w.ClientApp, Platform: w.Platform,
		UserRisk: w.UserRisk, SignInRisk: w.SignInRisk,
	}
	if w.DeviceID == "" {
		return s, ""
	}
	for i, d := range q.Tenant.Devices[ca.FoldID(u.ID)] {
		if d.ID == w.DeviceID {
			s.Device = &q.Tenant.Devices[ca.FoldID(u.ID)][i]
		}
	}
	if s.Device == nil || s.Device.Platform() != w.Platform || !s.Device.Enabled() {
		return s, fmt.Sprintf("witness: device %s on %s is not one of the user's", w.DeviceID, w.Platform)
	}
	return s, ""
}

// checkNetwork: the address and the country of a witness are together in exactly the locations that it
// names. A country that is left out is one that was not said, or none.
func checkNetwork(q engine.Question, w engine.WitnessNetwork) string {
	if w.Address == "" && w.Country == "" {
		return ""
	}
	said := slices.Sorted(slices.Values(w.NamedLocations))
	for _, country := range []string{w.Country, cmp.Or(w.Country, reference.CountryUnknown)} {
		if slices.Equal(said, reference.Inside(asReference(q), reference.Network{Address: w.Address, Country: country})) {
			return ""
		}
	}
	return fmt.Sprintf("network: %+v is not in exactly these named locations", w)
}

// networks are those of a user that a witness can mean: in the same named locations, and no other address
// or country than the witness says.
func networks(q engine.Question, u ca.User, w engine.WitnessNetwork, available bool) []reference.Network {
	said := slices.Sorted(slices.Values(w.NamedLocations))
	var meant []reference.Network
	for _, p := range reference.Places(asReference(q), u) {
		if p.Available == available && slices.Equal(p.NamedLocations, said) {
			meant = append(meant, p.Network)
		}
	}
	return meant
}

// checkCore: the policies of a core are enough for what they are the core of, and none can be left out.
func checkCore(name string, q engine.Question, core []engine.Denial, holds func(engine.Question) bool) string {
	var ids []string
	for _, d := range core {
		if d.Control == "" || d.Why == "" {
			return fmt.Sprintf("%s: %s says neither what nor why", name, d.PolicyID)
		}
		ids = append(ids, d.PolicyID)
	}
	if !holds(withOnly(q, ids)) {
		return fmt.Sprintf("%s: %v is not enough", name, ids)
	}
	for i := range ids {
		if holds(withOnly(q, slices.Delete(slices.Clone(ids), i, i+1))) {
			return fmt.Sprintf("%s: %v holds without %s", name, ids, ids[i])
		}
	}
	return ""
}

// withOnly is the same question about a tenant that has no other policies.
func withOnly(q engine.Question, ids []string) engine.Question {
	kept := []ca.Policy{}
	for _, p := range q.Tenant.Policies.Value() {
		if slices.Contains(ids, p.ID) {
			kept = append(kept, p)
		}
	}
	tenant := *q.Tenant
	tenant.Policies = ca.Known(kept)
	q.Tenant = &tenant
	return q
}

func checkRobustness(q engine.Question, r engine.Repairer) string {
	switch r.Robustness {
	case engine.Fragile:
		if r.Counterexample == nil {
			return "counterexample: there is none"
		}
		return checkCounterexample(q, r)
	case engine.Robust:
		if r.Environments == 0 {
			return "environments: none was checked"
		}
	case engine.RobustnessUndecided:
		if len(r.RobustnessMissing) == 0 {
			return "missing facts: there are none for the robustness"
		}
	}
	return ""
}

// checkCounterexample: every channel is denied in that environment, by its core and by nothing less.
func checkCounterexample(q engine.Question, r engine.Repairer) string {
	c := *r.Counterexample
	if c.DeviceID != "" || c.Channel != "" {
		return fmt.Sprintf("counterexample: %+v is no environment", c)
	}
	if what := checkNetwork(q, c.Network); what != "" {
		return what
	}
	if denied := deniedAt(q, *r.User, c); denied != nil {
		return checkCore("counterexample core", q, r.CounterexampleCore, denied)
	}
	return fmt.Sprintf("counterexample: %+v is not denied on every channel", c)
}

// deniedAt asks whether every channel is denied in an environment; nil where the tenant as it is lets one open.
func deniedAt(q engine.Question, u ca.User, c engine.Witness) func(engine.Question) bool {
	for _, n := range networks(q, u, c.Network, false) {
		denied := func(q engine.Question) bool {
			return !slices.ContainsFunc(approaches, func(s reference.SignIn) bool {
				s.Platform, s.Network, s.UserRisk, s.SignInRisk = c.Platform, n, c.UserRisk, c.SignInRisk
				s.WithoutRegistering = true
				return reference.Evaluate(asReference(q), u.ID, s) != reference.Denied
			})
		}
		if denied(q) {
			return denied
		}
	}
	return nil
}

// approaches are the channels with the client apps that can take them.
var approaches = []reference.SignIn{
	{Channel: reference.ChannelGraph, Client: ca.ClientAppBrowser},
	{Channel: reference.ChannelGraph, Client: ca.ClientAppMobileAndDesktop},
	{Channel: reference.ChannelPortal, Client: ca.ClientAppBrowser},
}

func checkPipeline(q engine.Question, p engine.Pipeline) string {
	switch p.Verdict {
	case engine.LockedOut:
		return checkCore("pipeline core", q, p.Core, func(q engine.Question) bool {
			return reference.PipelineVerdict(asReference(q)) == reference.LockedOut
		})
	case engine.Undecided:
		if len(p.MissingFacts) == 0 {
			return "missing facts: there are none for the pipeline"
		}
	}
	return ""
}
