package publishedsets

import (
	"crypto/sha256"
	"fmt"
	"regexp"
	"slices"
)

// references are the ids that the policies of a set name, by kind, in order of appearance.
type references struct {
	users, groups, roles, applications, locations, strengths, contexts, principals []string
	excludedGroups                                                                 map[string]int // how often
}

var isGUID = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`).MatchString

// guid is an id made from a name: the same name always has the same one.
func guid(kind, name string) string {
	sum := fmt.Sprintf("%x", sha256.Sum256([]byte(kind+"\x00"+name)))
	return sum[:8] + "-" + sum[8:12] + "-4" + sum[13:16] + "-8" + sum[17:20] + "-" + sum[20:32]
}

// words are what Graph puts into id collections besides ids.
var words = []string{
	"All", "None", "AllTrusted", "GuestsOrExternalUsers", "Office365", "MicrosoftAdminPortals",
	"ServicePrincipalsInMyTenant", "AllAgentIdResources", "AllAgentIdUsers",
	"00000000-0000-0000-0000-000000000000",
}

// resolve replaces the placeholders of a list by ids and notes every id in kind.
func resolve(o object, property, kind string, into *[]string) {
	values, _ := o[property].([]any)
	for i, value := range values {
		text, ok := value.(string)
		if !ok || slices.Contains(words, text) {
			continue
		}
		if !isGUID(text) {
			text = guid(kind, text)
			values[i] = text
		}
		if !slices.Contains(*into, text) {
			*into = append(*into, text)
		}
	}
}

// take notes everything that a policy names.
func (r *references) take(policy object) {
	conditions := member(policy, "conditions")
	if users := member(conditions, "users"); users != nil {
		for _, side := range []string{"include", "exclude"} {
			resolve(users, side+"Users", "user", &r.users)
			resolve(users, side+"Groups", "group", &r.groups)
			resolve(users, side+"Roles", "role", &r.roles)
		}
		excluded, _ := users["excludeGroups"].([]any)
		for _, id := range texts(excluded) {
			if r.excludedGroups == nil {
				r.excludedGroups = map[string]int{}
			}
			r.excludedGroups[id]++
		}
	}
	if applications := member(conditions, "applications"); applications != nil {
		resolve(applications, "includeApplications", "application", &r.applications)
		resolve(applications, "excludeApplications", "application", &r.applications)
		contexts, _ := applications["includeAuthenticationContextClassReferences"].([]any)
		for _, id := range texts(contexts) {
			if !slices.Contains(r.contexts, id) {
				r.contexts = append(r.contexts, id)
			}
		}
	}
	if clients := member(conditions, "clientApplications"); clients != nil {
		resolve(clients, "includeServicePrincipals", "principal", &r.principals)
		resolve(clients, "excludeServicePrincipals", "principal", &r.principals)
	}
	if locations := member(conditions, "locations"); locations != nil {
		resolve(locations, "includeLocations", "location", &r.locations)
		resolve(locations, "excludeLocations", "location", &r.locations)
	}
	if grant := member(policy, "grantControls"); grant != nil {
		var terms []string
		resolve(grant, "termsOfUse", "terms", &terms)
		if strength := member(grant, "authenticationStrength"); strength != nil {
			if id, ok := strength["id"].(string); ok && !slices.Contains(r.strengths, id) {
				r.strengths = append(r.strengths, id)
			}
		}
	}
}

// breakGlass is the group that most policies exclude, the first of those that tie.
func (r *references) breakGlass() string {
	best := ""
	for _, id := range r.groups {
		if r.excludedGroups[id] > r.excludedGroups[best] {
			best = id
		}
	}
	return best
}
