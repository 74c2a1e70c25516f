package publishedsets

import (
	"fmt"
	"strings"
)

const graphType = "#microsoft.graph."

// completeLocations gives published locations an id and a type, and makes those that policies name and
// nobody published.
func (s *completion) completeLocations(published []object) {
	have := map[string]bool{}
	var locations []object
	for i, l := range published {
		if l["id"] == nil {
			l["id"] = guid("location", fmt.Sprint(i, l["displayName"]))
		}
		if kind, ok := l["locationType"].(string); ok {
			l["@odata.type"] = graphType + kind
		}
		for _, note := range []string{"locationType", "note"} {
			delete(l, note)
		}
		ranges, _ := l["ipRanges"].([]any)
		for _, r := range ranges {
			completeRange(r)
		}
		have[fmt.Sprint(l["id"])] = true
		locations = append(locations, l)
	}
	for _, id := range s.named.locations {
		if !have[id] {
			locations = append(locations, object{
				"@odata.type": graphType + "countryNamedLocation", "id": id, "displayName": "Location " + id[:8],
				"countriesAndRegions": []string{"NL", "BE"}, "includeUnknownCountriesAndRegions": false, "countryLookupMethod": "clientIpAddress",
			})
		}
	}
	s.files["namedLocations.json"] = list(locations)
}

func completeRange(value any) {
	r, ok := value.(object)
	if !ok {
		return
	}
	delete(r, "description")
	version := "iPv4"
	if strings.Contains(fmt.Sprint(r["cidrAddress"]), ":") {
		version = "iPv6"
	}
	r["@odata.type"] = graphType + version + "CidrRange"
}

// completeStrengths makes the strengths that policies name and nobody published.
func (s *completion) completeStrengths(published []object) {
	have := map[string]bool{}
	for _, strength := range published {
		have[fmt.Sprint(strength["id"])] = true
	}
	for _, id := range s.named.strengths {
		if !have[id] && !strings.HasPrefix(id, "00000000-0000-0000-0000-00000000000") {
			published = append(published, object{
				"id": id, "displayName": "Strength " + id[:8], "policyType": "custom", "requirementsSatisfied": "mfa",
				"allowedCombinations": []string{"fido2", "windowsHelloForBusiness"}, "combinationConfigurations": []object{},
			})
		}
	}
	s.files["authenticationStrengthPolicies.json"] = list(published)
}

// completeGroups makes the groups that policies name and nobody published.
func (s *completion) completeGroups(published []object) {
	have := map[string]bool{}
	for i, g := range published {
		if g["id"] == nil {
			g["id"] = guid("group", fmt.Sprint(i, g["displayName"]))
		}
		have[fmt.Sprint(g["id"])] = true
	}
	for _, id := range s.named.groups {
		if !have[id] {
			published = append(published, object{
				"id": id, "displayName": "Group " + id[:8], "groupTypes": []string{}, "securityEnabled": true, "isAssignableToRole": id == s.named.breakGlass(),
			})
		}
	}
	s.files["groups.json"] = list(published)
}
