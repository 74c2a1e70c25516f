package difference

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/devicerule"
)

// A point is one value of every axis, and what is assumed.
type point struct {
	values []int           // by axis; what is so of the device, the sign-in's device says
	holds  map[string]bool // the facts that hold; every other one does not
	signIn ca.SignIn
}

// valuesOf are the values that a region has on an axis.
func (p *program) valuesOf(r *region, axis int) set {
	for at, l := range p.levels {
		if l.axis == axis && l.proposition < 0 {
			return r.values[at]
		}
	}
	return nil
}

// example is the plainest sign-in of a region: the first value of every axis. ok is false where no sign-in
// can be in it, because no device of these platforms makes of the filters what the region asks.
func (r *realm) example(region *region) (p point, ok bool) {
	s := r.space
	p = point{values: make([]int, len(s.axes)), holds: map[string]bool{}}
	for a := range s.axes {
		if values := r.valuesOf(region, a); values != nil {
			p.values[a] = values.First()
		}
	}
	for at, l := range r.levels {
		if values := region.values[at]; l.proposition >= 0 && values != nil && !values.Has(0) {
			p.holds[s.axes[l.axis].propositions[l.proposition].fact] = true
		}
	}
	device, ok := r.exampleDevice(region, &p)
	if !ok {
		return p, false
	}
	word := func(d dimension) string { return r.word(d, p.values) }
	c := &p.signIn.Conditions
	c.Device = device
	c.ClientApp, c.Platform = ca.ClientApp(word(client)), ca.Platform(word(platform))
	n := s.networks[p.values[s.netAxis]]
	c.Address, c.Country = n.address.String(), n.country
	if s.workload {
		c.ServicePrincipalRisk = ca.RiskLevel(word(workloadRisk))
		c.AgentRisk = stated(word(agentRisk))
	} else {
		c.UserRisk, c.SignInRisk = ca.RiskLevel(word(userRisk)), ca.RiskLevel(word(signInRisk))
		c.InsiderRisk, c.TransferMethod = stated(word(insiderRisk)), stated(word(flow))
	}
	p.signIn.Context = r.exampleTarget(word(target))
	p.signIn.Identity = r.exampleIdentity(s.census.people[p.values[s.peopleAxis]])
	return p, true
}

// word is the value of a dimension that has words. A service principal states no client and no platform
// where no policy asks for them.
func (r *realm) word(d dimension, values []int) string {
	for a, axis := range r.space.axes {
		if axis.dimension == d {
			if r.workload && (d == client || d == platform) && !r.asksFor(d) {
				return ""
			}
			return r.space.words[a][values[a]]
		}
	}
	return ""
}

// asksFor reports whether any policy of the realm has a condition about a dimension.
func (r *realm) asksFor(d dimension) bool {
	return slices.ContainsFunc(r.policies, func(p comparedPolicy) bool {
		return slices.ContainsFunc(slices.Concat(p.versions[0], p.versions[1]), func(v version) bool {
			return v.workload == r.workload && v.conditions[d] != everything
		})
	})
}

func stated(word string) string {
	if word == none {
		return ""
	}
	return word
}

func (r *realm) exampleTarget(value string) ca.SignInContext {
	if id, ok := strings.CutPrefix(value, actionPrefix); ok {
		return ca.SignInContext{UserAction: id}
	}
	if id, ok := strings.CutPrefix(value, contextPrefix); ok {
		return ca.SignInContext{AuthenticationContext: id}
	}
	id := strings.TrimPrefix(value, applicationPrefix)
	if id == "" {
		id = r.spareApplication()
	}
	return ca.SignInContext{Applications: []string{id}}
}

// spareApplication is an application that no policy names: one that people know, if possible.
func (r *realm) spareApplication() string {
	named := func(id string) bool { return slices.Contains(r.reader.targets, applicationPrefix+id) }
	for _, id := range []string{ca.AppWindowsAzureAD, ca.AppAzureServiceManagement, ca.AppWindows365, ca.AppDirectoryBlade} {
		if !named(id) {
			return id
		}
	}
	return spareID(named)
}

// spareID is an id of nothing.
func spareID(taken func(string) bool) string {
	for n := 1; ; n++ {
		digits := strconv.Itoa(n)
		if id := "99999999-9999-9999-9999-" + strings.Repeat("0", 12-len(digits)) + digits; !taken(id) {
			return id
		}
	}
}

func (r *realm) exampleIdentity(who person) ca.SignInIdentity {
	if r.workload {
		return ca.SignInIdentity{ServicePrincipalID: who.id}
	}
	identity := ca.SignInIdentity{UserID: who.id}
	if who.class < 0 || (who.assumed && who.types[0] == who.types[1]) {
		identity.ExternalUserType = who.types[0]
	}
	if who.outside() {
		identity.ExternalTenantID = who.home
		if who.homeless {
			identity.ExternalTenantID = spareID(func(id string) bool { return slices.Contains(r.reader.homes, id) })
		}
	}
	return identity
}

// systems are operating systems of the platforms.
var systems = map[ca.Platform]string{
	ca.PlatformWindows: "Windows", ca.PlatformMacOS: "macOS", ca.PlatformLinux: "Linux", ca.PlatformIOS: "iOS", ca.PlatformAndroid: "Android",
}

// exampleDevice chooses the device, and with it the platform: none, where none will do.
func (r *realm) exampleDevice(region *region, p *point) (*ca.Device, bool) {
	s := r.space
	platformAxis, none := 0, true
	choices := map[int][]int{}
	for a, axis := range s.axes {
		switch axis.dimension {
		case platform:
			platformAxis = a
			choices[a] = r.choices(region, a)
		case device:
			if s.component[a] != nil {
				choices[a] = r.choices(region, a)
				none = none && choices[a][0] == 0
			}
		}
	}
	if none {
		return nil, true
	}
	for _, value := range choices[platformAxis] {
		on := s.words[platformAxis][value]
		properties := map[string]ca.Property{}
		for _, name := range devicerule.PropertyNames() {
			properties[name] = ca.Property{}
		}
		if system := systems[ca.Platform(on)]; system != "" {
			properties[operatingSystem] = ca.Property{Values: []string{system}}
		}
		// Attributes reach the service from managed devices alone.
		properties["isManaged"] = ca.Property{Values: []string{"true"}}
		if r.fill(properties, choices, on) {
			p.values[platformAxis] = value
			return &ca.Device{ID: "example-device", Properties: properties}, true
		}
	}
	return nil, false
}

// trim takes from a region the platforms that no sign-in of it can be on, since no device on them makes of the
// filters what the region asks.
func (r *realm) trim(region *region) {
	at := slices.IndexFunc(r.levels, func(l level) bool {
		return l.proposition < 0 && r.space.axes[l.axis].dimension == platform
	})
	if !slices.ContainsFunc(r.space.components, func(c *component) bool { return c != nil && c.platforms }) {
		return
	}
	one := *region
	one.values = slices.Clone(region.values)
	left := bitset.New(len(platformValues))
	all := r.choices(region, r.levels[at].axis)
	for _, value := range all {
		one.values[at] = bitset.New(len(platformValues))
		one.values[at].Add(value)
		if _, exists := r.example(&one); exists {
			left.Add(value)
		}
	}
	if left.Count() < len(all) {
		region.values[at] = left
	}
}

func (r *realm) choices(region *region, axis int) []int {
	values := r.valuesOf(region, axis)
	if values == nil {
		values = r.space.axes[axis].full
	}
	return slices.Collect(values.All)
}

// fill gives a device the properties that every component needs on a platform.
func (r *realm) fill(properties map[string]ca.Property, choices map[int][]int, on string) bool {
	for a, component := range r.space.component {
		if component == nil {
			continue
		}
		at := slices.IndexFunc(choices[a], func(value int) bool { return component.values[value].witness(on) != nil })
		if at < 0 {
			return false
		}
		for name, values := range component.values[choices[a][at]].witness(on) {
			properties[name] = ca.Property{Values: values}
		}
	}
	return true
}

// witness is properties that make a device say so on a platform; nil where none do.
func (v deviceValue) witness(platform string) map[string][]string {
	if w, free := v.witnesses[""]; free {
		return w
	}
	return v.witnesses[platform]
}
