package main

import "fmt"

// policyOf is the number-th policy, as Graph shows it. Eight kinds take turns, so that every condition and
// control is there that costs memory; none of them can lock an administrator out.
func policyOf(number int) object {
	p := object{"id": id('f', number), "displayName": fmt.Sprintf("CA%03d Persona %d", number, number%groups), "state": "enabled",
		"createdDateTime": "2026-01-01T00:00:00Z", "modifiedDateTime": "2026-02-01T00:00:00Z"}
	users := object{"includeGroups": ids('b', number%(groups-eachNames), eachNames), "excludeGroups": []any{breakGlass}}
	conditions := object{"users": users, "applications": object{"includeApplications": []any{"All"}}, "clientAppTypes": []any{"all"}}
	grant := object{"operator": "OR", "builtInControls": []any{"mfa"}}
	p["conditions"], p["grantControls"] = conditions, grant
	switch number % 8 {
	case 1:
		conditions["clientAppTypes"] = []any{"exchangeActiveSync", "other"}
		grant["builtInControls"] = []any{"block"}
	case 2:
		conditions["platforms"] = object{"includePlatforms": []any{"all"}, "excludePlatforms": []any{"iOS", "android"}}
		grant["builtInControls"] = []any{"compliantDevice", "domainJoinedDevice"}
	case 3:
		conditions["signInRiskLevels"] = []any{"high", "medium"}
	case 4:
		conditions["devices"] = object{"deviceFilter": object{"mode": "exclude", "rule": `device.trustType -eq "AzureAD" -and device.isCompliant -eq True`}}
		p["sessionControls"] = object{
			"signInFrequency":   object{"isEnabled": true, "value": 4, "type": "hours", "authenticationType": "primaryAndSecondaryAuthentication", "frequencyInterval": "timeBased"},
			"persistentBrowser": object{"isEnabled": true, "mode": "never"},
		}
	case 5:
		conditions["locations"] = object{"includeLocations": []any{"All"}, "excludeLocations": ids('c', 0, locations)}
		grant["builtInControls"] = []any{"block"}
	case 6:
		delete(users, "includeGroups")
		users["includeGuestsOrExternalUsers"] = object{
			"guestOrExternalUserTypes": "internalGuest,b2bCollaborationGuest,b2bCollaborationMember",
			"externalTenants":          object{"@odata.type": "#microsoft.graph.conditionalAccessAllExternalTenants", "membershipKind": "all"},
		}
	case 7:
		p["grantControls"] = object{"operator": "OR", "authenticationStrength": object{"id": "00000000-0000-0000-0000-000000000004"}}
	}
	return p
}

// eachNames is how many groups a policy names.
const eachNames = 8

// breakGlass is the group of the examples' break-glass accounts.
const breakGlass = "b1000000-0000-4000-8000-000000000001"

// locationOf is the number-th named location: a range for each of many offices.
func locationOf(number int) object {
	var ranges []any
	for i := range 50 {
		ranges = append(ranges, object{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": fmt.Sprintf("203.%d.%d.0/24", number, i)})
	}
	return object{"@odata.type": "#microsoft.graph.ipNamedLocation", "id": id('c', number), "displayName": fmt.Sprintf("Region %d", number),
		"isTrusted": true, "ipRanges": ranges, "createdDateTime": "2026-01-01T00:00:00Z", "modifiedDateTime": "2026-01-01T00:00:00Z"}
}

// ids are so many object ids, the first of them first.
func ids(kind rune, first, many int) []any {
	var all []any
	for i := range many {
		all = append(all, id(kind, first+i))
	}
	return all
}
