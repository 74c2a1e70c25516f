package graphsim_test

import (
	"net/http"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func TestLicences(t *testing.T) {
	t.Parallel()
	risk := policy(with("conditions/userRiskLevels", []any{"high"}))
	workload := policy(with("conditions/users", nil), with("conditions/clientApplications", object{"includeServicePrincipals": []any{"ServicePrincipalsInMyTenant"}}), with("grantControls/builtInControls", []any{"block"}))
	const signIns = "/v1.0/auditLogs/signIns"
	for _, test := range []struct {
		name                                  string
		held                                  []string
		plain, risk, workload, location, read int
		log                                   int
	}{
		{"everything", nil, 201, 201, 201, 201, 200, 200},
		{"nothing", []string{}, 403, 403, 403, 403, 200, 403},
		{"p1", []string{graphsim.LicenceP1}, 201, 403, 403, 201, 200, 200},
		{"p2", []string{graphsim.LicenceP2}, 201, 201, 403, 201, 200, 200},
		{"workload", []string{graphsim.LicenceP1, graphsim.LicenceWorkloadIdentities}, 201, 403, 201, 201, 200, 200},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := start(t, graphsim.Options{Licences: test.held})
			c.post(policiesPath, policy()).want(test.plain)
			c.post(policiesPath, risk).want(test.risk)
			c.post(policiesPath, workload).want(test.workload)
			c.post(locationsPath, countryLocation("Home", "NO")).want(test.location)
			c.get(policiesPath).want(test.read)
			c.get(signIns).want(test.log)
			c.get(signIns + "/" + someID).want(map[int]int{200: 404, 403: 403}[test.log])
		})
	}
	c := start(t, graphsim.Options{Licences: []string{}})
	c.server.Put("policies", policy(with("id", someID)))
	r := c.patch(policiesPath+"/"+someID, object{"state": "disabled"})
	r.refused(http.StatusForbidden, "not licensed for this feature")
	c.delete(policiesPath + "/" + someID).want(http.StatusNoContent) // a lapsed licence keeps nobody from deleting
}

// TestManagedPolicies: of a policy that Microsoft manages, an administrator changes
// the state and who is left out.
func TestManagedPolicies(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	managed := policy(with("id", someID), with("displayName", "Microsoft-managed: Block legacy authentication"), with("templateId", anotherID))
	c.server.Put("policies", managed)
	item := policiesPath + "/" + someID
	c.patch(item, object{"state": "enabled"}).want(http.StatusNoContent)
	c.patch(item, object{"conditions": object{"users": object{"excludeUsers": []any{ada}, "excludeGroups": []any{admins}, "excludeRoles": []any{globalAdmin}}}}).want(http.StatusNoContent)
	for _, body := range []object{
		{"displayName": "Mine"},
		{"grantControls": object{"operator": "OR", "builtInControls": []any{"block"}}},
		{"conditions": object{"users": object{"includeUsers": []any{ada}}}},
		{"conditions": object{"clientAppTypes": []any{"browser"}}},
	} {
		c.patch(item, body).refused(http.StatusBadRequest, "managed by Microsoft")
	}
	c.delete(item).refused(http.StatusBadRequest, "managed by Microsoft")

	// A client cannot make one, by its name or by a template.
	own := c.post(policiesPath, managed).want(http.StatusCreated).id()
	c.patch(policiesPath+"/"+own, object{"displayName": "Mine"}).want(http.StatusNoContent)
	c.patch(policiesPath+"/"+own, object{"templateId": anotherID}).refused(http.StatusBadRequest, "1118: TemplateId is a read-only field")
	c.patch(policiesPath+"/"+own, object{"templateId": nil}).want(http.StatusNoContent)
	c.delete(policiesPath + "/" + own).want(http.StatusNoContent)
}
