package graphsim

// Contradict has evaluate say of a policy the opposite of what is so, until it is called again.
// Claim: a client that asks for a second opinion compares it with its own, and enforces nothing that the two
// judge differently.
func (s *Server) Contradict(policyID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.tenant.contested == nil {
		s.tenant.contested = map[string]bool{}
	}
	id := fold(policyID)
	s.tenant.contested[id] = !s.tenant.contested[id]
}

// contradicted is what evaluate says instead of the truth about a policy.
func (t *tenant) contradicted(r *record, because reason) reason {
	switch {
	case !t.contested[fold(r.id)]:
		return because
	case because == applies:
		return becauseUsers
	default:
		return applies
	}
}
