package provider

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

const msgraph = "microsoft/msgraph"

// msgraphSources are the resources of msgraph: any object at all, with its body as Graph has it. What they stand
// for is in their url alone.
func msgraphSources(a address) []source {
	object := func(state map[string]any) (map[string]any, error) {
		url, _ := state["url"].(string)
		id, err := idAt(a, url, state["id"])
		if err != nil {
			return nil, err
		}
		object, err := msgraphBody(state["body"])
		if err != nil {
			return nil, err
		}
		object["id"] = id
		return object, nil
	}
	return []source{
		{provider: msgraph, typeName: "msgraph_resource", object: object},
		{provider: msgraph, typeName: "msgraph_update_resource", object: object},
	}
}

// idAt is the id of the object at an address: the collection's, for what was created in it, or the object's own.
func idAt(a address, url string, inCollection any) (any, error) {
	path := strings.Join(pathSegments(url), "/")
	parent, last := path, ""
	if i := strings.LastIndexByte(path, '/'); i >= 0 {
		parent, last = path[:i], path[i+1:]
	}
	for _, collection := range a.collections {
		switch {
		case strings.EqualFold(path, collection):
			return inCollection, nil
		case strings.EqualFold(parent, collection):
			return last, nil
		}
	}
	return nil, fmt.Errorf("its url is %q, and want %s", url, strings.Join(a.collections, " or "))
}

// msgraphBody is the body of a state. The value of a dynamic attribute is stored beside its type. A body that
// was never said is empty: the tenant has it.
func msgraphBody(stored any) (map[string]any, error) {
	dynamic, ok := stored.(map[string]any)
	if !ok {
		return map[string]any{}, nil
	}
	body := dynamic["value"]
	if text, ok := body.(string); ok {
		body = nil
		if err := json.Unmarshal([]byte(text), &body); err != nil {
			return nil, errors.New("its body is a text, and no JSON")
		}
	}
	object, ok := said(body).(map[string]any)
	if !ok {
		return map[string]any{}, nil
	}
	return object, nil
}
