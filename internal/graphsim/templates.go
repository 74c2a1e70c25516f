package graphsim

import (
	"net/http"
	"slices"
)

const templateFragment = "identity/conditionalAccess/templates"

func templateRoutes() []route {
	return []route{
		{http.MethodGet, "/" + templateFragment, readPolicies, scopesMissing, false, listTemplates},
		{http.MethodGet, "/" + templateFragment + "/{id}", readPolicies, scopesMissing, false, getTemplate},
	}
}

// templateView is a template whose details look like a policy of the version.
func (c *call) templateView(object tree) tree {
	view := cloneTree(object)
	if details := child(view, "details"); details != nil {
		details = policyShape.view(details, c.beta, c.includeUnknown)
		fill(child(details, "conditions"), "times", nil)
		fill(child(details, "conditions"), "deviceStates", nil)
		if grant := child(details, "grantControls"); grant != nil {
			grant["authenticationStrength"] = c.expandStrength(child(grant, "authenticationStrength"))
		}
		view["details"] = details
	}
	return view
}

func listTemplates(c *call) (answer, *refusal) {
	var out []tree
	c.tenant.collection(templates).readAll(func(_ *record, object tree) { out = append(out, c.templateView(object)) })
	return c.list(templateFragment, out, nil)
}

func getTemplate(c *call) (answer, *refusal) {
	_, object := c.tenant.collection(templates).read(c.params["id"])
	if object == nil {
		return answer{}, notInDirectory("ConditionalAccessTemplate", c.params["id"])
	}
	view, why := c.selected(c.templateView(object))
	return ok(c.entity(templateFragment, view)), why
}

// addTemplates adds what Microsoft provides in every tenant, except previews that
// v1.0 cannot express.
func (t *tenant) addTemplates() {
	for _, p := range provided() {
		conditions := conditionsShape.complete(p.conditions)
		people := usersShape.complete(child(conditions, "users"))
		people["excludeUsers"] = append(list([]string{"Current administrator will be excluded"}), list(words(people, "excludeUsers"))...)
		conditions["users"] = people
		details := tree{"conditions": conditions, "grantControls": nil, "sessionControls": nil}
		if p.grant != nil {
			details["grantControls"] = grantControlsShape.complete(p.grant)
		}
		if p.session != nil {
			details["sessionControls"] = sessionControlsShape.complete(p.session)
		}
		t.collection(templates).put(tree{"id": p.id, "name": p.name, "description": p.name, "scenarios": p.scenarios, "details": details})
	}
}

// template is what the service provides for a policy to begin with.
type template struct {
	id, name, scenarios        string
	conditions, grant, session tree
}

// people, resources and controls of templates, in the few forms that they have.

// everybodyBut leaves out who holds one of the roles.
func everybodyBut(roles ...string) tree {
	return tree{"includeUsers": list([]string{"All"}), "excludeRoles": list(roles)}
}

func holders(roles []string) tree { return tree{"includeRoles": list(roles)} }

func resources(ids ...string) tree { return tree{"includeApplications": list(ids)} }

func anyOfControls(controls ...string) tree {
	return tree{"operator": "OR", "builtInControls": list(controls)}
}

func strengthOnly(id string) tree {
	return tree{"operator": "OR", "authenticationStrength": tree{"id": id}}
}

// conditionsOf are whom and what a template is about, and further conditions.
func conditionsOf(people, target tree, more ...tree) tree {
	out := tree{"users": people, "applications": target}
	for _, m := range more {
		for name, value := range m {
			out[name] = value
		}
	}
	return out
}

var everyTimeFrequency = tree{"signInFrequency": tree{
	"isEnabled": true, "value": nil, "type": nil, "authenticationType": "primaryAndSecondaryAuthentication", "frequencyInterval": "everyTime",
}}

// administrators are the roles that most templates for administrators name.
var administrators = []string{
	"62e90394-69f5-4237-9190-012177145e10", // Global Administrator
	"194ae4cb-b126-40b2-bd5b-6091b380977d", // Security Administrator
	"f28a1f50-f6e7-4571-818b-6a12f2af6b6c", // SharePoint Administrator
	"29232cdf-9323-42fd-ade2-1d097af3e4de", // Exchange Administrator
	"b1be1c3e-b65d-4f19-8427-f6fa0d97feb9", // Conditional Access Administrator
	"729827e3-9c14-49f7-bb1b-9608f156bbb8", // Helpdesk Administrator
	"b0f54661-2d74-4c50-afa3-1ec803f12efe", // Billing Administrator
	"fe930be7-5e62-47db-91af-98c3a49a38b1", // User Administrator
	"c4e39bd9-1100-46d3-8c65-fb160da0071f", // Authentication Administrator
	"9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3", // Application Administrator
	"158c047a-c907-4556-b7ef-446551a6b5f7", // Cloud Application Administrator
	"966707d0-3269-4727-9be2-8c3a10f19b9d", // Password Administrator
	"7be44c8a-adaf-4e2a-84d6-ab2649e08a13", // Privileged Authentication Administrator
	"e8611ab8-c189-46e8-94e1-60213ab1f814", // Privileged Role Administrator
}

// moreAdministrators are named by the template for phishing-resistant methods too.
var moreAdministrators = slices.Concat(administrators, []string{
	"3a2c62db-5318-420d-8d74-23affee5d9d5", // Intune Administrator
	"17315797-102d-40b4-93e0-432062caca18", // Compliance Administrator
	"e6d1a23a-da11-4be4-9570-befc86d067a7", // Compliance Data Administrator
	"44367163-eba1-44c3-98af-f5787879f96a", // Dynamics 365 Administrator
	"11648597-926c-4cf3-9c36-bcebb0ba8dcc", // Power Platform Administrator
})

const (
	globalAdministrator = "62e90394-69f5-4237-9190-012177145e10"
	directorySync       = "d29b2b05-8046-44ba-8758-1e26182fcf32" // Directory Synchronization Accounts
)
