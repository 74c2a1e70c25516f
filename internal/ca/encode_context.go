package ca

// EncodeContext is the body that creates the context, and the one that changes it: it says everything that a
// context has.
func EncodeContext(c AuthenticationContext) []byte {
	o := object{"id": c.ID, "displayName": c.DisplayName, "description": nil, "isAvailable": c.IsAvailable}
	o.text("description", c.Description)
	return encode(o.extra(c.Extra))
}

// EncodeSecurityDefaults is the body that switches security defaults. The rest of the object is Microsoft's.
func EncodeSecurityDefaults(d SecurityDefaults) []byte {
	o := object{"isEnabled": d.IsEnabled}
	if mark, ok := d.Extra["isEnabled"]; ok {
		o["isEnabled"] = mark
	}
	return encode(o)
}
