package engine

import (
	"slices"
	"strconv"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// missing is what keeps a situation from being one in which the person surely signs in: what makes it only
// possible, and for each policy that is in doubt the reason.
func (c *candidate) missing(s situation) []MissingFact {
	var facts factSet
	c.notAvailable(s, &facts)
	c.inDoubt(s, true, &facts)
	return facts.sorted()
}

// missingRobustness is the same for the environment of a break-glass account, which need not be available
// and in which nothing can be registered.
func (c *candidate) missingRobustness(s situation) []MissingFact {
	var facts factSet
	c.inDoubt(s, false, &facts)
	return facts.sorted()
}

// inDoubt gives the reason for every policy that neither surely lets the situation pass nor surely denies it.
func (c *candidate) inDoubt(s situation, registering bool, facts *factSet) {
	channel := c.program.channels[s.channel]
	answered := c.options[s.option].answered
	turns := c.at(s, c.program.everything)
	for turn := range c.turns {
		m := turns[turn]
		registration := No
		if registering {
			registration = c.registrationValue(m, answered)
		}
		applying := bitset.And(m.perhaps, channel.mask.perhaps)
		applying.Each(func(i int) {
			unsure := channel.client == ca.ClientAppMobileAndDesktop && c.program.secureSession.Has(i)
			switch {
			case answered.yes[registration].Has(i) && !unsure:
			case answered.no[registration].Has(i):
				c.doubtfulConditions(i, turn, s, channel.mask, facts)
			case unsure:
				facts.add(fact("tokenProtection", "token protection of %q cannot be checked for native clients", c.program.policies[i].DisplayName))
			default:
				c.doubtfulControls(i, s, registration, facts)
			}
		})
		if registration == Unknown && answered.moved.Meets(applying) {
			c.doubtfulRegistration(m, turn, s, facts)
		}
	}
}

// notAvailable names the statement of the operator, or the fact, that would make the situation available.
func (c *candidate) notAvailable(s situation, facts *factSet) {
	o := c.options[s.option]
	if !c.isNear(s.network) {
		facts.add(fact("networks", "state in assume.networks a network that %s signs in from%s", c.who.user.Name(), c.program.inLocations(s.network)))
	}
	switch {
	case o.hand.device == unreadDevice:
		facts.add(fact("registeredDevices", "read the registered devices of %s", c.who.user.Name()))
	case s.option >= c.available:
		facts.add(fact("platforms", "only a sign-in from a platform that the service cannot tell would pass"))
	}
	if s.risk.user != ca.RiskNone {
		facts.add(fact("userRisk", "only a sign-in at user risk %s would pass", s.risk.user))
	}
	if s.risk.signIn != ca.RiskNone {
		facts.add(fact("signInRisk", "only a sign-in at sign-in risk %s would pass", s.risk.signIn))
	}
}

// inLocations says in which named locations the network would have to be.
func (p *program) inLocations(n *network) string {
	if words, known := p.placed[n]; known {
		return words
	}
	var names []string
	n.surely.Each(func(i int) { names = append(names, strconv.Quote(p.atlas.locations[i].DisplayName)) })
	words := ""
	if len(names) > 0 {
		slices.Sort(names)
		words = ": one in " + strings.Join(names, " and ")
	}
	p.placed[n] = words
	return words
}

// doubtfulConditions says why it is unknown whether a policy applies to a situation with this target: that of its
// channel, or registering.
func (c *candidate) doubtfulConditions(i, turn int, s situation, target mask, facts *factSet) {
	p := c.program
	policy := p.policies[i]
	name := policy.DisplayName
	if enforcement(policy.State) == Unknown {
		facts.add(fact("state", "the state of %q is known only when it is applied", name))
	}
	for _, path := range policy.UnknownConditions() {
		facts.add(fact("condition", "%q has %s, which this version does not know", name, path))
	}
	if c.turns[turn].value(i) == Unknown {
		c.doubtfulUsers(policy, turn, facts)
	}
	if matchNever(policy.Conditions) == Unknown {
		facts.add(fact("condition", "a condition of %q is known only when it is applied", name))
	}
	if target.value(i) == Unknown && p.standing[i] == Yes {
		if policy.Conditions.Applications.ApplicationFilter != nil {
			facts.add(fact("customSecurityAttributes", "%q filters applications by attributes, which are not read", name))
		} else {
			facts.add(fact("condition", "%q targets applications or clients that are not known yet", name))
		}
	}
	if s.network.mask.value(i) == Unknown {
		c.doubtfulLocation(policy, s.network, facts)
	}
	if o := c.options[s.option]; o.mask.value(i) == Unknown {
		c.doubtfulDevice(i, policy, o, facts)
	}
	if s.risk.mask.value(i) == Unknown {
		facts.add(fact("condition", "%q names a risk level that this version does not know", name))
	}
}

func (c *candidate) doubtfulUsers(policy *ca.Policy, turn int, facts *factSet) {
	crowd, u := c.program.roster.crowd, policy.Conditions.Users
	for _, id := range slices.Concat(u.IncludeGroups, u.ExcludeGroups) {
		if id != ca.NotYetKnown && crowd.group(id).value(c.who.index) == Unknown {
			facts.add(factGroupMembers(crowd.directory.Tenant, id))
		}
	}
	for _, id := range slices.Concat(u.IncludeRoles, u.ExcludeRoles) {
		if id != ca.NotYetKnown && crowd.role(id, turn).value(c.who.index) == Unknown {
			facts.add(fact("roleAssignments", "read who holds role %s, and the members of the groups that hold it", id))
		}
	}
	lists := slices.Concat(u.IncludeUsers, u.ExcludeUsers, u.IncludeGroups, u.ExcludeGroups, u.IncludeRoles, u.ExcludeRoles)
	if slices.Contains(lists, ca.NotYetKnown) {
		facts.add(fact("condition", "whom %q means is known only when it is applied", policy.DisplayName))
	}
}

func (c *candidate) doubtfulLocation(policy *ca.Policy, n *network, facts *factSet) {
	a := c.program.atlas
	if !a.read {
		facts.add(fact("namedLocations", "read the named locations: %q depends on them", policy.DisplayName))
		return
	}
	locations := policy.Conditions.Locations
	for _, id := range slices.Concat(locations.IncludeLocations, locations.ExcludeLocations) {
		i, resolves := a.index[ca.FoldID(id)]
		switch {
		case id == ca.All:
		case id == ca.AllTrusted:
			doubtful := bitset.And(a.trusted, a.opaque)
			doubtful.Each(func(i int) { facts.add(factOpaque(a.locations[i])) })
		case id == ca.LegacyTrustedIPs:
			facts.add(fact("namedLocations", "%q names the multifactor service's trusted addresses, which Graph does not show", policy.DisplayName))
		case id == ca.NotYetKnown:
			facts.add(fact("condition", "a location of %q is known only when it is applied", policy.DisplayName))
		case !resolves:
			facts.add(fact("namedLocations", "%q names location %s, which is not in the tenant", policy.DisplayName, id))
		case a.opaque.Has(i):
			facts.add(factOpaque(a.locations[i]))
		}
	}
	looked := a.list(slices.Concat(locations.IncludeLocations, locations.ExcludeLocations)).in
	if !n.countryKnown && looked.Meets(a.hasCountries) {
		facts.add(fact("networks", "state the country of %s in assume.networks", n.address))
	}
}

// doubtfulDevice says why it is unknown whether a policy means the platform, or the device.
func (c *candidate) doubtfulDevice(i int, policy *ca.Policy, o option, facts *factSet) {
	if c.program.platforms[o.platform].value(i) == Unknown {
		facts.add(fact("condition", "%q names a platform that this version does not know", policy.DisplayName))
	}
	if c.program.filters.classes[o.class].value(i) == Unknown {
		c.doubtfulFilter(i, policy, o, facts)
	}
}

func (c *candidate) doubtfulFilter(i int, policy *ca.Policy, o option, facts *factSet) {
	f := policy.Conditions.Devices.DeviceFilter
	switch parsed := c.program.filters.ruleOf(i); {
	case f.Rule == ca.NotYetKnown:
		facts.add(fact("deviceFilter", "the device rule of %q is known only when it is applied", policy.DisplayName))
	case parsed.err != nil:
		facts.add(fact("deviceFilter", "the device rule of %q cannot be parsed: %v", policy.DisplayName, parsed.err))
	case !slices.Contains(ca.FilterModes, f.Mode):
		facts.add(fact("deviceFilter", "whether the device rule of %q includes or excludes is not known", policy.DisplayName))
	case o.hand.device == unreadDevice:
	default:
		var unread []string // of a device: without one every property is null, and the rule is decided
		for _, name := range parsed.rule.Properties() {
			if _, read := c.devices[o.hand.device].property(name); !read {
				unread = append(unread, name)
			}
		}
		facts.add(fact("registeredDevices", "read %s of the devices of %s: the device rule of %q asks for it",
			strings.Join(unread, ", "), c.who.user.Name(), policy.DisplayName))
	}
}

// doubtfulRegistration says why it is unknown whether the person could register a method on the way.
func (c *candidate) doubtfulRegistration(m mask, turn int, s situation, facts *factSet) {
	p, answered := c.program, c.options[s.option].answered
	applying := bitset.And(m.perhaps, p.registration.perhaps)
	applying.Each(func(i int) {
		switch {
		case answered.registerYes.Has(i):
		case answered.registerNo.Has(i):
			c.doubtfulConditions(i, turn, s, p.registration, facts)
		default:
			c.doubtfulControls(i, s, No, facts)
			if !p.byUserAction.Has(i) {
				c.doubtfulStrengths(i, s, facts)
			}
		}
	})
}

// doubtfulStrengths names the strengths that nothing registered meets, of a policy that concerns registering through
// all resources: there they are in doubt.
func (c *candidate) doubtfulStrengths(i int, s situation, facts *factSet) {
	p, o := c.program, c.options[s.option]
	a := p.answer(c.credentials, o.hand, o.platform)
	for _, at := range p.grants[p.grantOf[i]].atoms {
		if at.kind == atomStrength && a.strengths[at.strength] == No {
			facts.add(c.wouldRegister(at))
		}
	}
}
