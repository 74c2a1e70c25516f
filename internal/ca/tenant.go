package ca

import "time"

// A Fact is something about a tenant that was read, or was not. The zero Fact was not read.
type Fact[T any] struct {
	value T
	read  bool
}

// Known is a fact that was read.
func Known[T any](value T) Fact[T] { return Fact[T]{value: value, read: true} }

// Get returns the value and whether it was read.
func (f Fact[T]) Get() (T, bool) { return f.value, f.read }

// Value returns the value, or the zero value where it was not read.
func (f Fact[T]) Value() T { return f.value }

// Read reports whether the fact was read.
func (f Fact[T]) Read() bool { return f.read }

// A Tenant is everything that was read of one tenant at one time.
//
// The maps are keyed by folded id (see [FoldID]). In the per-object maps a missing entry means that this
// object's facts were not read; an entry that is empty means read, and none.
type Tenant struct {
	ID     string    // "" where the organization was not read
	Name   string    // the organization's display name
	ReadAt time.Time // by the service's own clock; zero for a folder

	Policies         Fact[[]Policy] // v1.0 and beta together, see [MergeBeta]
	NamedLocations   Fact[[]NamedLocation]
	Strengths        Fact[[]AuthenticationStrength]
	Contexts         Fact[[]AuthenticationContext]
	SecurityDefaults Fact[SecurityDefaults]

	MethodsPolicy     Fact[AuthenticationMethodsPolicy]
	Domains           Fact[[]Domain]
	Users             Fact[map[string]User]
	Groups            Fact[map[string]Group]
	ServicePrincipals Fact[map[string]ServicePrincipal]

	RoleDefinitions     Fact[[]RoleDefinition]
	RoleAssignments     Fact[[]RoleAssignment] // roleAssignments
	AssignmentSchedules Fact[[]RoleAssignment] // roleAssignmentScheduleInstances
	EligibleSchedules   Fact[[]RoleAssignment] // roleEligibilityScheduleInstances

	GroupMembers map[string][]Member
	Methods      map[string][]AuthenticationMethod
	Devices      map[string][]Device

	SignIns Fact[[]LoggedSignIn]
}

// Policy finds a policy by id.
func (t *Tenant) Policy(id string) (Policy, bool) {
	for _, p := range t.Policies.Value() {
		if SameID(p.ID, id) {
			return p, true
		}
	}
	return Policy{}, false
}

// Strength finds the authentication strength that a policy names: among those that were read, else the
// policy's own copy, else the built-in ones.
func (t *Tenant) Strength(own AuthenticationStrength) (s AuthenticationStrength, found bool) {
	if own.ID == NotYetKnown {
		return own, false
	}
	for _, s := range t.Strengths.Value() {
		if SameID(s.ID, own.ID) {
			return s, true
		}
	}
	if len(own.AllowedCombinations) > 0 {
		return own, true
	}
	for _, s := range BuiltInStrengths {
		if SameID(s.ID, own.ID) {
			return s, true
		}
	}
	return own, false
}

// User finds a user by id.
func (t *Tenant) User(id string) (User, bool) {
	u, ok := t.Users.Value()[FoldID(id)]
	return u, ok
}

// RoleName is the name of the role with this template or definition id; "" where nobody knows it.
func (t *Tenant) RoleName(id string) string {
	for _, d := range t.RoleDefinitions.Value() {
		if (SameID(d.TemplateID, id) || SameID(d.ID, id)) && d.DisplayName != "" {
			return d.DisplayName
		}
	}
	switch FoldID(id) {
	case RoleGlobalAdministrator:
		return "Global Administrator"
	case RoleConditionalAccessAdministrator:
		return "Conditional Access Administrator"
	case RoleSecurityAdministrator:
		return "Security Administrator"
	}
	return ""
}

// Group finds a group by id.
func (t *Tenant) Group(id string) (Group, bool) {
	g, ok := t.Groups.Value()[FoldID(id)]
	return g, ok
}

// ByID keys a list by folded id.
func ByID[T any](list []T, id func(T) string) map[string]T {
	keyed := make(map[string]T, len(list))
	for _, item := range list {
		keyed[FoldID(id(item))] = item
	}
	return keyed
}

// MergeBeta adds to the policies of v1.0 what only beta shows: whole policies that v1.0 leaves out of its
// list, and preview conditions of policies that it lists.
func MergeBeta(v1, beta []Policy) []Policy {
	merged := make([]Policy, 0, len(v1))
	inBeta := ByID(beta, func(p Policy) string { return p.ID })
	for _, p := range v1 {
		if b, ok := inBeta[FoldID(p.ID)]; ok {
			p.overlayBeta(b)
			delete(inBeta, FoldID(p.ID))
		}
		merged = append(merged, p)
	}
	for _, b := range beta {
		if _, only := inBeta[FoldID(b.ID)]; only {
			merged = append(merged, b)
		}
	}
	return merged
}

// overlayBeta takes over what v1.0 cannot express. Each Extra is merged where its property would stand, so
// that the path in a message is the path in the portal's JSON.
func (p *Policy) overlayBeta(b Policy) {
	p.Extra = p.Extra.merge(b.Extra)
	c, bc := &p.Conditions, b.Conditions
	c.Extra = c.Extra.merge(bc.Extra)
	if len(c.AgentIDRiskLevels) == 0 {
		c.AgentIDRiskLevels = bc.AgentIDRiskLevels
	}
	c.ClientAppTypes = unveiled(c.ClientAppTypes, bc.ClientAppTypes)
	c.UserRiskLevels = unveiled(c.UserRiskLevels, bc.UserRiskLevels)
	c.SignInRiskLevels = unveiled(c.SignInRiskLevels, bc.SignInRiskLevels)
	c.ServicePrincipalRiskLevels = unveiled(c.ServicePrincipalRiskLevels, bc.ServicePrincipalRiskLevels)
	c.InsiderRiskLevels = unveiled(c.InsiderRiskLevels, bc.InsiderRiskLevels)
	c.Users.Extra = c.Users.Extra.merge(bc.Users.Extra)
	c.Applications.Extra = c.Applications.Extra.merge(bc.Applications.Extra)
	c.ClientApplications = betaOnly(c.ClientApplications, bc.ClientApplications)
	c.Platforms = betaOnly(c.Platforms, bc.Platforms)
	c.Locations = betaOnly(c.Locations, bc.Locations)
	c.Devices = betaOnly(c.Devices, bc.Devices)
	c.AuthenticationFlows = betaOnly(c.AuthenticationFlows, bc.AuthenticationFlows)
	if p.GrantControls == nil {
		p.GrantControls = b.GrantControls
	} else if b.GrantControls != nil {
		grant := *p.GrantControls
		grant.BuiltInControls = unveiled(grant.BuiltInControls, b.GrantControls.BuiltInControls)
		grant.Extra = grant.Extra.merge(b.GrantControls.Extra)
		p.GrantControls = &grant
	}
	p.SessionControls = betaOnly(p.SessionControls, b.SessionControls)
}

// betaOnly prefers the beta form of an object that both versions may have: beta's is the same with more in
// it.
func betaOnly[T any](v1, beta *T) *T {
	if beta != nil {
		return beta
	}
	return v1
}
