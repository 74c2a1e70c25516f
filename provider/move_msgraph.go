package provider

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
)

// msgraphResource is a resource of msgraph: any object at all, with its body as Graph has it. Collections are
// the addresses under which Graph has the objects of one kind, without the version.
func msgraphResource(collections []string) source {
	return source{
		provider: "microsoft/msgraph", typeName: "msgraph_resource",
		object: func(state map[string]any) (map[string]any, error) {
			id, _ := state["id"].(string)
			url, _ := state["url"].(string)
			if err := isIn(collections, url, id); err != nil {
				return nil, err
			}
			object, err := msgraphBody(state["body"])
			if err != nil {
				return nil, err
			}
			object["id"] = id
			return object, nil
		},
	}
}

// isIn checks that an address is a collection, or the address of an object in one: that is what objects have
// that were created by PUT.
func isIn(collections []string, url, id string) error {
	asked := strings.TrimSuffix(strings.Join(pathSegments(url), "/"), "/"+id)
	for _, collection := range collections {
		if strings.EqualFold(asked, collection) {
			return nil
		}
	}
	return fmt.Errorf("its url is %q, and want %s", url, strings.Join(collections, " or "))
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
