package reference

// An Outcome is what happens to one sign-in.
type Outcome string

// The outcomes.
const (
	Allowed Outcome = "allowed"
	Denied  Outcome = "denied"
	Open    Outcome = "open"
)

func (j *judge) outcome(p *person, s SignIn) Outcome {
	worst := Allowed
	for _, roles := range p.roleSets {
		worst = worse(worst, j.attempted(attempt{SignIn: s, who: p, roles: roles}))
	}
	return worst
}

func worse(a, b Outcome) Outcome {
	switch {
	case a == Denied || b == Denied:
		return Denied
	case a == Open || b == Open:
		return Open
	default:
		return Allowed
	}
}

// attempted asks every policy about one attempt: one that surely applies and surely cannot be met denies
// it; it is allowed when each surely does not apply or surely is met.
func (j *judge) attempted(a attempt) Outcome {
	o := signingIn
	if a.WithoutRegistering {
		o = withoutRegistering
	}
	outcome := Allowed
	if !j.tenant.Policies.Read() {
		outcome = Open
	}
	for i := range j.policies {
		p := &j.policies[i]
		applies := j.applies(p, a)
		if applies == no {
			continue
		}
		switch satisfied := j.satisfied(p, a, o); {
		case satisfied == yes:
		case satisfied == no && applies == yes:
			return Denied
		default:
			outcome = Open
		}
	}
	return outcome
}

// verdict: one available sign-in that is surely allowed makes the person reachable; it is locked out only
// when every sign-in is surely denied, the merely possible ones included.
func (j *judge) verdict(p *person) string {
	enabled := p.user.AccountEnabled != nil // repairers are not surely disabled
	lockedOut := true
	for s := range j.availableSignIns(p.user) {
		switch j.outcome(p, s) {
		case Allowed:
			if enabled {
				return Reachable
			}
			return Undecided
		case Open:
			lockedOut = false
		}
	}
	if !lockedOut {
		return Undecided
	}
	for s := range j.possibleSignIns(p.user) {
		if j.outcome(p, s) != Denied {
			return Undecided
		}
	}
	return LockedOut
}
