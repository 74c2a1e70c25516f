package provider

import (
	"encoding/json"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A source is a resource of another provider that stands for the same object of a tenant as one of ours. The
// resources of a provider, and how they are read, are in move_<provider>.go.
type source struct {
	provider string // namespace and name
	typeName string
	version  int64 // the newest version of its schema that is known here

	// object is what a state says, as Microsoft Graph writes it. The state is Terraform's JSON, with its
	// numbers as json.Number.
	object func(state map[string]any) (map[string]any, error)
}

// graphNamed is a resource that is Graph's object with its names in snake case.
func graphNamed(provider, typeName string) source {
	return source{
		provider: provider, typeName: typeName,
		object: func(state map[string]any) (map[string]any, error) { return asGraph(state), nil },
	}
}

// An attribute that is not set is null in our states. In others it is "" or an empty list or object, and where
// a schema knows no null at all, 0 or false.

// said is a value without what says nothing; nil where nothing is left.
func said(value any) any {
	switch v := value.(type) {
	case string:
		if v == "" {
			return nil
		}
	case []any:
		var list []any
		for _, element := range v {
			if element = said(element); element != nil {
				list = append(list, element)
			}
		}
		if list == nil {
			return nil
		}
		return list
	case map[string]any:
		object := map[string]any{}
		for name, member := range v {
			if member = said(member); member != nil {
				object[name] = member
			}
		}
		if len(object) == 0 {
			return nil
		}
		return object
	}
	return value
}

// isZero reports whether a value is 0 or false.
func isZero(value any) bool {
	return value == json.Number("0") || value == false
}

// asGraph is an object in our words in Graph's: without what says nothing, and include_users as includeUsers.
func asGraph(object map[string]any) map[string]any {
	renamed, _ := inGraph(said(object)).(map[string]any)
	if renamed == nil {
		renamed = map[string]any{}
	}
	return renamed
}

func inGraph(value any) any {
	switch v := value.(type) {
	case []any:
		list := make([]any, len(v))
		for i, element := range v {
			list[i] = inGraph(element)
		}
		return list
	case map[string]any:
		object := make(map[string]any, len(v))
		for name, member := range v {
			object[graphName(name)] = inGraph(member)
		}
		return object
	}
	return value
}

// irregular are the names that Graph does not write as the rest.
var irregular = map[string]string{
	"odata_type": "@odata.type", "allowed_aaguids": "allowedAAGUIDs", "allowed_policy_oids": "allowedPolicyOIDs",
}

func graphName(name string) string {
	if known, ok := irregular[name]; ok {
		return known
	}
	words := strings.Split(name, "_")
	for i, word := range words {
		if i > 0 && word != "" {
			words[i] = strings.ToUpper(word[:1]) + word[1:]
		}
	}
	return strings.Join(words, "")
}

// locationAsGraph is a named location in our words in Graph's, where the two kinds are not objects of their own.
func locationAsGraph(object map[string]any) map[string]any {
	location := asGraph(object)
	if ip, ok := location["ip"].(map[string]any); ok {
		location["@odata.type"] = string(ca.LocationIP)
		location["isTrusted"] = ip["isTrusted"]
		texts, _ := ip["ipRanges"].([]any)
		ranges := make([]any, len(texts))
		for i, text := range texts {
			ranges[i] = map[string]any{"cidrAddress": text}
		}
		location["ipRanges"] = ranges
	}
	if country, ok := location["country"].(map[string]any); ok {
		location["@odata.type"] = string(ca.LocationCountry)
		for name, member := range country {
			location[name] = member
		}
	}
	delete(location, "ip")
	delete(location, "country")
	return location
}
