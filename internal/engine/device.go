package engine

import (
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A device is a registered and enabled device, with what its owner can do with it.
type device struct {
	source    ca.Device
	platform  ca.Platform
	compliant Value
	joined    Value
	hello     Value // whether its owner signs in with a credential that lives in it
	sent      Value // whether its extension attributes reach the service
}

// devices are those of a person that can be in hand, and whether they were read.
func (w *wallet) devices(who person, c *credentials) (list []device, read bool) {
	registered, read := w.tenant.Devices[who.id]
	windows := 0
	for _, source := range registered {
		if source.Enabled() {
			list = append(list, newDevice(source))
			if list[len(list)-1].platform == ca.PlatformWindows {
				windows++
			}
		}
	}
	for i := range list {
		list[i].hello = c.hello.on(list[i].platform, windows == 1)
	}
	return list, read
}

func newDevice(source ca.Device) device {
	d := device{source: source, platform: source.Platform(), compliant: complianceOf(source), joined: joinOf(source)}
	d.sent = d.sends()
	return d
}

// on is what a credential that lives in a device is worth with a device of this platform.
func (h helloKinds) on(platform ca.Platform, onlyWindows bool) Value {
	switch {
	case platform == ca.PlatformWindows && h.windows && onlyWindows:
		return Yes
	case platform == ca.PlatformWindows && h.windows,
		platform == ca.PlatformMacOS && h.platform,
		h.unknown:
		return Unknown
	}
	return No
}

func complianceOf(d ca.Device) Value {
	p, read := d.Property("isCompliant")
	if !read {
		return Unknown
	}
	return yesIf(p.Text() == "true")
}

func joinOf(d ca.Device) Value {
	p, read := d.Property("trustType")
	if !read {
		return Unknown
	}
	return yesIf(strings.EqualFold(p.Text(), "ServerAd"))
}

// sends says whether extension attributes reach the service: they do only from devices that are managed,
// compliant or hybrid joined. From any other they are null.
func (d *device) sends() Value {
	if managed, read := d.source.Property("isManaged"); read && managed.Text() != "true" {
		return max(d.compliant, d.joined)
	}
	return Yes
}

// property answers a filter's questions about the device.
func (d *device) property(name string) (values []string, read bool) {
	if d.sent != Yes && strings.HasPrefix(name, "extensionAttribute") {
		return nil, d.sent == No
	}
	property, read := d.source.Property(name)
	return property.Values, read
}
