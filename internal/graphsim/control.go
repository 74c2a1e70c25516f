package graphsim

import (
	"encoding/json"
	"net/http"
	"time"
)

// controlPrefix is where a separate process steers the simulator. Graph has no such path.
const controlPrefix = "/_simulator/"

func (s *Server) serveControl(w http.ResponseWriter, r *http.Request) {
	switch r.Method + " " + r.URL.Path {
	case "POST " + controlPrefix + "clock":
		s.serveClock(w, r)
	case "GET " + controlPrefix + "requests":
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"value": append([]Request{}, s.Requests()...)})
	case "POST " + controlPrefix + "reset-log":
		s.ResetLog()
		w.WriteHeader(http.StatusNoContent)
	default:
		http.Error(w, "the simulator has POST clock, GET requests and POST reset-log below "+controlPrefix, http.StatusNotFound)
	}
}

// serveClock advances the clock by {"advance": "168h"} and answers what time it is.
func (s *Server) serveClock(w http.ResponseWriter, r *http.Request) {
	var body struct {
		Advance string `json:"advance"`
	}
	if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
		http.Error(w, `want {"advance": "168h"}: `+err.Error(), http.StatusBadRequest)
		return
	}
	d, err := time.ParseDuration(body.Advance)
	if err != nil || d < 0 {
		http.Error(w, "advance: want a positive duration such as 168h", http.StatusBadRequest)
		return
	}
	s.Advance(d)
	w.Header().Set("Content-Type", "application/json")
	_ = json.NewEncoder(w).Encode(map[string]string{"now": timestamp(s.Now())})
}
