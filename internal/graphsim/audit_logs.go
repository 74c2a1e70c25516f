package graphsim

import (
	"net/http"
	"slices"
	"strings"
)

func auditRoutes() []route {
	readSignIns := oneOf("AuditLog.Read.All")
	readAudits := oneOf("AuditLog.Read.All", "Directory.Read.All")
	return []route{
		{http.MethodGet, "/auditLogs/signIns", readSignIns, privilegesMissing, false, listSignIns},
		{http.MethodGet, "/auditLogs/signIns/{id}", readSignIns, privilegesMissing, false, getSignIn},
		{http.MethodGet, "/auditLogs/directoryAudits", readAudits, privilegesMissing, false, listAudits},
		{http.MethodGet, "/auditLogs/directoryAudits/{id}", readAudits, privilegesMissing, false, getAudit},
	}
}

// newestFirst is the order of the logs.
func newestFirst(events []tree) {
	slices.SortStableFunc(events, func(a, b tree) int {
		return strings.Compare(eventTime(b), eventTime(a))
	})
}

func eventTime(event tree) string {
	if at := word(event, "createdDateTime"); at != "" {
		return at
	}
	return word(event, "activityDateTime")
}

func listSignIns(c *call) (answer, *refusal) {
	if !c.hasLicence(LicenceP1) {
		return answer{}, logsNotLicensed()
	}
	if !c.tenant.collection(signIns).known {
		return answer{}, privilegesMissing()
	}
	var out []tree
	c.tenant.collection(signIns).readAll(func(_ *record, object tree) { out = append(out, c.signInView(object)) })
	newestFirst(out)
	return c.list("auditLogs/signIns", out, nil)
}

func getAudit(c *call) (answer, *refusal) {
	return c.getEvent(directoryAudits, cloneTree)
}

func getSignIn(c *call) (answer, *refusal) {
	if !c.hasLicence(LicenceP1) {
		return answer{}, logsNotLicensed()
	}
	return c.getEvent(signIns, c.signInView)
}

func (c *call) getEvent(log string, view func(tree) tree) (answer, *refusal) {
	if !c.tenant.collection(log).known {
		return answer{}, privilegesMissing()
	}
	_, object := c.tenant.collection(log).read(c.params["id"])
	if object == nil {
		return answer{}, noSuchObject(c.params["id"])
	}
	shown, why := c.selected(view(object))
	return ok(c.entity("auditLogs/"+log, shown)), why
}

// signInView hides the results of report-only policies from a client that did not
// ask for members after unknownFutureValue.
func (c *call) signInView(object tree) tree {
	view := cloneTree(object)
	if c.includeUnknown {
		return view
	}
	applied, _ := view["appliedConditionalAccessPolicies"].([]any)
	for _, element := range applied {
		if policy, isObject := element.(tree); isObject && strings.HasPrefix(word(policy, "result"), "reportOnly") {
			policy["result"] = "unknownFutureValue"
		}
	}
	return view
}

func listAudits(c *call) (answer, *refusal) {
	if !c.tenant.collection(directoryAudits).known {
		return answer{}, privilegesMissing()
	}
	var out []tree
	c.tenant.collection(directoryAudits).readAll(func(_ *record, object tree) { out = append(out, cloneTree(object)) })
	newestFirst(out)
	return c.list("auditLogs/directoryAudits", out, nil)
}
