package provider

import (
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// The conditions below are those that the filter for devices replaced. Tenants still hold them, and only beta
// shows them. Package ca does not know them, so that whoever judges a policy that has one judges it as a
// policy with an unknown condition: their attributes are bound to what its decoder left over.

var deviceStatesRecord = record[deviceStates]{
	ids("include_states", func(s *deviceStates) *[]string { return &s.IncludeStates }),
	ids("exclude_states", func(s *deviceStates) *[]string { return &s.ExcludeStates }),
}

// deviceStates are a conditionalAccessDeviceStates.
type deviceStates struct {
	IncludeStates []string `json:"includeStates"`
	ExcludeStates []string `json:"excludeStates"`
}

// leftoverDeviceStates binds device states that ca left over. Both lists are always written: a service that
// merges would keep one that is not named.
func leftoverDeviceStates(name, wire string) field[ca.Conditions] {
	return nestedField(name, deviceStatesRecord,
		func(object types.Object, into *ca.Conditions) {
			states := deviceStates{IncludeStates: []string{}, ExcludeStates: []string{}}
			deviceStatesRecord.to(object, &states)
			setLeftover(&into.Extra, wire, deviceStates{orEmpty(states.IncludeStates), orEmpty(states.ExcludeStates)},
				deviceStatesRecord.from(&states).IsNull())
		},
		func(of *ca.Conditions) types.Object {
			states := leftover[deviceStates](of.Extra, wire)
			return deviceStatesRecord.from(&states)
		})
}

// leftoverIDs binds a set of words that ca left over.
func leftoverIDs[T any](name, wire string, extra func(*T) *ca.Extra) field[T] {
	return setField(name, setOfStrings, ca.FoldID,
		func(of *T) []string { return leftover[[]string](*extra(of), wire) },
		func(into *T, members []string) { setLeftover(extra(into), wire, members, len(members) == 0) })
}

// leftover reads a member that ca left over; one of another form than expected is none.
func leftover[V any](extra ca.Extra, wire string) V {
	var value V
	if err := json.Unmarshal(extra[wire], &value); err != nil {
		var none V
		return none
	}
	return value
}

func setLeftover(extra *ca.Extra, wire string, value any, empty bool) {
	delete(*extra, wire)
	if empty {
		return
	}
	data, err := json.Marshal(value)
	if err != nil {
		return // lists of strings have a form
	}
	if *extra == nil {
		*extra = ca.Extra{}
	}
	(*extra)[wire] = data
}

func orEmpty(members []string) []string {
	if members == nil {
		return []string{}
	}
	return members
}
