package graphsim

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"sync"
	"time"
)

// Server is a simulated Microsoft Graph with one tenant in it, and the token
// endpoint that belongs to it. It is safe for concurrent use.
type Server struct {
	options Options
	routes  []route

	mu        sync.Mutex
	tenant    *tenant
	advance   time.Duration
	bucket    bucket
	tokens    map[string]token
	withdrawn []string
	log       []Request
	hook      func(*http.Request)
	faults    []*fault
	http      []*http.Server
}

// New returns a simulator of an empty tenant in which everything can be read.
func New(o Options) *Server {
	return &Server{
		options: o,
		routes:  allRoutes(),
		tenant:  newTenant(o.lag()),
		tokens:  map[string]token{},
	}
}

// Listen serves on addr, which must be a loopback address such as "127.0.0.1:0",
// and returns the base URL. It serves until Close.
func (s *Server) Listen(addr string) (url string, err error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return "", fmt.Errorf("graphsim: listen address %q: want HOST:PORT", addr)
	}
	if ip := net.ParseIP(host); host != "localhost" && (ip == nil || !ip.IsLoopback()) {
		return "", fmt.Errorf("graphsim: listen address %q is not a loopback address: the simulator accepts any credential and is for this machine only", addr)
	}
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", addr)
	if err != nil {
		return "", fmt.Errorf("graphsim: %w", err)
	}
	server := &http.Server{Handler: s, ReadHeaderTimeout: 10 * time.Second}
	s.mu.Lock()
	s.http = append(s.http, server)
	s.mu.Unlock()
	go func() { _ = server.Serve(listener) }() // returns when Close closes the listener
	return "http://" + listener.Addr().String(), nil
}

// Close stops every listener and waits a short while for requests under way.
func (s *Server) Close() error {
	s.mu.Lock()
	servers := s.http
	s.http = nil
	s.mu.Unlock()

	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	var errs []error
	for _, server := range servers {
		if err := server.Shutdown(ctx); err != nil {
			errs = append(errs, server.Close())
		}
	}
	return errors.Join(errs...)
}
