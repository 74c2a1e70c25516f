package main

import (
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
)

// A manner is how a configuration stands to the tenant that it describes.
type manner struct {
	adopts  bool // imports every object
	renames bool // gives every policy another name
	forgets bool // starts without a state
}

// configuration describes every policy and named location, in Terraform's JSON.
func (m manner) configuration(graph string) ([]byte, error) {
	described := map[string]object{"entraguard_conditional_access_policy": {}, "entraguard_named_location": {}}
	var imports []any
	add := func(kind, name string, what, as object) {
		described[kind][name] = as
		if m.adopts {
			imports = append(imports, object{"to": kind + "." + name, "id": what["id"]})
		}
	}
	for i := range policies {
		p := policyOf(i)
		as := snake(p)
		if m.renames {
			as["display_name"] = fmt.Sprint(as["display_name"], " (new)")
		}
		add("entraguard_conditional_access_policy", fmt.Sprintf("p%03d", i), p, as)
	}
	for i := range locations {
		l := locationOf(i)
		var ranges []any
		for _, r := range l["ipRanges"].([]any) { //nolint:forcetypeassert // locationOf made it
			ranges = append(ranges, r.(object)["cidrAddress"]) //nolint:forcetypeassert // and this
		}
		add("entraguard_named_location", fmt.Sprintf("l%02d", i), l,
			object{"display_name": l["displayName"], "ip": object{"ip_ranges": ranges, "is_trusted": l["isTrusted"]}})
	}
	whole := object{
		"terraform": object{"required_providers": object{"entraguard": object{"source": "entraguard/entraguard"}}},
		"provider": object{"entraguard": object{
			"tenant_id": tenantID, "client_id": pipeline, "client_secret": "not-a-secret", "graph_endpoint": graph,
			"guard": object{"break_glass": object{"groups": []any{breakGlass}}, "staging": object{"minimum_soak": "0s"}},
		}},
		"resource": described,
	}
	if m.adopts {
		whole["import"] = imports
	}
	return json.Marshal(whole)
}

// Who the examples' tenant is, and who applies changes to it.
const (
	tenantID = "8f2c1b34-0d5e-4c7a-9a61-3be5d7c0f102"
	pipeline = "e2000000-0000-4000-8000-000000000001"
)

// snake says in Terraform's names what Graph's say: the provider's attributes are the same, in snake case.
func snake(of object) object {
	into := object{}
	for name, value := range of {
		switch {
		case name == "id" && of["displayName"] != nil, strings.HasPrefix(name, "@"), strings.HasSuffix(name, "DateTime"):
			continue // the service's, and no configuration's
		case name == "guestOrExternalUserTypes":
			value = strings.Split(fmt.Sprint(value), ",")
		}
		if inner, ok := value.(object); ok {
			value = snake(inner)
		}
		into[strings.ToLower(hump.ReplaceAllString(name, "_$0"))] = value
	}
	return into
}

var hump = regexp.MustCompile("[A-Z]")
