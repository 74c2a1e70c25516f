package ca

import (
	"bytes"
	"encoding/json"
	"iter"
	"maps"
	"slices"
	"strings"
)

// Extra keeps the members of an object that its decoder does not know, by name. Annotations are left out,
// and so is what is null or empty all the way down: absent, null and empty are one value.
type Extra map[string]json.RawMessage

// Names returns the member names in order.
func (e Extra) Names() []string {
	if len(e) == 0 {
		return nil // nearly always, and often asked
	}
	return slices.Sorted(maps.Keys(e))
}

// merge returns e with the members of other that e lacks.
func (e Extra) merge(other Extra) Extra {
	if len(other) == 0 {
		return e
	}
	merged := maps.Clone(other)
	maps.Copy(merged, e)
	return merged
}

// isAnnotation reports whether a member is OData's and not the object's: @odata.…, property@odata.…, and
// the actions that full metadata announces (#microsoft.graph.restore).
func isAnnotation(name string) bool {
	return strings.Contains(name, "@") || strings.HasPrefix(name, "#")
}

// isEmptyJSON reports whether a value is null or empty all the way down.
func isEmptyJSON(raw json.RawMessage) bool {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(raw))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil {
		return false
	}
	return isEmptyValue(value)
}

func isEmptyValue(value any) bool {
	switch v := value.(type) {
	case nil:
		return true
	case string:
		return v == ""
	case []any:
		return !slices.ContainsFunc(v, func(item any) bool { return !isEmptyValue(item) })
	case map[string]any:
		for name, member := range v {
			if !isAnnotation(name) && !isEmptyValue(member) {
				return false
			}
		}
		return true
	}
	return false
}

// UnknownConditions returns the paths of everything in the policy's conditions, and beside them, that this
// package does not know. A policy that has any can only be UNKNOWN to the engine. What a grant or a session
// holds beyond the known is not among them: the engine treats that where it treats controls.
func (p Policy) UnknownConditions() []string {
	var paths []string
	for path := range p.UnknownMembers() {
		paths = append(paths, path)
	}
	return paths
}

// UnknownMembers yields what UnknownConditions names, with its content.
func (p Policy) UnknownMembers() iter.Seq2[string, json.RawMessage] {
	return func(yield func(string, json.RawMessage) bool) {
		more := true
		p.eachExtra(func(prefix string, e Extra) {
			for _, name := range e.Names() {
				more = more && yield(prefix+name, e[name])
			}
		})
	}
}

// eachExtra visits every Extra beside and inside the policy's conditions, with the path of its object.
func (p Policy) eachExtra(add func(prefix string, e Extra)) {
	c := p.Conditions
	add("", p.Extra)
	add("conditions.", c.Extra)
	add("conditions.users.", c.Users.Extra)
	addGuests(add, "conditions.users.includeGuestsOrExternalUsers.", c.Users.IncludeGuestsOrExternalUsers)
	addGuests(add, "conditions.users.excludeGuestsOrExternalUsers.", c.Users.ExcludeGuestsOrExternalUsers)
	add("conditions.applications.", c.Applications.Extra)
	addFilter(add, "conditions.applications.applicationFilter.", c.Applications.ApplicationFilter)
	if a := c.ClientApplications; a != nil {
		add("conditions.clientApplications.", a.Extra)
		addFilter(add, "conditions.clientApplications.servicePrincipalFilter.", a.ServicePrincipalFilter)
		addFilter(add, "conditions.clientApplications.agentIdServicePrincipalFilter.", a.AgentIDServicePrincipalFilter)
	}
	if c.Platforms != nil {
		add("conditions.platforms.", c.Platforms.Extra)
	}
	if c.Locations != nil {
		add("conditions.locations.", c.Locations.Extra)
	}
	if c.Devices != nil {
		add("conditions.devices.", c.Devices.Extra)
		addFilter(add, "conditions.devices.deviceFilter.", c.Devices.DeviceFilter)
	}
	if c.AuthenticationFlows != nil {
		add("conditions.authenticationFlows.", c.AuthenticationFlows.Extra)
	}
}

func addGuests(add func(string, Extra), prefix string, g *GuestsOrExternal) {
	if g == nil {
		return
	}
	add(prefix, g.Extra)
	if g.ExternalTenants != nil {
		add(prefix+"externalTenants.", g.ExternalTenants.Extra)
	}
}

func addFilter(add func(string, Extra), prefix string, f *Filter) {
	if f != nil {
		add(prefix, f.Extra)
	}
}
