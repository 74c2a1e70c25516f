package guard

import (
	"bytes"
	"encoding/json"
	"maps"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// sameEffect reports whether two policies ask the same of the same sign-ins. Name, description and state
// are free; the order and the case of ids are, too.
func sameEffect(a, b ca.Policy) bool {
	ea, eb := effect(a), effect(b)
	return ea != nil && bytes.Equal(ea, eb)
}

// effect is the policy in a form that is equal for policies with the same effect; nil where there is none.
func effect(p ca.Policy) []byte {
	p.DisplayName, p.Description, p.State = "", "", ""
	if len(p.Conditions.ClientAppTypes) == 0 {
		p.Conditions.ClientAppTypes = []ca.ClientApp{ca.ClientAppAll}
	}
	if p.GrantControls != nil {
		grant := *p.GrantControls
		switch {
		case grant.IsEmpty():
			p.GrantControls = nil
		case len(demands(&grant)) < 2 && len(grant.Extra) == 0, grant.Operator == "":
			grant.Operator = ca.OperatorOR
		}
		if p.GrantControls != nil {
			p.GrantControls = &grant
		}
	}
	return canonical(ca.EncodePolicy(p))
}

// sameNetworks reports whether two versions of a named location hold the same networks and are trusted
// alike.
func sameNetworks(a, b ca.NamedLocation) bool {
	a.DisplayName, b.DisplayName = "", ""
	ea, eb := canonical(ca.EncodeNamedLocation(a)), canonical(ca.EncodeNamedLocation(b))
	return ea != nil && bytes.Equal(ea, eb)
}

// sameCombinations reports whether two versions of a strength are met by the same methods. The order of modes in
// a combination means nothing, nor does the id of a restriction.
func sameCombinations(a, b ca.AuthenticationStrength) bool {
	ea, eb := combinationsOf(a), combinationsOf(b)
	return ea != nil && bytes.Equal(ea, eb)
}

func combinationsOf(s ca.AuthenticationStrength) []byte {
	s.DisplayName, s.Description = "", ""
	s.AllowedCombinations = spelledAlike(s.AllowedCombinations)
	configurations := slices.Clone(s.CombinationConfigurations)
	for i := range configurations {
		configurations[i].AppliesToCombinations = spelledAlike(configurations[i].AppliesToCombinations)
	}
	s.CombinationConfigurations = configurations
	return canonical(ca.EncodeStrength(s))
}

// spelledAlike writes each combination with its modes in order.
func spelledAlike(combinations []string) []string {
	list := make([]string, len(combinations))
	for i, combination := range combinations {
		modes := ca.SplitModes(strings.ToLower(combination))
		slices.Sort(modes)
		list[i] = strings.Join(asText(modes), ",")
	}
	return list
}

// sameContext reports whether two versions of a context can be asked for alike.
func sameContext(a, b ca.AuthenticationContext) bool {
	return a.IsAvailable == b.IsAvailable && ca.SameID(a.ID, b.ID) &&
		len(unknownContextPaths(a))+len(unknownContextPaths(b)) == 0
}

// sameDefaults reports whether security defaults are on in both versions, or off in both.
func sameDefaults(a, b ca.SecurityDefaults) bool {
	return a.IsEnabled == b.IsEnabled && len(unknownDefaultsPaths(a))+len(unknownDefaultsPaths(b)) == 0
}

// canonical sorts every list of a body: in Conditional Access all of them are sets.
func canonical(body []byte) []byte {
	var value any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil || value == nil {
		return nil
	}
	encoded, err := json.Marshal(sorted(value))
	if err != nil {
		return nil
	}
	return encoded
}

// flagMembers are the properties that hold a comma-joined set.
var flagMembers = map[string]bool{
	"insiderRiskLevels": true, "transferMethods": true, "guestOrExternalUserTypes": true, "agentIdRiskLevels": true,
}

func sorted(value any) any {
	switch v := value.(type) {
	case []any:
		return sortedList(v)
	case map[string]any:
		out := maps.Clone(v)
		for name, member := range out {
			if text, ok := member.(string); ok && flagMembers[name] {
				flags := strings.Split(strings.ToLower(text), ",")
				slices.Sort(flags)
				out[name] = flags
				continue
			}
			out[name] = sorted(member)
		}
		return out
	}
	return value
}

func sortedList(list []any) any {
	keys := make([]string, 0, len(list))
	for _, item := range list {
		text, isText := item.(string)
		if !isText {
			encoded, err := json.Marshal(sorted(item))
			if err != nil {
				return list
			}
			text = string(encoded)
		}
		keys = append(keys, strings.ToLower(text))
	}
	slices.Sort(keys)
	return slices.Compact(keys)
}
