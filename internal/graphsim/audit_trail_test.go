package graphsim_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const auditsPath = "/v1.0/auditLogs/directoryAudits"

// TestAuditTrail: every change of what clients write is in the directory audits,
// with who made it and the whole object before and after.
func TestAuditTrail(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	c.server.Put("servicePrincipals", object{"id": appSP, "appId": app, "displayName": "Pipeline"})
	c.token, _ = c.ask("contoso.com", credentials("client_id", app)).body["access_token"].(string)

	id := c.post(policiesPath, policy()).want(http.StatusCreated).id()
	c.do(http.MethodPatch, policiesPath+"/"+id, object{"displayName": "New"}, "client-request-id", someID).want(http.StatusNoContent)
	c.patch(policiesPath+"/"+id, object{"displayName": 7}).want(http.StatusBadRequest) // nothing happened
	c.server.Edit("policies", id, func(o map[string]any) { o["displayName"] = "Theirs" })
	c.delete(policiesPath + "/" + id).want(http.StatusNoContent)
	home := c.post(locationsPath, countryLocation("Home", "NO")).want(http.StatusCreated).id()
	c.server.Remove("namedLocations", home)
	c.post(contextsPath, object{"id": "c1", "displayName": "Vault"}).want(http.StatusCreated)
	c.patch(contextsPath+"/c1", object{"displayName": "Safe"}).want(http.StatusNoContent)
	c.delete(contextsPath + "/c1").want(http.StatusNoContent)

	var got []string
	audits := c.get(auditsPath + "?$orderby=activityDateTime").want(http.StatusOK).value()
	for _, audit := range audits {
		who := "Pipeline"
		if at(t, audit, "initiatedBy/app") == nil {
			who, _ = at(t, audit, "initiatedBy/user/displayName").(string)
		} else if at(t, audit, "initiatedBy/app/displayName") != who || at(t, audit, "initiatedBy/app/servicePrincipalId") != appSP {
			t.Errorf("initiated by %v", audit["initiatedBy"])
		}
		got = append(got, audit["activityDisplayName"].(string)+", by "+who)
	}
	want := []string{
		"Add conditional access policy, by Pipeline", "Update conditional access policy, by Pipeline", "Update conditional access policy, by Another administrator",
		"Delete conditional access policy, by Pipeline", "Add named location, by Pipeline", "Delete named location, by Another administrator",
		"Add authentication context, by Pipeline", "Update authentication context, by Pipeline", "Delete authentication context, by Pipeline",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Fatalf("(-want +got):\n%s", diff)
	}

	change := c.get(escape(auditsPath + "?$filter=correlationId eq '" + someID + "'")).want(http.StatusOK).value()[0]
	modified := change["targetResources"].([]any)[0].(object)["modifiedProperties"].([]any)[0].(object)
	for member, name := range map[string]string{"oldValue": "Require MFA", "newValue": "New"} {
		var whole object
		if err := json.Unmarshal([]byte(modified[member].(string)), &whole); err != nil || whole["displayName"] != name || whole["conditions"] == nil {
			t.Errorf("%s is %v (%v), want the whole policy %q", member, modified[member], err, name)
		}
	}
	if got := c.get(auditsPath + "/" + change["id"].(string)).want(http.StatusOK).body["operationType"]; got != "Update" {
		t.Errorf("operationType %v", got)
	}
	c.server.Forget("directoryAudits")
	c.post(policiesPath, policy()).want(http.StatusCreated)
	c.get(auditsPath).want(http.StatusForbidden) // what nobody has read stays unread
}
