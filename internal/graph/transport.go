package graph

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"strings"
	"sync/atomic"
	"time"

	khttp "github.com/microsoft/kiota-http-go"
)

const (
	attemptTimeout = 100 * time.Second
	maximumAnswer  = 256 << 20
)

// A sender is the innermost middleware: it paces Conditional Access requests, repeats what may be
// repeated, and reads every answer to its end, so that a connection cut halfway is one more failure to
// send and not a broken body later.
type sender struct {
	pacer *pacer
	unit  time.Duration
	log   func(ctx context.Context, message string, fields map[string]any)
}

var _ khttp.Middleware = (*sender)(nil)

// A lostError is a request that got no answer.
type lostError struct {
	sent  bool // it may have reached the service
	cause error
}

func (e *lostError) Error() string { return e.cause.Error() }
func (e *lostError) Unwrap() error { return e.cause }

// Intercept implements khttp.Middleware.
func (s *sender) Intercept(pipeline khttp.Pipeline, index int, request *http.Request) (*http.Response, error) {
	ctx := request.Context()
	body, err := drain(request)
	if err != nil {
		return nil, err
	}
	how := mannerOf(ctx)
	wait, paced := sleep, isPaced(request.URL.Path)
	if paced {
		if err := s.pacer.enter(ctx, how.confirmation); err != nil {
			return nil, &lostError{cause: err}
		}
		defer s.pacer.leave()
		wait = s.pacer.again
	}
	unclear := false
	for repetition := 0; ; repetition++ {
		how.begins()
		began := time.Now()
		response, err := s.attempt(pipeline, index, request, how, body)
		if paced && err == nil {
			s.pacer.heard(response.StatusCode == http.StatusTooManyRequests)
		}
		pause, again := s.judge(request, how, response, err, repetition)
		s.report(request, response, err, time.Since(began), repetition, pause, again)
		if !again {
			return response, err
		}
		unclear = unclear || mayBeDone(response, err)
		if err := wait(ctx, pause); err != nil {
			return nil, &lostError{sent: unclear, cause: err}
		}
	}
}

// mayBeDone reports whether a request that was not answered with success may have been carried out all the same.
func mayBeDone(response *http.Response, err error) bool {
	var lost *lostError
	if errors.As(err, &lost) {
		return lost.sent
	}
	return response != nil && response.StatusCode >= http.StatusInternalServerError
}

// drain takes the body of a request, to send it more than once.
func drain(request *http.Request) ([]byte, error) {
	if request.Body == nil {
		return nil, nil
	}
	defer func() { _ = request.Body.Close() }()
	return io.ReadAll(request.Body)
}

// lastWords is how many units a write that was sent is listened to after its caller gave up. To hang up on it
// would leave an object behind that nobody knows of.
const lastWords = 30

// attempt sends the request once.
func (s *sender) attempt(pipeline khttp.Pipeline, index int, request *http.Request, how manner, body []byte) (*http.Response, error) {
	ctx := request.Context()
	if how.writes(request.Method) {
		var done context.CancelFunc
		ctx, done = outlive(ctx, lastWords*s.unit)
		defer done()
	}
	ctx, cancel := context.WithTimeoutCause(ctx, attemptTimeout, fmt.Errorf("no answer within %s", attemptTimeout))
	defer cancel()
	var connected atomic.Bool
	traced := httptrace.WithClientTrace(ctx, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	})
	once := request.Clone(traced)
	if body != nil {
		once.Body = io.NopCloser(bytes.NewReader(body))
		once.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(body)), nil }
		once.ContentLength = int64(len(body))
	}
	response, err := pipeline.Next(once, index)
	if err != nil {
		return nil, &lostError{sent: connected.Load(), cause: causeOf(ctx, err)}
	}
	defer func() { _ = response.Body.Close() }()
	read, err := io.ReadAll(io.LimitReader(response.Body, maximumAnswer))
	if err != nil {
		return nil, &lostError{sent: true, cause: causeOf(ctx, fmt.Errorf("the answer broke off: %w", err))}
	}
	response.Body = io.NopCloser(bytes.NewReader(read))
	response.ContentLength = int64(len(read))
	if !wellFormedChallenge(response.Header) {
		response.Header.Del("WWW-Authenticate")
	}
	return response, nil
}

// outlive is a context that ends a while after its parent does, and for the same reason.
func outlive(parent context.Context, while time.Duration) (context.Context, context.CancelFunc) {
	ctx, cancel := context.WithCancelCause(context.WithoutCancel(parent))
	stop := context.AfterFunc(parent, func() {
		if sleep(ctx, while) == nil {
			cancel(context.Cause(parent))
		}
	})
	return ctx, func() {
		stop()
		cancel(nil)
	}
}

// wellFormedChallenge guards kiota, which takes for granted that claims come in quotation marks.
func wellFormedChallenge(h http.Header) bool {
	_, parameters, _ := strings.Cut(h.Get("WWW-Authenticate"), " ")
	for parameter := range strings.SplitSeq(parameters, ",") {
		if strings.HasPrefix(strings.TrimSpace(parameter), "claims") && strings.Count(parameter, `"`) < 2 {
			return false
		}
	}
	return true
}

func causeOf(ctx context.Context, err error) error {
	if ctx.Err() != nil && errors.Is(err, ctx.Err()) {
		return context.Cause(ctx)
	}
	return err
}

// judge decides whether to send again, and when.
func (s *sender) judge(request *http.Request, how manner, response *http.Response, err error, repetition int) (time.Duration, bool) {
	if request.Context().Err() != nil {
		return 0, false
	}
	if err != nil {
		var lost *lostError
		harmless := errors.As(err, &lost) && !lost.sent
		return backoff(s.unit, repetition), repetition < failureRepeats && (harmless || how.repeatable(request.Method))
	}
	pause, told := retryAfter(response.Header)
	if !told {
		pause = backoff(s.unit, repetition)
	}
	switch response.StatusCode {
	case http.StatusTooManyRequests: // refused before anything was done
		return pause, repetition < throttleRepeats
	case http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return pause, repetition < failureRepeats && how.repeatable(request.Method)
	}
	return 0, false
}

func (s *sender) report(request *http.Request, response *http.Response, err error, took time.Duration, repetition int, pause time.Duration, again bool) {
	if s.log == nil {
		return
	}
	fields := map[string]any{
		"method":            request.Method,
		"path":              request.URL.Path,
		"client_request_id": request.Header.Get("client-request-id"),
		"milliseconds":      took.Milliseconds(),
	}
	if repetition > 0 {
		fields["repetition"] = repetition
	}
	if err != nil {
		fields["error"] = withoutURL(err).Error()
	} else {
		fields["status"] = response.StatusCode
		fields["request_id"] = response.Header.Get("request-id")
	}
	if again {
		fields["repeats_in"] = pause.Round(time.Millisecond).String()
	}
	s.log(request.Context(), "Microsoft Graph request", fields)
}

// isPaced reports whether a request counts toward the Conditional Access quota, or may.
func isPaced(path string) bool {
	path = strings.ToLower(path)
	return strings.Contains(path, "/identity/conditionalaccess") ||
		strings.Contains(path, "/policies/conditionalaccesspolicies") ||
		strings.Contains(path, "/policies/authenticationstrengthpolicies")
}
