package graphsim

import "time"

// Now is the service's time: the real time plus all that was advanced. The Date
// header, the timestamps of objects and the quota follow it. Only the expiry of
// tokens follows the real time, since clients check that against their own clock.
func (s *Server) Now() time.Time {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.now()
}

// Advance moves the service's clock forward, for instance past a soak time or
// past the thirty days that deleted items are kept.
func (s *Server) Advance(d time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.advance += d
}

// now is Now for callers that hold the lock.
func (s *Server) now() time.Time { return time.Now().Add(s.advance).UTC() }

// timestamp writes a time as Graph does, with seven fraction digits.
func timestamp(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.0000000Z") }
