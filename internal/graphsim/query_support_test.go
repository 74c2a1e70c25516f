package graphsim_test

import (
	"net/http"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const (
	templatesPath  = "/v1.0/identity/conditionalAccess/templates"
	agreementsPath = "/v1.0/identityGovernance/termsOfUse/agreements"
)

// TestQuerySupport: each collection takes the options that the metadata says it takes.
func TestQuerySupport(t *testing.T) {
	t.Parallel()
	c := directory(t)
	c.post(policiesPath, policy()).want(http.StatusCreated)
	c.server.Put("agreements", object{"id": someID, "displayName": "Terms"})
	users := c.in(t)
	users.token = c.server.Token("Agreement.Read.All")
	for _, test := range []struct {
		client *client
		path   string
		taken  []string
		not    []string
	}{
		{c, policiesPath, []string{"$filter=state eq 'disabled'", "$select=id", "$top=5", "$skip=0", "$count=true"}, []string{"$expand=conditions", "$search=x", "$top=1000"}},
		{c, locationsPath, []string{"$filter=isof('microsoft.graph.ipNamedLocation')", "$select=id", "$top=5", "$skip=0", "$count=true"}, []string{"$expand=ipRanges"}},
		{c, contextsPath, []string{"$filter=isAvailable eq true"}, []string{"$select=id", "$top=5", "$skip=0", "$count=true"}},
		{c, templatesPath, []string{"$filter=name eq 'x'", "$select=details"}, []string{"$top=5", "$skip=0", "$count=true"}},
		{users, agreementsPath, nil, []string{"$filter=displayName eq 'x'", "$select=id", "$top=5", "$skip=0", "$count=true", "$orderby=displayName", "$expand=files"}},
		{c, "/v1.0/auditLogs/signIns", []string{"$filter=createdDateTime ge 2026-01-01T00:00:00Z and userId eq '" + ada + "'", "$top=1000", "$filter=correlationId eq '" + someID + "'"}, []string{"$top=1001"}},
		{c, "/v1.0/auditLogs/directoryAudits", []string{"$filter=activityDateTime ge 2026-01-01T00:00:00Z", "$top=1000"}, []string{"$top=1001"}},
	} {
		test.client.get(test.path).want(http.StatusOK)
		for _, option := range test.taken {
			if r := test.client.get(escape(test.path + "?" + option)); r.status != http.StatusOK {
				t.Errorf("%s?%s: status %d: %s", test.path, option, r.status, r.raw)
			}
		}
		for _, option := range test.not {
			if r := test.client.get(escape(test.path + "?" + option)); r.status != http.StatusBadRequest {
				t.Errorf("%s?%s: status %d, want 400", test.path, option, r.status)
			}
		}
	}
}

func TestCountSegment(t *testing.T) {
	t.Parallel()
	c := directory(t)
	for range 3 {
		c.post(policiesPath, policy()).want(http.StatusCreated)
	}
	r := c.get(policiesPath + "/$count").want(http.StatusOK)
	if r.raw != "3" || r.header.Get("Content-Type") != "text/plain" {
		t.Errorf("got %q as %s", r.raw, r.header.Get("Content-Type"))
	}
	if r := c.get(escape(policiesPath + "/$count?$filter=state eq 'enabled'")).want(http.StatusOK); r.raw != "0" {
		t.Errorf("got %q enabled policies", r.raw)
	}
	c.get(contextsPath + "/$count").want(http.StatusBadRequest)
	c.get(policiesPath + "/" + someID + "/$count").want(http.StatusNotFound)
	c.get("/v1.0/policies/identitySecurityDefaultsEnforcementPolicy/$count").want(http.StatusBadRequest)
	c.get("/v1.0/users/$count").refused(http.StatusBadRequest, "$count is not currently supported")
	if r := c.get("/v1.0/users/$count", "ConsistencyLevel", "eventual").want(http.StatusOK); r.raw != "2" {
		t.Errorf("got %q users", r.raw)
	}
}

// TestAdvancedQueries: some questions about the directory need ConsistencyLevel.
func TestAdvancedQueries(t *testing.T) {
	t.Parallel()
	c := directory(t)
	const users = "/v1.0/users?$filter="
	for _, filter := range []string{
		"userType ne 'Guest'", "not(userType eq 'Guest')", "endsWith(userPrincipalName,'contoso.com')", "displayName eq 'x' or userType ne 'Guest'", "displayName eq 'x' and userType ne 'Guest'",
	} {
		c.get(escape(users+filter)).refused(http.StatusBadRequest, "Unsupported Query.")
		c.get(escape(users+filter), "ConsistencyLevel", "eventual").refused(http.StatusBadRequest, "Unsupported Query.") // and $count=true
		c.get(escape(users+filter+"&$count=true"), "ConsistencyLevel", "eventual").want(http.StatusOK)
	}
	c.get(escape(users+"displayName eq 'Ada'&$orderby=displayName")).refused(http.StatusBadRequest, "Sorting not supported for current query.")
	c.get(escape(users + "displayName eq 'Ada'")).want(http.StatusOK)
	c.get(escape(policiesPath + "?$filter=state ne 'enabled'")).want(http.StatusOK) // no directory object
}

// TestAgreements: no application can be allowed to read them.
func TestAgreements(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	c.get(agreementsPath).want(http.StatusForbidden)
	c.token = c.server.Token("Agreement.Read.All")
	if n := len(c.get(agreementsPath).want(http.StatusOK).value()); n != 0 {
		t.Errorf("%d agreements in a new tenant", n)
	}
	c.server.Put("agreements", object{"id": someID, "displayName": "Terms", "isPerDeviceAcceptanceRequired": false})
	if got := c.get(agreementsPath + "/" + someID).want(http.StatusOK).body["displayName"]; got != "Terms" {
		t.Errorf("got %v", got)
	}
	c.get(agreementsPath + "/" + anotherID).want(http.StatusNotFound)
	if err := c.server.Load(folder(t, nil)); err != nil {
		t.Fatal(err)
	}
	c.get(agreementsPath).want(http.StatusForbidden) // no folder holds them
	c.get(agreementsPath + "/" + someID).want(http.StatusForbidden)
}

func TestMethodModes(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	const path = "/v1.0/identity/conditionalAccess/authenticationStrength/authenticationMethodModes"
	known := map[any]bool{}
	for _, mode := range c.get(path).want(http.StatusOK).value() {
		known[mode["id"]] = true
	}
	if len(known) != 17 {
		t.Errorf("%d modes", len(known))
	}
	if got := c.get(path + "/deviceBasedPush").want(http.StatusOK).body["authenticationMethod"]; got != "microsoftAuthenticator" {
		t.Errorf("deviceBasedPush is a mode of %v", got)
	}
	for header, want := range map[string]string{"": "unknownFutureValue", "include-unknown-enum-members": "qrCodePin"} {
		if got := c.get(path+"/qrCodePin", "Prefer", header).want(http.StatusOK).body["authenticationMethod"]; got != want {
			t.Errorf("qrCodePin is a mode of %v, want %s", got, want)
		}
	}
	c.get(path + "/smoke").want(http.StatusNotFound)
}
