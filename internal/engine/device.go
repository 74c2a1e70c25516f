package engine

import (
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/devicerule"
)

// A hand is what a person holds in one sign-in: no device, one of the registered ones, or one of which
// nothing was read.
type hand struct {
	deviceID  string // "" is no device
	unread    bool   // a device that the tenant may have and that was not read
	platforms []ca.Platform
	lookup    devicerule.Lookup
	compliant Value
	joined    Value
	hello     Value
}

// hands are the possibilities of a person, the available ones first; the second value counts those.
func (p *program) hands(who person, c credentials) (all []hand, available int) {
	devices, read := p.question.Tenant.Devices[who.id]
	none := hand{platforms: p.platformsAvailable(), lookup: devicerule.Null, hello: c.hello.on("", false)}
	all = append(all, none)
	windows := 0
	for _, d := range devices {
		if d.Enabled() && d.Platform() == ca.PlatformWindows {
			windows++
		}
	}
	for _, d := range devices {
		if d.Enabled() {
			all = append(all, hand{
				deviceID:  d.ID,
				platforms: []ca.Platform{d.Platform()},
				lookup:    lookup(d),
				compliant: complianceOf(d),
				joined:    joinOf(d),
				hello:     c.hello.on(d.Platform(), windows == 1),
			})
		}
	}
	available = len(all)
	if !read {
		for _, platform := range allPlatforms {
			all = append(all, hand{
				unread: true, platforms: []ca.Platform{platform}, lookup: devicerule.Unread,
				compliant: Unknown, joined: Unknown, hello: c.hello.on(platform, false),
			})
		}
	}
	return all, available
}

// platformsAvailable are the platforms of a sign-in without a device.
func (p *program) platformsAvailable() []ca.Platform {
	if len(p.question.Assume.Platforms) > 0 {
		return p.question.Assume.Platforms
	}
	return ca.DefaultPlatforms
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

// lookup answers a filter's questions about a device. Extension attributes reach the service only from
// devices that are managed, compliant or hybrid joined; from any other they are null.
func lookup(d ca.Device) devicerule.Lookup {
	sent := Yes
	if managed, read := d.Property("isManaged"); read && managed.Text() != "true" {
		sent = max(complianceOf(d), joinOf(d))
	}
	return func(name string) ([]string, bool) {
		if sent != Yes && strings.HasPrefix(name, "extensionAttribute") {
			return nil, sent == No
		}
		property, read := d.Property(name)
		return property.Values, read
	}
}
