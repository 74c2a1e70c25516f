package ca

import "strconv"

// deviceTexts are the properties of What-If's device that hold one text, each with the name that the device
// itself has for it.
var deviceTexts = func() [][2]string {
	names := [][2]string{{"ownership", "deviceOwnership"}}
	for _, name := range []string{
		"deviceId", "displayName", "enrollmentProfileName", "manufacturer", "mdmAppId", "model",
		"operatingSystem", "operatingSystemVersion", "profileType", "trustType",
	} {
		names = append(names, [2]string{name, name})
	}
	for i := 1; i <= 15; i++ {
		name := "extensionAttribute" + strconv.Itoa(i)
		names = append(names, [2]string{name, name})
	}
	return names
}()

// deviceLists are those that hold several.
var deviceLists = []string{"physicalIds", "systemLabels"}

func readDeviceInfo(r *reader) Device {
	d := Device{Properties: map[string]Property{}}
	for _, name := range deviceTexts {
		if r.states(name[0]) {
			text := r.text(name[0])
			d.Properties[name[1]] = Property{}
			if text != "" {
				d.Properties[name[1]] = Property{Values: []string{text}}
			}
		}
	}
	for _, name := range deviceLists {
		if r.states(name) {
			d.Properties[name] = Property{Values: r.texts(name)}
		}
	}
	if compliant := r.optFlag("isCompliant"); compliant != nil {
		d.Properties["isCompliant"] = Property{Values: []string{strconv.FormatBool(*compliant)}}
	}
	d.ID = d.Properties["deviceId"].Text()
	r.nothingElse()
	return d
}

// states reports whether a member is there. One that is null was not stated.
func (r *reader) states(name string) bool {
	raw, there := r.members[name]
	if string(raw) == "null" {
		delete(r.members, name)
		return false
	}
	return there
}

// deviceInfoObject writes a property that has no value as an empty one: null is for what was not stated.
func deviceInfoObject(d Device) object {
	o := object{}
	for _, name := range deviceTexts {
		if p, read := d.Property(name[1]); read {
			o[name[0]] = p.Text()
		}
	}
	for _, name := range deviceLists {
		if p, read := d.Property(name); read {
			o[name] = append([]string{}, p.Values...)
		}
	}
	if p, read := d.Property("isCompliant"); read && !p.Null() {
		o["isCompliant"] = p.Text() == "true"
	}
	return o
}
