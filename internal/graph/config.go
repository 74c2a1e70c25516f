package graph

import (
	"context"
	"net/http"
	"time"
)

// Config says which tenant to talk to, as whom, and where. Nothing in it is read from the environment:
// [FromEnvironment] does that.
type Config struct {
	TenantID string // an id, or a verified domain
	ClientID string

	ClientSecret string

	ClientCertificate         string // base64 of a PEM or PFX file, or the PEM itself
	ClientCertificatePath     string
	ClientCertificatePassword string

	UseOIDC                *bool // nil: not said
	OIDCToken              string
	OIDCTokenFilePath      string
	OIDCRequestURL         string // of GitHub Actions, or of Azure DevOps with ADOServiceConnectionID
	OIDCRequestToken       string
	ADOServiceConnectionID string

	UseMSI *bool // ClientID, where set, names a user-assigned identity
	UseCLI *bool

	Environment   string // global, usgovernment, dod, china; "" is global
	Endpoint      string // of Graph, instead of the environment's; http on loopback only
	AuthorityHost string // of the token endpoint, instead of the environment's

	UserAgent string

	// PaceInterval is the least time between two Conditional Access requests; 0 is one second. Every delay
	// before a repeated request is a multiple of it.
	PaceInterval time.Duration

	// Log, where set, hears of every request: its method, path, status and ids. It never hears a body, a
	// query or a token.
	Log func(ctx context.Context, message string, fields map[string]any)

	// Progress, where set, hears now and then how far the requests are that wait for the quota.
	Progress func(ctx context.Context, message string)

	Transport http.RoundTripper // of the tests; nil is the usual one
}

func (c Config) unit() time.Duration {
	if c.PaceInterval > 0 {
		return c.PaceInterval
	}
	return time.Second
}

func said(b *bool) bool { return b != nil && *b }
