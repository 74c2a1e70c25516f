package engine

import (
	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/devicerule"
)

// A program is a tenant's enabled policies compiled to masks. Everything in it holds for every repairer;
// what depends on the person is in person masks and credentials.
type program struct {
	question  Question
	directory *directory
	policies  []ca.Policy // the enabled ones, in the tenant's order
	n         int

	channels     []channel
	registration mask // the registration sign-in, in place of a channel
	byUserAction set  // policies that name the registration itself, not only all resources

	platforms  map[ca.Platform]mask
	userRisk   map[ca.RiskLevel]mask
	signInRisk map[ca.RiskLevel]mask
	noDevice   mask // device filters on a sign-in without a device
	filters    []deviceFilter
	unfiltered mask

	atlas     *atlas
	located   []locatedPolicy
	unlocated mask
	classes   []network

	grants        []grant // distinct
	grantOf       []int   // by policy
	strengths     []strength
	multifactor   strength         // what the mfa control stands for
	cuts          map[string][]int // the modes that hang on each part of the methods policy
	secureSession set              // policies whose token protection makes native clients unsure

	seen    map[string][]ca.LoggedSignIn
	answers map[string]*answered // by the key of a credential's answers
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

type deviceFilter struct {
	policy int
	mode   ca.FilterMode
	rule   *devicerule.Rule // nil where it cannot be parsed
}

var graphAudiences = []string{ca.AppMicrosoftGraph, ca.AppWindowsAzureAD}

var portalAudiences = append(append([]string{}, graphAudiences...),
	ca.AppAzureServiceManagement, ca.AppAzurePortal, ca.AppDirectoryBlade,
	ca.AppExchangeOnline, ca.AppSharePointOnline, ca.AppWindows365)

var (
	allPlatforms = []ca.Platform{ca.PlatformWindows, ca.PlatformMacOS, ca.PlatformLinux, ca.PlatformIOS, ca.PlatformAndroid, ca.PlatformUnknown}
	allRisks     = []ca.RiskLevel{ca.RiskNone, ca.RiskLow, ca.RiskMedium, ca.RiskHigh}
)

// compile turns the enabled policies into masks. A policy that can concern no repairer has no bit.
func compile(q Question, d *directory) *program {
	p := &program{question: q, directory: d, answers: map[string]*answered{}, seen: recentSignIns(q.Tenant), cuts: cuts(q.Tenant)}
	for _, policy := range q.Tenant.Policies.Value() {
		if enforcement(policy) != No && includesSomebody(policy.Conditions.Users) && matchNever(policy.Conditions) != No {
			p.policies = append(p.policies, policy)
		}
	}
	p.n = len(p.policies)
	p.compileChannels()
	p.compileEnvironment()
	p.compileLocations()
	p.compileGrants()
	return p
}

// enforcement says whether a policy is enabled, which a plan may not know yet.
func enforcement(p ca.Policy) Value {
	switch p.State {
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
			c.mask.put(i, min(concern(policy), matchApplications(policy.Conditions.Applications, audiences), matchClient(policy.Conditions.ClientAppTypes, c.client)))
		}
		p.channels = append(p.channels, c)
	}
	p.registration, p.byUserAction, p.secureSession = newMask(p.n), newSet(p.n), newSet(p.n)
	for i, policy := range p.policies {
		target, named := matchRegistration(policy.Conditions.Applications)
		if named {
			p.byUserAction.add(i)
		}
		p.registration.put(i, min(concern(policy), target, matchClient(policy.Conditions.ClientAppTypes, ca.ClientAppBrowser)))
		if s := policy.SessionControls; s != nil && s.SecureSignInSession != nil && isTrue(s.SecureSignInSession.IsEnabled) {
			p.secureSession.add(i)
		}
	}
}

// standing is what a policy says before any condition is looked at: one that may not be enabled, or that
// holds something the reader does not know, is never sure.
func standing(p ca.Policy) Value {
	v := enforcement(p)
	if len(p.UnknownConditions()) > 0 {
		v = min(v, Unknown)
	}
	return v
}

// concern is what a policy says of people before it is asked about one of them.
func concern(p ca.Policy) Value { return min(standing(p), matchNever(p.Conditions)) }

func (p *program) compileEnvironment() {
	p.platforms, p.userRisk, p.signInRisk = map[ca.Platform]mask{}, map[ca.RiskLevel]mask{}, map[ca.RiskLevel]mask{}
	for _, platform := range allPlatforms {
		p.platforms[platform] = p.maskOf(func(c ca.Conditions) Value { return matchPlatform(c.Platforms, platform) })
	}
	for _, level := range allRisks {
		p.userRisk[level] = p.maskOf(func(c ca.Conditions) Value { return matchRisk(c.UserRiskLevels, level) })
		p.signInRisk[level] = p.maskOf(func(c ca.Conditions) Value { return matchRisk(c.SignInRiskLevels, level) })
	}
	p.unfiltered = fullMask(p.n)
	for i, policy := range p.policies {
		if d := policy.Conditions.Devices; d != nil && d.DeviceFilter != nil {
			f := deviceFilter{policy: i, mode: d.DeviceFilter.Mode}
			if rule, err := devicerule.Parse(d.DeviceFilter.Rule); err == nil {
				f.rule = rule
			}
			p.filters = append(p.filters, f)
			p.unfiltered.surely.remove(i)
			p.unfiltered.perhaps.remove(i)
		}
	}
	p.noDevice = p.filterMask(devicerule.Null)
}

func (p *program) maskOf(match func(ca.Conditions) Value) mask {
	m := newMask(p.n)
	for i, policy := range p.policies {
		m.put(i, match(policy.Conditions))
	}
	return m
}

// filterMask says which policies' device filters a device matches.
func (p *program) filterMask(device devicerule.Lookup) mask {
	m := p.unfiltered.clone()
	for _, f := range p.filters {
		m.put(f.policy, f.match(device))
	}
	return m
}

func (f deviceFilter) match(device devicerule.Lookup) Value {
	if f.rule == nil {
		return Unknown
	}
	switch v := Value(f.rule.Decide(device)); f.mode {
	case ca.FilterInclude:
		return v
	case ca.FilterExclude:
		return v.Not()
	}
	return Unknown
}

func (p *program) compileLocations() {
	p.atlas = newAtlas(p.question.Tenant, p.policies)
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
		p.unlocated.surely.remove(i)
		p.unlocated.perhaps.remove(i)
	}
	p.classes = p.networks()
}

func isTrue(b *bool) bool { return b != nil && *b }
