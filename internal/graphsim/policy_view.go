package graphsim

import "slices"

// policyView is a policy as an answer shows it: without what the version does not
// have, with the strength expanded, and with the null members that the service
// answers although its metadata lacks them.
func (c *call) policyView(r *record, object tree) tree {
	view := policyShape.view(object, c.beta, c.includeUnknown)
	if !c.beta {
		for _, v := range r.veils {
			v.apply(view, object)
		}
	}
	c.addNulls(view)
	if grant := child(view, "grantControls"); grant != nil {
		grant["authenticationStrength@odata.context"] = c.context(policyFragment + "('" + word(object, "id") + "')/grantControls/authenticationStrength/$entity")
		grant["authenticationStrength"] = c.expandStrength(child(grant, "authenticationStrength"))
	}
	if c.options.Reorder {
		reverseLists(view)
	}
	return view
}

// addNulls adds members that have no value and no type in the metadata of the version.
func (c *call) addNulls(view tree) {
	conditions := child(view, "conditions")
	fill(view, "partialEnablementStrategy", nil)
	fill(view, "deletedDateTime", nil)
	fill(conditions, "times", nil)
	fill(conditions, "deviceStates", nil)
	if !c.beta {
		return
	}
	fill(conditions, "agents", nil)
	if target := child(conditions, "applications"); target != nil {
		fill(target, "networkAccess", nil)
		fill(target, "globalSecureAccess", nil)
	}
	if session := child(view, "sessionControls"); session != nil {
		for _, name := range []string{"continuousAccessEvaluation", "globalSecureAccessFilteringProfile", "blockSensitiveActions", "networkAccessSecurity"} {
			fill(session, name, nil)
		}
	}
}

// expandStrength is the strength that a policy refers to, in full where it exists,
// else as it was stored.
func (c *call) expandStrength(reference tree) any {
	if reference == nil {
		return nil
	}
	if r := c.tenant.collection(strengths).find(word(reference, "id")); r != nil {
		return c.strengthView(r.object, true)
	}
	return reference
}

// view copies an object without what v1.0 does not have, and with the enum
// members that came late as unknownFutureValue unless the client asked for them.
func (s *shape) view(object tree, beta, includeUnknown bool) tree {
	out := tree{}
	actual := s.variant(object)
	for name, value := range object {
		m := actual.member(name)
		if m == nil {
			out[name] = clone(value)
			continue
		}
		if m.beta && !beta {
			continue
		}
		out[name] = m.view(value, beta, includeUnknown)
	}
	return out
}

func (m *member) view(value any, beta, includeUnknown bool) any {
	switch v := value.(type) {
	case tree:
		if m.kind == object {
			return m.of.view(v, beta, includeUnknown)
		}
		return clone(v)
	case []any:
		out := make([]any, len(v))
		for i, element := range v {
			out[i] = m.view(element, beta, includeUnknown)
		}
		return out
	case string:
		known := slices.Contains(m.words, v) && !slices.Contains(m.late, v)
		if m.kind == enum && !known && (!includeUnknown || !beta && slices.Contains(m.ahead, v)) {
			return "unknownFutureValue"
		}
		return v
	default:
		return v
	}
}

// reverseLists turns round every collection of plain values.
func reverseLists(value any) {
	switch v := value.(type) {
	case tree:
		for _, element := range v {
			reverseLists(element)
		}
	case []any:
		plain := true
		for _, element := range v {
			if o, isObject := element.(tree); isObject {
				plain = false
				reverseLists(o)
			}
		}
		if plain {
			slices.Reverse(v)
		}
	}
}
