package ca

import "strings"

// A Device is a registered device, with every property kept as it was read: the device filter and the
// device controls tell a property that is null from one that was not read.
type Device struct {
	ID         string
	Properties map[string]Property // by Graph's name; extensionAttribute1…15 lie flat beside the others
}

// A Property is a value that was read. A map without it: not read. No values: null or empty.
type Property struct {
	Values []string // booleans as true and false; one element but for physicalIds and systemLabels
}

// Null reports whether the property was read and holds nothing.
func (p Property) Null() bool { return len(p.Values) == 0 }

// Text is the value of a property that holds one.
func (p Property) Text() string {
	if p.Null() {
		return ""
	}
	return p.Values[0]
}

// Property returns a property by its name, whatever its case, and whether it was read. Where it is there in
// two other spellings nobody knows which of them counts, and it was not.
func (d Device) Property(name string) (Property, bool) {
	if p, ok := d.Properties[name]; ok {
		return p, true
	}
	var found []Property
	for have, p := range d.Properties {
		if strings.EqualFold(have, name) {
			found = append(found, p)
		}
	}
	if len(found) != 1 {
		return Property{}, false
	}
	return found[0], true
}

// DisplayName is the device's name, or its id where the name was not read.
func (d Device) DisplayName() string {
	if p, ok := d.Property("displayName"); ok && !p.Null() {
		return p.Text()
	}
	return d.ID
}

// Enabled reports whether the device may be used: one whose accountEnabled is false may not.
func (d Device) Enabled() bool {
	p, ok := d.Property("accountEnabled")
	return !ok || p.Text() != "false"
}

// Platform is the platform that the device's operating system makes it.
func (d Device) Platform() Platform {
	p, _ := d.Property("operatingSystem")
	os := strings.ToLower(p.Text())
	for _, known := range devicePlatforms {
		if strings.HasPrefix(os, known.prefix) {
			return known.platform
		}
	}
	return PlatformUnknown
}

// devicePlatforms is read in order: windowsphone comes before windows, which is its prefix.
var devicePlatforms = []struct {
	prefix   string
	platform Platform
}{
	{"windowsphone", PlatformUnknown},
	{"windows", PlatformWindows},
	{"mac", PlatformMacOS},
	{"linux", PlatformLinux},
	{"ios", PlatformIOS},
	{"ipados", PlatformIOS},
	{"iphone", PlatformIOS},
	{"ipad", PlatformIOS},
	{"android", PlatformAndroid},
}
