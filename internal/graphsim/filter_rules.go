package graphsim

import (
	"regexp"
	"strings"
)

// maximumRule is how many characters a filter rule may have.
const maximumRule = 3072

// The operators that the properties of a device take.
var (
	equality      = []string{"-eq", "-ne"}
	identities    = []string{"-eq", "-ne", "-in", "-notin"}
	wholeElements = []string{"-contains", "-notcontains"}
	textual       = []string{"-eq", "-ne", "-startswith", "-notstartswith", "-endswith", "-notendswith", "-contains", "-notcontains", "-in", "-notin"}
)

// deviceProperties are the properties that a device filter can test.
var deviceProperties = map[string][]string{
	"deviceid": identities, "mdmappid": identities,
	"displayname": textual, "enrollmentprofilename": textual, "manufacturer": textual, "model": textual,
	"operatingsystem": textual, "operatingsystemversion": textual,
	"deviceownership": equality, "iscompliant": equality, "profiletype": equality, "trusttype": equality,
	"physicalids": wholeElements, "systemlabels": wholeElements,
}

var (
	extensionAttribute = regexp.MustCompile(`^extensionattribute([1-9]|1[0-5])$`)
	securityAttribute  = regexp.MustCompile(`^customsecurityattribute\.\w+$`)
)

// checkFilters wants the rule of every filter to be one that the service can read.
func checkFilters(conditions tree) *refusal {
	for _, f := range []struct {
		filter    tree
		operators func(property string) []string
	}{
		{child(child(conditions, "devices"), "deviceFilter"), deviceOperators},
		{child(child(conditions, "applications"), "applicationFilter"), attributeOperators},
		{child(child(conditions, "clientApplications"), "servicePrincipalFilter"), attributeOperators},
		{child(child(conditions, "clientApplications"), "agentIdServicePrincipalFilter"), attributeOperators},
	} {
		if f.filter == nil {
			continue
		}
		if _, err := parseRule(word(f.filter, "rule"), f.operators); err != nil {
			return badRequest("The filter rule is invalid: %s.", err)
		}
	}
	return nil
}

func deviceOperators(property string) []string {
	name, isDevice := strings.CutPrefix(property, "device.")
	switch {
	case !isDevice:
		return nil
	case extensionAttribute.MatchString(name):
		return textual
	}
	return deviceProperties[name]
}

func attributeOperators(property string) []string {
	if securityAttribute.MatchString(property) {
		return textual
	}
	return nil
}
