package graphsim

import (
	"encoding/json"
	"net/http"
	"time"
)

// answer is what a handler gives back: a status, and a JSON body, a plain text or nothing.
type answer struct {
	status  int
	body    tree
	text    string
	header  http.Header
	refused string // for the request log: what the service keeps to itself
}

func ok(body tree) answer      { return answer{status: http.StatusOK, body: body} }
func created(body tree) answer { return answer{status: http.StatusCreated, body: body} }
func noContent() answer        { return answer{status: http.StatusNoContent} }

// refusal is an error of the service before it has an envelope.
type refusal struct {
	status  int
	code    string
	message string
	detail  string // what was wrong, for the request log alone
}

// envelope writes a refusal as the service does. The older envelope is for
// refusals of Conditional Access bodies only; everything else always had the newer one.
func (r refusal) envelope(old bool, now time.Time, requestID, clientRequestID string) answer {
	inner := tree{
		"date":              now.Format("2006-01-02T15:04:05"),
		"request-id":        requestID,
		"client-request-id": clientRequestID,
	}
	message := r.message
	if old && r.status == http.StatusBadRequest {
		inner["message"] = r.message
		message = "The server could not process the request because it is malformed or incorrect."
	}
	return answer{
		status:  r.status,
		body:    tree{"error": tree{"code": r.code, "message": message, "innerError": inner}},
		refused: r.detail,
	}
}

// write sends an answer.
func (a answer) write(w http.ResponseWriter) {
	for name, values := range a.header {
		w.Header()[name] = values
	}
	switch {
	case a.body != nil:
		w.Header().Set("Content-Type", "application/json;odata.metadata=minimal;odata.streaming=true;IEEE754Compatible=false;charset=utf-8")
		w.WriteHeader(a.status)
		_ = json.NewEncoder(w).Encode(a.body) // the peer may be gone: nobody left to tell
	case a.text != "":
		if w.Header().Get("Content-Type") == "" && json.Valid([]byte(a.text)) {
			w.Header().Set("Content-Type", "application/json")
		}
		w.WriteHeader(a.status)
		_, _ = w.Write([]byte(a.text))
	default:
		w.WriteHeader(a.status)
	}
}
