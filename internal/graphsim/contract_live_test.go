package graphsim_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"
)

// liveTenant is where a live tenant is, and who signs in to it.
type liveTenant struct {
	graph, login           string
	tenant, client, secret string
	user                   string
}

// TestLiveContract runs the contract against a live tenant, one clause after the
// other and one request a second. Every policy that it makes is disabled or only
// reports, every name begins with entraguard-contract, and what it makes it deletes.
//
// It needs ENTRAGUARD_LIVE=1 and AZURE_TENANT_ID, AZURE_CLIENT_ID and
// AZURE_CLIENT_SECRET of an application with Policy.Read.All,
// Policy.ReadWrite.ConditionalAccess and Application.Read.All, and asks What-If
// about the user ENTRAGUARD_LIVE_USER. ENTRAGUARD_LIVE_GRAPH and
// ENTRAGUARD_LIVE_LOGIN name the hosts of another cloud.
func TestLiveContract(t *testing.T) { //nolint:tparallel // one tenant has one quota
	t.Parallel()
	if os.Getenv("ENTRAGUARD_LIVE") == "" {
		t.Skipf("skipped %d clauses: ENTRAGUARD_LIVE is not set", len(clauses()))
	}
	tenant := liveTenant{graph: "https://graph.microsoft.com", login: "https://login.microsoftonline.com", user: os.Getenv("ENTRAGUARD_LIVE_USER")}
	for name, to := range map[string]*string{"AZURE_TENANT_ID": &tenant.tenant, "AZURE_CLIENT_ID": &tenant.client, "AZURE_CLIENT_SECRET": &tenant.secret} {
		if *to = os.Getenv(name); *to == "" {
			t.Fatalf("ENTRAGUARD_LIVE is set and %s is not", name)
		}
	}
	for name, to := range map[string]*string{"ENTRAGUARD_LIVE_GRAPH": &tenant.graph, "ENTRAGUARD_LIVE_LOGIN": &tenant.login} {
		if host := os.Getenv(name); host != "" {
			*to = strings.TrimSuffix(host, "/")
		}
	}
	pace := time.NewTicker(1100 * time.Millisecond)
	t.Cleanup(pace.Stop)
	c := tenant.signIn(t, &http.Client{Transport: paced{pace.C}, Timeout: time.Minute})
	held := 0
	for _, clause := range clauses() {
		if t.Run(clause.name, func(t *testing.T) { clause.check(c.within(t)) }) {
			held++
		}
	}
	t.Logf("%d of %d clauses hold", held, len(clauses()))
}

// signIn asks the token endpoint for a token.
func (l liveTenant) signIn(t *testing.T, web *http.Client) *contract {
	t.Helper()
	form := url.Values{"grant_type": {"client_credentials"}, "client_id": {l.client}, "client_secret": {l.secret}, "scope": {l.graph + "/.default"}}
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, l.login+"/"+l.tenant+"/oauth2/v2.0/token", strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := web.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var token struct {
		Access      string `json:"access_token"`
		Description string `json:"error_description"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&token); err != nil || token.Access == "" {
		t.Fatalf("no token: status %d, %s (%v)", answer.StatusCode, token.Description, err)
	}
	return &contract{
		client: &client{t: t, base: l.graph, token: token.Access, web: web},
		prefix: fmt.Sprintf("entraguard-contract %d", time.Now().Unix()%1_000_000), user: l.user, patience: 30,
	}
}

// paced sends one request a tick, and again what the service throttles.
type paced struct{ tick <-chan time.Time }

func (p paced) RoundTrip(request *http.Request) (*http.Response, error) {
	const most = 10
	for tries := 1; ; tries++ {
		for range tries {
			<-p.tick // the service does not say how long to wait: each time a second longer
		}
		answer, err := http.DefaultTransport.RoundTrip(request)
		if err != nil || answer.StatusCode != http.StatusTooManyRequests || tries == most {
			return answer, err
		}
		if err := answer.Body.Close(); err != nil {
			return nil, err
		}
		if request.GetBody == nil {
			continue
		}
		again := request.Clone(request.Context())
		if again.Body, err = request.GetBody(); err != nil {
			return nil, err
		}
		request = again
	}
}
