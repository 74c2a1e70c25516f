package provider

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// withUnmanaged adds to a planned policy what the tenant's version has beyond every attribute: preview
// conditions, and whatever Microsoft adds tomorrow. A PATCH then leaves that alone, and the guard judges the
// policy as one that it does not know wholly. Lost are the paths of what cannot stay, since the plan removes
// the object that holds it.
func withUnmanaged(planned, current ca.Policy) (whole ca.Policy, lost []string) {
	var managed ca.Policy
	policyRecord.to(policyRecord.from(&current), &managed)
	known := tree(ca.EncodePolicy(managed))
	beyond := subtract(tree(ca.EncodePolicy(current)), known)
	if len(beyond) == 0 {
		return planned, nil
	}
	body := tree(ca.EncodePolicy(planned))
	lost = graft(body, beyond, known, "")

	data, err := json.Marshal(body)
	if err != nil {
		return planned, lost
	}
	whole, err = ca.DecodePolicy(data)
	if err != nil {
		return planned, lost
	}
	whole.ID, whole.TemplateID = planned.ID, planned.TemplateID
	whole.CreatedDateTime, whole.ModifiedDateTime = planned.CreatedDateTime, planned.ModifiedDateTime
	return whole, lost
}

// subtract is what have holds and known does not.
func subtract(have, known map[string]any) map[string]any {
	beyond := map[string]any{}
	for name, value := range have {
		knownValue, isKnown := known[name]
		if !isKnown {
			beyond[name] = value
			continue
		}
		object, isObject := value.(map[string]any)
		knownObject, bothObjects := knownValue.(map[string]any)
		if !isObject || !bothObjects {
			continue
		}
		if below := subtract(object, knownObject); len(below) > 0 {
			beyond[name] = below
		}
	}
	return beyond
}

// graft adds beyond to a body, and returns the paths of what has no place in it any more.
func graft(body, beyond, known map[string]any, path string) (lost []string) {
	for _, name := range slices.Sorted(maps.Keys(beyond)) {
		knownObject, managed := known[name].(map[string]any)
		if !managed {
			body[name] = beyond[name]
			continue
		}
		below, _ := beyond[name].(map[string]any)
		if into, stays := body[name].(map[string]any); stays {
			lost = append(lost, graft(into, below, knownObject, path+name+".")...)
			continue
		}
		for _, member := range slices.Sorted(maps.Keys(below)) {
			lost = append(lost, path+name+"."+member)
		}
	}
	return lost
}

func tree(body []byte) map[string]any {
	var object map[string]any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if decoder.Decode(&object) != nil || object == nil {
		return map[string]any{}
	}
	return object
}
