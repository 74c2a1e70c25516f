package graphsim

import (
	"net/http"
	"slices"
	"time"
)

// fault is an answer that a test put in place of the service's own.
type fault struct {
	match       func(*http.Request) bool
	times       int // how often still; below zero is for ever
	answer      answer
	delay       time.Duration // before the answer, and before another fault that is meant for the request
	cut         bool          // close the connection instead of answering
	afterEffect bool          // let the request do its work first
}

// Hook calls fn just before each answer is made, sub-requests of a batch
// included. fn may use every method of the server: this is where another
// administrator acts between two requests of a client.
func (s *Server) Hook(fn func(r *http.Request)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.hook = fn
}

// Fail answers the next matching requests with the given status, headers and
// body, and has them change nothing. Below zero, times is for ever; a nil match
// is every request to Graph or the token endpoint.
// Claim: the client tells transient failures from lasting ones, and says which it met.
func (s *Server) Fail(match func(*http.Request) bool, times, status int, headers http.Header, body string) {
	s.addFault(&fault{match: match, times: times, answer: answer{status: status, header: headers.Clone(), text: body}})
}

// Cut closes the connection on the next matching requests: before they take
// effect, or after, so that a write was done and its answer lost. On a connection
// that was used before, net/http repeats a cut read by itself.
// Claim: the client finds out what became of a write before it repeats it.
func (s *Server) Cut(match func(*http.Request) bool, times int, afterEffect bool) {
	s.addFault(&fault{match: match, times: times, cut: true, afterEffect: afterEffect})
}

// Slow holds the next matching requests back before they take effect, those of a
// client that gives up included: by then the service is at work. Another fault that is
// meant for the same request comes after that.
// Claim: one slow answer neither holds up the others nor is taken for a failure.
func (s *Server) Slow(match func(*http.Request) bool, times int, delay time.Duration) {
	s.addFault(&fault{match: match, times: times, delay: delay})
}

// ExpireTokens ends the life of every token issued so far: the next request with
// one is answered 401.
// Claim: the client gets a new token and repeats what was refused, once.
func (s *Server) ExpireTokens() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for jwt, t := range s.tokens {
		t.expires = time.Time{}
		s.tokens[jwt] = t
	}
}

// Withdraw takes a permission from every token, issued or still to be: consent was
// revoked.
// Claim: a client that loses a permission half way says which, and what was done.
func (s *Server) Withdraw(scope string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.withdrawn = append(s.withdrawn, scope)
}

func (s *Server) addFault(f *fault) {
	if f.times == 0 {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.faults = append(s.faults, f)
}

// nextFault uses up the first fault that is meant for the request, and what is to
// hold it back. Matching runs without the lock, since it is the test's code.
func (s *Server) nextFault(r *http.Request) (f *fault, delay time.Duration) {
	s.mu.Lock()
	candidates := slices.Clone(s.faults)
	s.mu.Unlock()
	for _, f := range candidates {
		if f.match != nil && !f.match(r) {
			continue
		}
		switch {
		case !s.use(f):
		case f.delay > 0:
			delay += f.delay
		default:
			return f, delay
		}
	}
	return nil, delay
}

func (s *Server) use(f *fault) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if f.times == 0 {
		return false // another request was faster
	}
	if f.times--; f.times == 0 {
		s.faults = slices.DeleteFunc(s.faults, func(other *fault) bool { return other == f })
	}
	return true
}

func (s *Server) runHook(r *http.Request) {
	s.mu.Lock()
	hook := s.hook
	s.mu.Unlock()
	if hook != nil {
		hook(r)
	}
}
