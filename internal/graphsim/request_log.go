package graphsim

import (
	"encoding/json"
	"slices"
	"time"
)

// Request is one request that the simulator answered. The sub-requests of a
// batch are listed too, after the batch itself was taken in and before its answer.
type Request struct {
	Time   time.Time `json:"time"`
	Method string    `json:"method"`
	Path   string    `json:"path"`
	Query  string    `json:"query"`
	Status int       `json:"status"` // 0 when the connection was cut
	// ConditionalAccess says that the request counted toward the tenant's
	// Conditional Access quota, or was refused because of it.
	ConditionalAccess bool `json:"conditional_access"`
	BodySize          int  `json:"body_size"`
	// Refused says in the simulator's own words why a request was refused, where
	// the service's answer names no field.
	Refused string `json:"refused,omitempty"`
}

// Requests are the requests since the last ResetLog, oldest first. Requests to
// the simulator's own control paths are not among them.
func (s *Server) Requests() []Request {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.log)
}

// ConditionalAccessRequests is how many of them counted toward the tenant's
// Conditional Access quota, refused ones included.
func (s *Server) ConditionalAccessRequests() int {
	n := 0
	for _, r := range s.Requests() {
		if r.ConditionalAccess {
			n++
		}
	}
	return n
}

// ResetLog forgets the requests so far.
func (s *Server) ResetLog() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.log = nil
}

// record adds a request to the log. Callers hold the lock.
func (s *Server) record(r Request) {
	s.log = append(s.log, r)
	if s.options.Log == nil {
		return
	}
	line, err := json.Marshal(r)
	if err == nil {
		_, _ = s.options.Log.Write(append(line, '\n')) // a log that cannot be written must not fail the request
	}
}
