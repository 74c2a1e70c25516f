package reference

// robustness turns the quantifier: in every environment some channel must be open, without a device and
// with registered methods alone.
func (j *judge) robustness(p *person) string {
	verdict := Robust
	if p.user.AccountEnabled == nil {
		verdict = Undecided
	}
	for _, platform := range j.configuredPlatforms() {
		for _, n := range j.possibleNetworks() {
			for _, userRisk := range riskLevels {
				for _, signInRisk := range riskLevels {
					best := j.bestChannel(p, SignIn{
						Platform: platform, Network: n, UserRisk: userRisk, SignInRisk: signInRisk,
						WithoutRegistering: true,
					})
					switch best {
					case Denied:
						return Fragile
					case Open:
						verdict = Undecided
					}
				}
			}
		}
	}
	return verdict
}

// bestChannel is the best outcome over the ways to the policies from one environment.
func (j *judge) bestChannel(p *person, s SignIn) Outcome {
	best := Denied
	for _, a := range approaches {
		s.Channel, s.Client = a.channel, a.client
		switch j.outcome(p, s) {
		case Allowed:
			return Allowed
		case Open:
			best = Open
		}
	}
	return best
}
