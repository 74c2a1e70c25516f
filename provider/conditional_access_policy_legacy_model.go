package provider

import (
	"encoding/json"
	"maps"

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
	ExcludeStates []string `json:"excludeStates"`
	IncludeStates []string `json:"includeStates"`
}

// into writes both lists, or nothing: a service that merges would keep one that is not named.
func (s deviceStates) into(extra *ca.Extra, wire string) {
	setLeftover(extra, wire, deviceStates{orEmpty(s.ExcludeStates), orEmpty(s.IncludeStates)}, deviceStatesRecord.from(&s).IsNull())
}

// storedDeviceStates are device states as they are written, whatever was read.
func storedDeviceStates(extra ca.Extra) ca.Extra {
	states := leftover[deviceStates](extra, "deviceStates")
	if deviceStatesRecord.from(&states).IsNull() {
		return extra
	}
	stored := maps.Clone(extra)
	states.into(&stored, "deviceStates")
	return stored
}

// leftoverDeviceStates binds device states that ca left over.
func leftoverDeviceStates(name, wire string) field[ca.Conditions] {
	return nestedField(name, deviceStatesRecord,
		func(object types.Object, into *ca.Conditions) {
			var states deviceStates
			deviceStatesRecord.to(object, &states)
			states.into(&into.Extra, wire)
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
