package graph

import (
	"context"
	"errors"
	"net/http"
	"sync"
	"time"

	core "github.com/microsoftgraph/msgraph-sdk-go-core"
)

// A Client talks to one tenant. It is safe for concurrent use, and meant to be the only one of its
// process: the quota is the tenant's, and what it read and wrote is shared by all who use it.
type Client struct {
	place    place
	unit     time.Duration
	signIn   *signIn
	adapters map[string]*core.GraphRequestAdapterBase
	pacer    *pacer
	clock    clock

	lists     lists
	directory directoryCache

	grants grants

	mu     sync.Mutex
	unread map[string]Unread
}

// New makes a client. It checks the configuration and reads a certificate or nothing; it sends no request.
func New(_ context.Context, c Config) (*Client, error) {
	p, err := resolvePlace(c)
	if err != nil {
		return nil, err
	}
	transport := c.Transport
	if transport == nil {
		transport = newTransport()
	}
	credential, err := newCredential(c, p, &http.Client{Transport: transport, Timeout: attemptTimeout})
	if err != nil {
		return nil, errors.New(c.redact(err.Error()))
	}
	unit := c.unit()
	client := &Client{
		place:  p,
		unit:   unit,
		signIn: newSignIn(credential, explainSignIn(c)),
		pacer:  newPacer(unit, c.Progress),
		grants: grants{refused: map[string]bool{}, served: map[string]bool{}},
		unread: map[string]Unread{},
	}
	client.prepareLists()
	s := &sender{pacer: client.pacer, unit: unit, log: c.Log}
	if client.adapters, err = newAdapters(c, p, client.signIn, transport, s); err != nil {
		return nil, err
	}
	return client, nil
}

func newTransport() *http.Transport {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return &http.Transport{Proxy: http.ProxyFromEnvironment}
	}
	return t.Clone()
}
