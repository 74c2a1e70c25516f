package engine

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// A program is a tenant's enabled policies compiled to masks. Everything in it holds for every repairer;
// what depends on the person is in person masks and credentials.
type program struct {
	question Question
	roster   *roster
	policies []*ca.Policy // the enabled ones, in the tenant's order
	standing []Value      // what each says before any condition is looked at
	n        int
	columns  []*column        // by policy: whom it means
	rows     [mostTurns]masks // the same by person
	edition  []int            // by policy: equal numbers are equal policies, also of programs made from each other

	channels     []channel
	registration mask // the registration sign-in, in place of a channel
	byUserAction set  // policies that name the registration itself, not only all resources

	everything   set // all policies
	everyChannel set // the policies that lie on every channel

	platforms  map[ca.Platform]mask
	risks      []*risk // every pair of levels; that of no risk comes first
	mildRisks  []*risk // no risk, and those of which no other asks less
	harshRisks []*risk // no risk, and those of which no other asks more
	filters    filters
	handled    map[handling]*mask // by platform and class of device

	atlas      *atlas
	located    []locatedPolicy
	unlocated  mask
	classes    []*network         // every one that can be
	mildest    []*network         // those of which no other asks less
	harshest   []*network         // those of which no other asks more
	exploded   bool               // there are more than were looked at
	nearAll    []*network         // those that everybody is known to sign in from
	nearTo     map[int][]*network // by person, where they roam
	numbers    map[string]int     // by what the policies say
	shown      map[*network]WitnessNetwork
	placed     map[*network]string
	statements map[statement]*network
	roams      bool // not everybody is known to sign in from the same networks

	grants        []grant // distinct
	grantOf       []int   // by policy
	strengths     []strength
	multifactor   strength // what the mfa control stands for
	secureSession set      // policies whose token protection makes native clients unsure

	steps  int // how many branches are looked at for one person
	walker *walker
	here   [mostTurns]mask // see [candidate.at]

	answers  map[string]*answered // by the answer's key
	answerOf map[answerSource]*answered
}

// A channel is a client and the audiences that must all let it in.
type channel struct {
	name   Channel
	client ca.ClientApp
	mask   mask
}

type locatedPolicy struct {
	policy           int
	include, exclude locationList
}

// A handling is a platform and a class of device: what the conditions on both say is said once.
type handling struct {
	platform ca.Platform
	class    int
}

var graphAudiences = []string{ca.AppMicrosoftGraph, ca.AppWindowsAzureAD}

var portalAudiences = append(append([]string{}, graphAudiences...),
	ca.AppAzureServiceManagement, ca.AppAzurePortal, ca.AppDirectoryBlade,
	ca.AppExchangeOnline, ca.AppSharePointOnline, ca.AppWindows365)

var (
	allPlatforms = []ca.Platform{ca.PlatformWindows, ca.PlatformMacOS, ca.PlatformLinux, ca.PlatformIOS, ca.PlatformAndroid, ca.PlatformUnknown}
)

// compile turns the enabled policies into masks. A policy that can concern no repairer has no bit.
func compile(q Question, r *roster) *program {
	p := &program{question: q, roster: r, steps: maxSteps, handled: map[handling]*mask{}, answers: map[string]*answered{}, answerOf: map[answerSource]*answered{},
		nearTo: map[int][]*network{}, numbers: map[string]int{}, shown: map[*network]WitnessNetwork{}, placed: map[*network]string{}, statements: map[statement]*network{}}
	policies := q.Tenant.Policies.Value()
	for i := range policies {
		policy := &policies[i]
		if enforcement(policy.State) != No && includesSomebody(policy.Conditions.Users) && matchNever(policy.Conditions) != No {
			p.policies = append(p.policies, policy)
			p.standing = append(p.standing, concern(policy))
		}
	}
	p.n = len(p.policies)
	p.everything = bitset.Full(p.n)
	p.walker = newWalker(p.n)
	for turn := range p.here {
		p.here[turn] = newMask(p.n)
	}
	p.compileChannels()
	p.compileEnvironment()
	p.compileLocations()
	p.compileGrants()
	return p
}

// enforcement says whether a policy is enabled, which a plan may not know yet.
func enforcement(s ca.State) Value {
	switch s {
	case ca.StateEnabled:
		return Yes
	case ca.NotYetKnown:
		return Unknown
	}
	return No
}

func (p *program) compileChannels() {
	for _, c := range []channel{
		{name: ChannelPortal, client: ca.ClientAppBrowser},
		{name: ChannelGraph, client: ca.ClientAppBrowser},
		{name: ChannelGraph, client: ca.ClientAppMobileAndDesktop},
	} {
		audiences := graphAudiences
		if c.name == ChannelPortal {
			audiences = portalAudiences
		}
		c.mask = newMask(p.n)
		for i, policy := range p.policies {
			c.mask.put(i, min(p.standing[i], matchApplications(policy.Conditions.Applications, audiences), matchClient(policy.Conditions.ClientAppTypes, c.client)))
		}
		p.channels = append(p.channels, c)
	}
	p.everyChannel = p.everything.Clone()
	for _, c := range p.channels {
		p.everyChannel.Intersect(c.mask.surely)
	}
	p.registration, p.byUserAction, p.secureSession = newMask(p.n), bitset.New(p.n), bitset.New(p.n)
	for i, policy := range p.policies {
		target, named := matchRegistration(policy.Conditions.Applications)
		if named {
			p.byUserAction.Add(i)
		}
		p.registration.put(i, min(p.standing[i], target, matchClient(policy.Conditions.ClientAppTypes, ca.ClientAppBrowser)))
		if s := policy.SessionControls; s != nil && s.SecureSignInSession != nil && isTrue(s.SecureSignInSession.IsEnabled) {
			p.secureSession.Add(i)
		}
	}
}

// standing is what a policy says before any condition is looked at: one that may not be enabled, or that
// holds something the reader does not know, is never sure.
func standing(p *ca.Policy) Value {
	v := enforcement(p.State)
	if len(p.UnknownConditions()) > 0 {
		v = min(v, Unknown)
	}
	return v
}

// concern is what a policy says of people before it is asked about one of them.
func concern(p *ca.Policy) Value { return min(standing(p), matchNever(p.Conditions)) }

func (p *program) compileEnvironment() {
	p.platforms = map[ca.Platform]mask{}
	for _, platform := range slices.Concat(allPlatforms, p.platformsAvailable()) {
		p.platforms[platform] = p.maskOf(func(c ca.Conditions) Value { return matchPlatform(c.Platforms, platform) })
	}
	p.compileRisks()
	p.filters = compileFilters(p.policies)
}

// optionMask is what the conditions on platform and device say to a device of a class.
func (p *program) optionMask(platform ca.Platform, class int) *mask {
	key := handling{platform, class}
	if known := p.handled[key]; known != nil {
		return known
	}
	m := p.platforms[platform].clone()
	m.intersect(p.filters.classes[class])
	p.handled[key] = &m
	return &m
}

func (p *program) maskOf(match func(ca.Conditions) Value) mask {
	m := newMask(p.n)
	for i, policy := range p.policies {
		m.put(i, match(policy.Conditions))
	}
	return m
}

func (p *program) compileLocations() {
	p.atlas = p.roster.atlas(p.policies)
	p.unlocated = fullMask(p.n)
	for i, policy := range p.policies {
		c := policy.Conditions.Locations
		if c == nil {
			continue
		}
		l := locatedPolicy{policy: i, include: p.atlas.list(c.IncludeLocations), exclude: p.atlas.list(c.ExcludeLocations)}
		if len(c.IncludeLocations) == 0 {
			l.include.always = Yes
		}
		p.located = append(p.located, l)
		p.unlocated.surely.Remove(i)
		p.unlocated.perhaps.Remove(i)
	}
	p.exploded = p.atlas.exploded
	p.classes = p.networks()
	p.mildest = extremes(p.classes, milder)
	p.harshest = extremes(p.classes, harsher)
	p.roams = len(p.roster.seen) > 0 || slices.ContainsFunc(p.question.Assume.Networks, func(n ca.Network) bool { return n.Account != "" })
	p.nearAll = p.nearEverybody(func(ca.Network) bool { return true })
}

func isTrue(b *bool) bool { return b != nil && *b }
