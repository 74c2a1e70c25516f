package graphsim

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"
)

// maximumBody is far above any body that a client of these endpoints has cause to send.
const maximumBody = 32 << 20

// ServeHTTP answers like Microsoft Graph, its token endpoint, or the simulator's own controls.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasPrefix(r.URL.Path, controlPrefix) {
		s.serveControl(w, r)
		return
	}
	if s.options.Delay > 0 {
		select {
		case <-time.After(s.options.Delay):
		case <-r.Context().Done():
		}
	}
	body, err := readBody(r)
	w.Header().Set("Date", s.Now().Format(http.TimeFormat))
	if err != nil {
		s.refuseBody(w, r, err)
		return
	}
	if isIdentityPath(r.URL.Path) {
		s.perform(r, body, s.serveIdentity).write(w)
		return
	}
	answer := s.perform(r, body, s.serveGraph)
	requestID := newGUID()
	w.Header().Set("request-id", requestID)
	w.Header().Set("client-request-id", clientRequestID(r, requestID))
	answer.write(w)
}

// perform does one request: faults and hook first, without the lock, since both
// run code of a test that may change the tenant. A connection that is to be cut
// never returns from here.
func (s *Server) perform(r *http.Request, body []byte, serve func(*http.Request, []byte) (answer, bool)) answer {
	entry := Request{Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, BodySize: len(body)}
	fault, delay := s.nextFault(r)
	time.Sleep(delay)
	s.runHook(r)

	var a answer
	switch {
	case fault != nil && !fault.afterEffect:
		a = fault.answer
	case strings.HasSuffix(r.URL.Path, "/$batch") && r.Method == http.MethodPost:
		a = s.serveBatch(r, body)
	default:
		a, entry.ConditionalAccess = serve(r, body)
	}
	cut := fault != nil && fault.cut
	s.mu.Lock()
	entry.Time, entry.Status, entry.Refused = s.now(), a.status, a.refused
	if cut {
		entry.Status = 0
	}
	s.record(entry)
	s.mu.Unlock()
	if cut {
		panic(http.ErrAbortHandler) // the way net/http has to close a connection without an answer
	}
	return a
}

// serveGraph answers one request to Graph; metered says that it counted toward the quota.
func (s *Server) serveGraph(r *http.Request, body []byte) (a answer, metered bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	now := s.now()
	refuse := func(why *refusal) answer {
		id := newGUID()
		return why.envelope(s.options.OldErrors, now, id, clientRequestID(r, id))
	}
	version, path, _ := strings.Cut(strings.TrimPrefix(r.URL.EscapedPath(), "/"), "/")
	if version != "v1.0" && version != "beta" {
		return refuse(noSuchPath(version)), false
	}
	token, why := s.authorize(r, time.Now())
	if why != nil {
		return refuse(why), false
	}
	counted, countOnly := strings.CutSuffix(strings.Replace(path, "/%24", "/$", 1), "/$count")
	if countOnly {
		path = counted
	}
	route, params, known := match(s.routes, r.Method, path)
	switch {
	case route == nil && known:
		return refuse(wrongMethod()), false
	case route == nil:
		return refuse(noSuchPath(path)), false
	case route.metered && !s.bucket.take(now, s.options.Quota):
		return s.throttled(refuse(tooManyRequests())), true
	case !route.needs.met(token):
		return refuse(route.refuse()), route.metered
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return refuse(badRequest("The query string is malformed.")), route.metered
	}
	a, why = route.serve(&call{
		tenant: s.tenant, options: s.options, now: now,
		by: s.initiator(token), correlationID: clientRequestID(r, newGUID()),
		beta: version == "beta", base: origin(r) + "/" + version, path: "/" + path,
		params: params, query: query, body: body,
		includeUnknown: prefersUnknownMembers(r.Header),
		countOnly:      countOnly, eventual: strings.EqualFold(r.Header.Get("ConsistencyLevel"), "eventual"),
	})
	if why == nil && countOnly && a.text == "" {
		why = noSuchPath("$count")
	}
	if why != nil {
		return refuse(why), route.metered
	}
	return a, route.metered
}

// origin is the address that the client used, so that links lead back here.
func origin(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

func clientRequestID(r *http.Request, otherwise string) string {
	if id := r.Header.Get("client-request-id"); id != "" {
		return id
	}
	return otherwise
}

// readBody reads the body and undoes its compression. A body that is labelled
// gzip and is plain fails here, as it does at the service.
func readBody(r *http.Request) ([]byte, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, maximumBody))
	if err != nil || !strings.EqualFold(r.Header.Get("Content-Encoding"), "gzip") {
		return body, err
	}
	unzipped, err := gzip.NewReader(bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	return io.ReadAll(io.LimitReader(unzipped, maximumBody))
}

func (s *Server) refuseBody(w http.ResponseWriter, r *http.Request, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	why := badRequest("The request body could not be decompressed.")
	why.detail = err.Error()
	s.record(Request{Time: s.now(), Method: r.Method, Path: r.URL.Path, Query: r.URL.RawQuery, Status: why.status, Refused: why.detail})
	id := newGUID()
	why.envelope(false, s.now(), id, clientRequestID(r, id)).write(w)
}
