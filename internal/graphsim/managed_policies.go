package graphsim

import "strings"

// managedPrefix begins the name of every policy that Microsoft manages.
const managedPrefix = "Microsoft-managed"

// isManaged tells policies that Microsoft created. A client cannot make one: the
// template of a policy is not a client's to set.
func isManaged(policy tree) bool {
	return policy["templateId"] != nil && strings.HasPrefix(word(policy, "displayName"), managedPrefix)
}

// checkManaged lets an administrator change the state of such a policy and whom it
// leaves out, and nothing else. The text is assumed.
func checkManaged(before, after tree) *refusal {
	if !isManaged(before) || equal(fixedPart(before), fixedPart(after)) {
		return nil
	}
	return badRequest("The policy %s is managed by Microsoft. Only its state and its excluded users, groups and roles can be changed.", word(before, "id"))
}

// checkManagedStays keeps such a policy from being deleted. The text is assumed.
func checkManagedStays(policy tree) *refusal {
	if !isManaged(policy) {
		return nil
	}
	return badRequest("The policy %s is managed by Microsoft and cannot be deleted.", word(policy, "id"))
}

// fixedPart is a policy without what an administrator may change.
func fixedPart(policy tree) tree {
	out := cloneTree(policy)
	delete(out, "state")
	delete(out, "modifiedDateTime")
	people := child(child(out, "conditions"), "users")
	for _, name := range []string{"excludeUsers", "excludeGroups", "excludeRoles"} {
		delete(people, name)
	}
	return out
}

// checkTemplate: the template of a policy is read-only.
func checkTemplate(body, before tree) *refusal {
	if sent, present := body["templateId"]; present && sent != before["templateId"] {
		return badRequest("1118: TemplateId is a read-only field and cannot be updated.")
	}
	return nil
}
