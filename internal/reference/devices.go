package reference

import (
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// devices are the user's registered devices that may be used, and whether they were read.
func (j *judge) devices(u ca.User) (enabled []*ca.Device, read bool) {
	registered, read := j.tenant.Devices[ca.FoldID(u.ID)]
	for i := range registered {
		if registered[i].Enabled() {
			enabled = append(enabled, &registered[i])
		}
	}
	return enabled, read
}

// property is what the service knows of a device's property: its values, none where it is null. No device
// has every property null.
func property(d *ca.Device, name string) (values []string, read bool) {
	if d == nil {
		return nil, true
	}
	p, read := d.Property(name)
	if !strings.HasPrefix(strings.ToLower(name), "extensionattribute") {
		return p.Values, read
	}
	switch attributesSeen(d) {
	case no:
		return nil, true
	case unknown:
		return nil, false
	default:
		return p.Values, read
	}
}

// attributesSeen says whether the service looks at the device's extension attributes: those of a device
// that nobody manages are null to it. Whether it is managed is rarely read; then they are taken as they are.
func attributesSeen(d *ca.Device) value {
	managed, read := d.Property("isManaged")
	if !read {
		return yes
	}
	return or(yesIf(managed.Text() == "true"), compliant(d), hybridJoined(d))
}

// compliant says whether the management service calls the device compliant.
func compliant(d *ca.Device) value {
	values, read := property(d, "isCompliant")
	if !read {
		return unknown
	}
	return yesIf(len(values) > 0 && values[0] == "true")
}

// hybridJoined says whether the device is joined to the directory on premises and known here.
func hybridJoined(d *ca.Device) value {
	values, read := property(d, "trustType")
	if !read {
		return unknown
	}
	return yesIf(len(values) > 0 && strings.EqualFold(values[0], "ServerAd"))
}
