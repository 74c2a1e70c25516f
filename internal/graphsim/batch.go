package graphsim

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"time"
)

// maximumBatch is how many requests one batch may hold.
const maximumBatch = 20

// step is one request of a batch.
type step struct {
	ID        string            `json:"id"`
	Method    string            `json:"method"`
	URL       string            `json:"url"`
	Headers   map[string]string `json:"headers"`
	Body      json.RawMessage   `json:"body"`
	DependsOn []string          `json:"dependsOn"`
}

// serveBatch performs the requests of a batch, each as if it had come alone: it
// is logged, throttled and refused by itself. The answers come in the opposite
// order, since the service promises none.
func (s *Server) serveBatch(r *http.Request, body []byte) answer {
	if why := s.admitBatch(r); why != nil {
		return s.refuseBatch(r, why)
	}
	var batch struct {
		Requests []step `json:"requests"`
	}
	if err := json.Unmarshal(body, &batch); err != nil {
		return s.refuseBatch(r, badRequest("Invalid batch payload format."))
	}
	if why := checkBatch(batch.Requests); why != nil {
		return s.refuseBatch(r, why)
	}
	status := map[string]int{}
	responses := make([]any, 0, len(batch.Requests))
	for _, step := range batch.Requests {
		a := s.performStep(r, step, status)
		status[step.ID] = a.status
		responses = append(responses, a.response(step.ID))
	}
	slices.Reverse(responses)
	return ok(tree{"responses": responses})
}

// admitBatch wants a token for the batch itself.
func (s *Server) admitBatch(r *http.Request) *refusal {
	s.mu.Lock()
	defer s.mu.Unlock()
	_, why := s.authorize(r, time.Now())
	return why
}

func (s *Server) refuseBatch(r *http.Request, why *refusal) answer {
	id := newGUID()
	return why.envelope(false, s.Now(), id, clientRequestID(r, id))
}

func checkBatch(steps []step) *refusal {
	if len(steps) == 0 || len(steps) > maximumBatch {
		return badRequest("Number of batch request steps is %d, must be between 1 and %d.", len(steps), maximumBatch)
	}
	seen := map[string]bool{}
	for _, step := range steps {
		switch {
		case step.ID == "" || seen[step.ID]:
			return badRequest("Request id %q is empty or not unique in the batch.", step.ID)
		case step.Method == "" || step.URL == "":
			return badRequest("Request %q has no method or no url.", step.ID)
		}
		for _, id := range step.DependsOn {
			if !seen[id] {
				return badRequest("Request %q depends on %q, which does not come before it.", step.ID, id)
			}
		}
		seen[step.ID] = true
	}
	return nil
}

// performStep does one request of a batch. One that depends on a failed request
// is not done at all.
func (s *Server) performStep(r *http.Request, step step, status map[string]int) answer {
	for _, id := range step.DependsOn {
		if status[id] >= 400 {
			return s.refuseBatch(r, &refusal{status: http.StatusFailedDependency, code: "FailedDependency", message: "The request depends on request " + id + ", which failed."})
		}
	}
	version, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	body := []byte(step.Body)
	if bytes.Equal(body, []byte("null")) {
		body = nil
	}
	sub, err := http.NewRequestWithContext(r.Context(), strings.ToUpper(step.Method), "/"+version+"/"+strings.TrimPrefix(step.URL, "/"), bytes.NewReader(body))
	if err != nil {
		return s.refuseBatch(r, badRequest("Request %q has an invalid method or url.", step.ID))
	}
	sub.Host, sub.TLS = r.Host, r.TLS
	sub.Header.Set("Authorization", r.Header.Get("Authorization"))
	for name, value := range step.Headers {
		sub.Header.Set(name, value)
	}
	return s.perform(sub, body, s.serveGraph)
}

// response is an answer as a batch carries it.
func (a answer) response(id string) tree {
	headers := tree{}
	for name := range a.header {
		headers[name] = a.header.Get(name)
	}
	out := tree{"id": id, "status": a.status, "headers": headers}
	switch {
	case a.body != nil:
		headers["Content-Type"] = "application/json"
		out["body"] = a.body
	case json.Valid([]byte(a.text)):
		headers["Content-Type"] = "application/json"
		out["body"] = json.RawMessage(a.text)
	case a.text != "":
		out["body"] = a.text
	}
	return out
}
