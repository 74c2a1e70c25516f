package provider

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-timeouts/resource/timeouts"
	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// MoveState takes over what another provider manages, without a request: Terraform asks before the provider is
// configured. What the other provider's state does not say, the refresh that follows reads in the tenant; the
// identity is of that, since no state names its tenant.
func (r *entityResource[T]) MoveState(context.Context) []resource.StateMover {
	return []resource.StateMover{{StateMover: r.move}}
}

func (r *entityResource[T]) move(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
	from, known := r.source(req)
	if !known {
		resp.Diagnostics.AddError(req.SourceTypeName+" cannot become "+r.fullName(), r.otherWays(req))
		return
	}
	state, value, err := r.taken(from, req)
	if err != nil {
		resp.Diagnostics.AddError("The state of "+req.SourceTypeName+" cannot become that of "+r.fullName(),
			sentence(err.Error())+" Nothing has been changed. To take the "+r.noun+" over by its id instead, "+
				"use an `import` block for it here and a `removed` block for it there.")
		return
	}
	kinds := kindsOf(whole(ctx, resp.TargetState.Get, &resp.Diagnostics))
	attributes := make(map[string]attr.Value, len(kinds))
	for name, kind := range kinds {
		attributes[name] = nullOf(kind)
	}
	maps.Copy(attributes, completed(r.shape.record.from(&value), r.shape.plain(value)).Attributes())
	if none, ok := attributes["timeouts"].(timeouts.Value); ok {
		attributes["timeouts"] = timeoutsOver(state, none)
	}
	resp.Diagnostics.Append(resp.TargetState.Set(ctx, types.ObjectValueMust(kinds, attributes))...)
}

// source finds the resource that a state comes from. A registry may be a mirror, so that the rest of the
// provider's address counts.
func (r *entityResource[T]) source(req resource.MoveStateRequest) (source, bool) {
	for _, s := range r.allSources() {
		if s.typeName == req.SourceTypeName && strings.HasSuffix("/"+req.SourceProviderAddress, "/"+s.provider) {
			return s, true
		}
	}
	return source{}, false
}

// allSources are the resources of every provider that stand for this kind of object.
func (r *entityResource[T]) allSources() []source {
	return slices.Concat(r.sources, msgraphSources(r.address))
}

// otherWays says what could be taken over, and how to take over anything else.
func (r *entityResource[T]) otherWays(req resource.MoveStateRequest) string {
	var known strings.Builder
	for _, s := range r.allSources() {
		fmt.Fprintf(&known, "\n  %s of %s", s.typeName, s.provider)
	}
	return "The `moved` block names " + req.SourceTypeName + " of " + req.SourceProviderAddress + ". The states that can become that of " +
		r.fullName() + " are those of:\n" + known.String() + "\n\nNothing has been changed. Anything else is taken over by its id: " +
		"use an `import` block for it here and a `removed` block for it there."
}

// fullName is what a configuration calls the resource.
func (r *entityResource[T]) fullName() string { return "entraguard_" + r.typeName }

// taken reads the state of another provider's resource: as it is, and as the object that it stands for.
func (r *entityResource[T]) taken(from source, req resource.MoveStateRequest) (state map[string]any, value T, err error) {
	if req.SourceSchemaVersion > from.version {
		return nil, value, fmt.Errorf("it is written in version %d of its schema, and this version of the provider knows it up to version %d",
			req.SourceSchemaVersion, from.version)
	}
	if req.SourceRawState == nil {
		return nil, value, errors.New("there is no state in it")
	}
	decoder := json.NewDecoder(bytes.NewReader(req.SourceRawState.JSON))
	decoder.UseNumber()
	if err := decoder.Decode(&state); err != nil || state == nil {
		return nil, value, errors.New("it is not a JSON object")
	}
	object, err := from.object(state)
	if err != nil {
		return nil, value, err
	}
	if object["id"], err = r.address.idOf(object["id"]); err != nil {
		return nil, value, err
	}
	body, err := json.Marshal(object)
	if err != nil {
		return nil, value, err
	}
	value, err = r.decode(body)
	return state, value, err
}

// completed is what a state says, in its own words, and beyond that what the service takes for granted.
func completed(words, plain types.Object) types.Object {
	if words.IsNull() || plain.IsNull() {
		return plain
	}
	attributes := words.Attributes()
	for name, value := range plain.Attributes() {
		said, isObject := attributes[name].(types.Object)
		switch {
		case attributes[name].IsNull():
			attributes[name] = value
		case isObject && !value.IsNull():
			attributes[name] = completed(said, asObject(value))
		}
	}
	return types.ObjectValueMust(kindsOf(words), attributes)
}

// idOf is the id that a state has, in whichever form. The only object of its kind needs none.
func (a address) idOf(stored any) (string, error) {
	if a.sole != "" {
		return a.sole, nil
	}
	text, _ := stored.(string)
	if text == "" {
		return "", errors.New("it holds no id")
	}
	return a.idIn(text)
}

// timeoutsOver carries over how long operations may take. Every provider writes that alike.
func timeoutsOver(state map[string]any, none timeouts.Value) timeouts.Value {
	said, _ := state["timeouts"].(map[string]any)
	kinds := none.AttributeTypes(context.Background())
	attributes := make(map[string]attr.Value, len(kinds))
	granted := false
	for name := range kinds {
		text, _ := said[name].(string)
		attributes[name] = textOrNull(text)
		granted = granted || text != ""
	}
	if !granted {
		return none
	}
	return timeouts.Value{Object: types.ObjectValueMust(kinds, attributes)}
}
