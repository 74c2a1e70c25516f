package graphsim_test

import (
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const defaultsPath = "/v1.0/policies/identitySecurityDefaultsEnforcementPolicy"

func TestSecurityDefaults(t *testing.T) {
	t.Parallel()
	const refusal = "Security Defaults is enabled in the tenant. You must disable Security defaults before enabling a Conditional Access policy."
	c := start(t, graphsim.Options{})
	if got := c.get(defaultsPath).want(http.StatusOK).body["isEnabled"]; got != false {
		t.Errorf("isEnabled is %v in a new tenant", got)
	}
	c.patch(defaultsPath, object{"isEnabled": true}).want(http.StatusNoContent)
	if got := c.get(defaultsPath).body["isEnabled"]; got != true {
		t.Errorf("isEnabled is %v after switching on", got)
	}
	c.post(policiesPath, policy(with("state", "enabled"))).refused(http.StatusBadRequest, refusal)
	for _, state := range []string{"disabled", "enabledForReportingButNotEnforced"} {
		id := c.post(policiesPath, policy(with("state", state))).want(http.StatusCreated).id()
		c.patch(policiesPath+"/"+id, object{"state": "enabled"}).refused(http.StatusBadRequest, refusal)
	}
	c.patch(defaultsPath, object{"isEnabled": "yes"}).refused(http.StatusBadRequest, "1007:")
	c.patch(defaultsPath, object{"isEnabled": nil}).refused(http.StatusBadRequest, "1007:")
	c.patch(defaultsPath, object{"isEnabled": false}).want(http.StatusNoContent)
	c.post(policiesPath, policy(with("state", "enabled"))).want(http.StatusCreated)
}

func TestAuthenticationContexts(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	body := object{"id": "c7", "displayName": "Vault", "description": "The vault", "isAvailable": true}
	c.post(contextsPath, body).want(http.StatusCreated)
	c.post(contextsPath, body).refused(http.StatusBadRequest, "already exists")
	c.post(contextsPath, object{"id": "c100"}).refused(http.StatusBadRequest, "1007:")

	c.patch(contextsPath+"/c8", object{"displayName": "Upserted"}).want(http.StatusCreated)
	c.patch(contextsPath+"/c8", object{"description": "Changed"}).want(http.StatusNoContent)
	c.patch(contextsPath+"/c8", object{"id": "c9"}).refused(http.StatusBadRequest, "1007:")
	got := c.get(contextsPath + "/c8").want(http.StatusOK).body
	delete(got, "@odata.context")
	if diff := cmp.Diff(object{"id": "c8", "displayName": "Upserted", "description": "Changed", "isAvailable": false}, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if n := len(c.get(contextsPath).value()); n != 2 {
		t.Errorf("%d contexts, want 2", n)
	}

	policyID := c.post(policiesPath, policy(with("conditions/applications", object{"includeAuthenticationContextClassReferences": []any{"c7"}}))).want(http.StatusCreated).id()
	c.delete(contextsPath+"/c7").refused(http.StatusBadRequest, "published")
	c.patch(contextsPath+"/c7", object{"isAvailable": false}).want(http.StatusNoContent)
	c.delete(contextsPath+"/c7").refused(http.StatusBadRequest, "referenced")
	c.delete(policiesPath + "/" + policyID).want(http.StatusNoContent)
	c.delete(contextsPath + "/c7").want(http.StatusNoContent)
	c.get(contextsPath + "/c7").want(http.StatusNotFound)
}

func TestTenantReads(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	c.server.Put("organization", object{"id": someID, "displayName": "Contoso"})
	c.server.Put("domains", object{"id": "contoso.com", "authenticationType": "Managed"})
	c.server.Put("authenticationMethodsPolicy", object{"id": "authenticationMethodsPolicy", "authenticationMethodConfigurations": []any{object{"id": "Fido2", "state": "enabled"}}})

	if got := c.get("/v1.0/organization").value(); len(got) != 1 || got[0]["displayName"] != "Contoso" {
		t.Errorf("organization: %v", got)
	}
	if got := c.get("/v1.0/domains").value(); len(got) != 1 || got[0]["authenticationType"] != "Managed" {
		t.Errorf("domains: %v", got)
	}
	methods := c.get("/v1.0/policies/authenticationMethodsPolicy").want(http.StatusOK).body
	if n := len(methods["authenticationMethodConfigurations"].([]any)); n != 1 {
		t.Errorf("%d method configurations, want 1: Put replaces the one there was", n)
	}
}
