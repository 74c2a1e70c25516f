package engine

// core is an irreducible set of policies that is enough to lock the candidate out: from it none can be left
// out. A single policy is preferred, so that the plain case has the plain answer.
func (c *candidate) core() set {
	return irreducible(c.program.n, c.lockedOutBy)
}

// lockedOutBy reports whether these policies alone deny every situation.
func (c *candidate) lockedOutBy(active set) bool {
	locked := true
	c.allSituations(active, func(situation, Value) bool {
		locked = false
		return false
	})
	return locked
}

// irreducible finds a minimal set for which enough holds; it holds for all n, and for every set that
// contains one for which it holds.
func irreducible(n int, enough func(set) bool) set {
	for i := range n {
		alone := newSet(n)
		if alone.add(i); enough(alone) {
			return alone
		}
	}
	core := fullSet(n)
	for i := n - 1; i >= 0; i-- {
		if core.remove(i); !enough(core) {
			core.add(i)
		}
	}
	return core
}
