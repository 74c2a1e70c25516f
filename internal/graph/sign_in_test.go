package graph

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func TestIdentity(t *testing.T) {
	t.Parallel()
	_, c := start(t, graphsim.Options{})
	got, err := c.Identity(soon(t))
	if err != nil {
		t.Fatal(err)
	}
	if want := (Identity{TenantID: tenantID, AppID: clientID, ObjectID: pipelineID, IsApp: true}); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
}

func TestTokenIsKept(t *testing.T) {
	t.Parallel()
	sim, c := start(t, graphsim.Options{})
	for range 3 {
		if _, err := c.Snapshot(soon(t), 0, Scope{}); err != nil {
			t.Fatal(err)
		}
	}
	if n := count(sim, func(r graphsim.Request) bool { return strings.HasSuffix(r.Path, "/token") }); n != 1 {
		t.Errorf("%d tokens were asked for, want 1", n)
	}
}

func TestSignInIsRefused(t *testing.T) {
	t.Parallel()
	blocked := `{"error":"invalid_grant","error_description":"AADSTS53003: Access has been blocked by Conditional Access policies. Trace ID: 1 Correlation ID: 2 Timestamp: 3","error_codes":[53003]}`
	tests := map[string]struct {
		clients map[string]string
		body    string // the token endpoint's answer, instead of its own
		code    string
		says    []string
	}{
		"wrong-secret":    {clients: map[string]string{clientID: "another"}, code: "AADSTS7000215", says: []string{clientID, tenantID, "Check client_secret: it must be the secret's value"}},
		"unknown-client":  {clients: map[string]string{"b": "another"}, code: "AADSTS700016", says: []string{"Check client_id and tenant_id"}},
		"workload-policy": {body: blocked, code: "AADSTS53003", says: []string{"blocks this service principal", "an administrator has to exclude it"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var log logBook
			sim, c := start(t, graphsim.Options{Clients: test.clients}, log.into)
			if test.body != "" {
				sim.Fail(to(http.MethodPost, "/token"), -1, http.StatusBadRequest, nil, test.body)
			}
			_, err := c.Policies(soon(t))
			wantLine(t, err, append(test.says, test.code)...)
			var refused *SignInError
			if !errors.As(err, &refused) || refused.Code != test.code {
				t.Errorf("got %#v, want a SignInError with %s", err, test.code)
			}
			log.mustNotTell(t, secret)
		})
	}
}

func TestTokenEndpointIsNotThere(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.NotFoundHandler())
	server.Close()
	c := connect(t, server.URL)
	_, err := c.Identity(soon(t))
	wantLine(t, err, "cannot sign in as the application "+clientID)
}

func TestCertificate(t *testing.T) {
	t.Parallel()
	text := newCertificate(t)
	file := filepath.Join(t.TempDir(), "client.pem")
	if err := os.WriteFile(file, text, 0o600); err != nil {
		t.Fatal(err)
	}
	pfx, err := os.ReadFile("testdata/client.pfx")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]func(*Config){
		"pem":           func(c *Config) { c.ClientCertificate = string(text) },
		"base64-of-pem": func(c *Config) { c.ClientCertificate = base64.StdEncoding.EncodeToString(text) },
		"pem-file":      func(c *Config) { c.ClientCertificatePath = file },
		"pem-file-with-password-that-is-not-needed": func(c *Config) { c.ClientCertificatePath, c.ClientCertificatePassword = file, "other" },
		"pfx-file": func(c *Config) {
			c.ClientCertificatePath, c.ClientCertificatePassword = "testdata/client.pfx", "test"
		},
		"base64-of-pfx": func(c *Config) {
			c.ClientCertificate, c.ClientCertificatePassword = base64.StdEncoding.EncodeToString(pfx), "test"
		},
	}
	for name, change := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := start(t, graphsim.Options{}, func(c *Config) { c.ClientSecret = ""; change(c) })
			if _, err := c.Policies(soon(t)); err != nil {
				t.Error(err)
			}
		})
	}
}

func TestCertificatesThatAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		change func(*Config)
		says   []string
	}{
		"no-file":        {func(c *Config) { c.ClientCertificatePath = "testdata/none.pem" }, []string{"client_certificate_path", "testdata/none.pem"}},
		"not-base64":     {func(c *Config) { c.ClientCertificate = "!" + secret }, []string{"client_certificate is neither PEM nor base64"}},
		"something-else": {func(c *Config) { c.ClientCertificate = base64.StdEncoding.EncodeToString([]byte(secret)) }, []string{"client_certificate holds no certificate"}},
		"wrong-password": {func(c *Config) {
			c.ClientCertificatePath, c.ClientCertificatePassword = "testdata/client.pfx", secret
		}, []string{"client_certificate_path", "password"}},
		"openssl-3": {func(c *Config) {
			c.ClientCertificatePath, c.ClientCertificatePassword = "testdata/client-openssl3.pfx", "test"
		}, []string{"-legacy"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := Config{TenantID: tenantID, ClientID: clientID}
			test.change(&c)
			_, err := New(t.Context(), c)
			wantLine(t, err, test.says...)
		})
	}
}

func TestOIDC(t *testing.T) {
	t.Parallel()
	const token = "header.payload.signature"
	pipeline := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		switch {
		case r.Header.Get("Authorization") != "Bearer request-token":
			http.Error(w, "who are you", http.StatusUnauthorized)
		case r.Method == http.MethodGet && q.Get("audience") == "api://AzureADTokenExchange" && q.Get("run") == "7":
			fmt.Fprintf(w, `{"value":%q}`, token)
		case r.Method == http.MethodPost && q.Get("serviceConnectionId") == "connection" && q.Get("api-version") != "":
			fmt.Fprintf(w, `{"oidcToken":%q}`, token)
		default:
			http.Error(w, "no", http.StatusNotFound)
		}
	}))
	t.Cleanup(pipeline.Close)
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte(token+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		change func(*Config)
		says   []string // none: it works
	}{
		"token":  {change: func(c *Config) { c.OIDCToken = token }},
		"file":   {change: func(c *Config) { c.OIDCTokenFilePath = file }},
		"github": {change: func(c *Config) { c.OIDCRequestURL, c.OIDCRequestToken = pipeline.URL+"?run=7", "request-token" }},
		"azure-devops": {change: func(c *Config) {
			c.OIDCRequestURL, c.OIDCRequestToken, c.ADOServiceConnectionID = pipeline.URL, "request-token", "connection"
		}},
		"no-file":             {change: func(c *Config) { c.OIDCTokenFilePath = file + "x" }, says: []string{"oidc_token_file_path"}},
		"refused":             {change: func(c *Config) { c.OIDCRequestURL, c.OIDCRequestToken = pipeline.URL, secret }, says: []string{"401", "id-token: write"}},
		"request-over-http":   {change: func(c *Config) { c.OIDCRequestURL, c.OIDCRequestToken = "http://pipeline.example", secret }, says: []string{"oidc_request_url", "in the clear"}},
		"malformed-assertion": {change: func(c *Config) { c.OIDCToken = "no-jwt" }, says: []string{"AADSTS50027"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, c := start(t, graphsim.Options{}, func(c *Config) { c.ClientSecret, c.UseOIDC = "", yes(); test.change(c) })
			_, err := c.Policies(soon(t))
			if len(test.says) == 0 {
				if err != nil {
					t.Error(err)
				}
				return
			}
			wantLine(t, err, test.says...)
		})
	}
}

// newCertificate is a key and its certificate in PEM.
func newCertificate(t *testing.T) []byte {
	t.Helper()
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "test"}, NotAfter: time.Now().Add(time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	pkcs8, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	return append(
		pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}),
		pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: pkcs8})...)
}

// A logBook keeps what the client logs.
type logBook struct {
	mu    sync.Mutex
	lines []string
}

func (l *logBook) into(c *Config) {
	c.Log = func(_ context.Context, message string, fields map[string]any) {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.lines = append(l.lines, fmt.Sprint(message, fields))
	}
}

func (l *logBook) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return strings.Join(l.lines, "\n")
}

func (l *logBook) mustNotTell(t *testing.T, what ...string) {
	t.Helper()
	for _, w := range what {
		if strings.Contains(l.text(), w) {
			t.Errorf("the log tells %q", w)
		}
	}
}
