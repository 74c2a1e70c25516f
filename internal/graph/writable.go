package graph

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// unknownMember is how the service writes an enumeration's member to a client that it thinks too old for
// it. Sending it back would store something else than what is there.
const unknownMember = "unknownFutureValue"

// writable refuses a body that holds a value nobody knows: not yet, or not this client.
func writable(operation string, body []byte) error {
	var value any
	if err := json.Unmarshal(body, &value); err != nil {
		return &Error{Operation: operation, Message: "its body cannot be built: " + err.Error(), cause: err}
	}
	at, what := unwritable("", value)
	switch what {
	case ca.NotYetKnown:
		return &Error{Operation: operation, Message: fmt.Sprintf("%s is not known yet", at)}
	case unknownMember:
		return &Error{Operation: operation, Message: fmt.Sprintf("%s holds %s, which stands for a value that this client could not read: writing it back would change it", at, unknownMember)}
	}
	return nil
}

// unwritable finds the first such value and its path.
func unwritable(path string, value any) (at, what string) {
	switch v := value.(type) {
	case string:
		switch {
		case v == ca.NotYetKnown:
			return path, v
		case path == "displayName", path == "description": // free text
		case slices.Contains(strings.Split(v, ","), unknownMember):
			return path, unknownMember
		}
	case []any:
		for i, item := range v {
			if at, what := unwritable(fmt.Sprintf("%s[%d]", path, i), item); what != "" {
				return at, what
			}
		}
	case map[string]any:
		names := make([]string, 0, len(v))
		for name := range v {
			names = append(names, name)
		}
		slices.Sort(names)
		for _, name := range names {
			if at, what := unwritable(strings.TrimPrefix(path+"."+name, "."), v[name]); what != "" {
				return at, what
			}
		}
	}
	return "", ""
}
