package publishedsets

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// An object is a JSON object as it was published.
type object = map[string]any

// Complete writes the set in one folder as a tenant folder that lacks nothing.
func Complete(set, tenant string) error {
	s := &completion{files: map[string]any{}}
	policies, err := readList(filepath.Join(set, "policies.json"))
	if err != nil {
		return err
	}
	for i, policy := range policies {
		s.completePolicy(i, policy)
	}
	for name, complete := range map[string]func([]object){
		"namedLocations.json":                 s.completeLocations,
		"authenticationStrengthPolicies.json": s.completeStrengths,
		"groups.json":                         s.completeGroups,
	} {
		published, err := readList(filepath.Join(set, name))
		if err != nil && !os.IsNotExist(err) {
			return err
		}
		complete(published)
	}
	s.files["policies.json"] = list(policies)
	s.people()
	return s.write(tenant)
}

// A completion is a set on its way to a tenant.
type completion struct {
	files map[string]any
	named references
}

func readList(file string) ([]object, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var answer struct{ Value []object }
	if err := json.Unmarshal(data, &answer); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return answer.Value, nil
}

func list[T any](values []T) object {
	if values == nil {
		values = []T{}
	}
	return object{"value": values}
}

func (s *completion) write(tenant string) error {
	if err := os.MkdirAll(tenant, 0o755); err != nil {
		return err
	}
	for name, content := range s.files {
		data, err := json.MarshalIndent(content, "", "  ")
		if err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
		if err := os.WriteFile(filepath.Join(tenant, name), append(data, '\n'), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// completePolicy gives a policy what a stored one always has, and real ids for its placeholders.
func (s *completion) completePolicy(i int, policy object) {
	if policy["displayName"] == nil {
		policy["displayName"] = fmt.Sprintf("Policy %d", i+1)
	}
	if policy["id"] == nil {
		policy["id"] = guid("policy", fmt.Sprint(i, policy["displayName"]))
	}
	if policy["state"] == nil {
		policy["state"] = "enabledForReportingButNotEnforced"
	}
	if policy["createdDateTime"] == nil {
		policy["createdDateTime"] = "2026-01-05T08:00:00Z"
	}
	conditions := member(policy, "conditions")
	// Some exports write flags as a list, and an object that is not there as one.
	if flows := member(conditions, "authenticationFlows"); flows != nil {
		if flags, isList := flows["transferMethods"].([]any); isList {
			flows["transferMethods"] = strings.Join(texts(flags), ",")
		}
	}
	for name, value := range conditions {
		if empty, isList := value.([]any); isList && len(empty) == 0 && objectConditions[name] {
			conditions[name] = nil
		}
	}
	s.named.take(policy)
}

var objectConditions = map[string]bool{
	"locations": true, "platforms": true, "devices": true, "clientApplications": true, "authenticationFlows": true,
}

func member(o object, name string) object {
	nested, _ := o[name].(object)
	return nested
}

func texts(values []any) []string {
	var out []string
	for _, v := range values {
		if text, ok := v.(string); ok {
			out = append(out, text)
		}
	}
	return out
}
