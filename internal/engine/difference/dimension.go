package difference

// A dimension is one part of a sign-in that conditions look at. The search decides them in this order: what
// splits least first, people last, since there are so many.
type dimension int

const (
	standing dimension = iota // no part of a sign-in: whether the policy counts at all
	target
	client
	flow
	insiderRisk
	userRisk
	signInRisk
	workloadRisk
	agentRisk
	platform
	device
	network
	people
	dimensions
)
