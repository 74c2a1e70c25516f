package graph

import (
	"context"
	"slices"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A directory is what was read of the tenant beside Conditional Access. Its settings and roles are read
// whole; of users, groups and service principals only those that somebody asked for. It is read in rounds,
// each of them a few batches, and grows when more is asked of it.
type directory struct {
	started time.Time

	organization struct{ id, name string }
	defaults     ca.Fact[ca.SecurityDefaults]
	methods      ca.Fact[ca.AuthenticationMethodsPolicy]
	domains      ca.Fact[[]ca.Domain]
	definitions  ca.Fact[[]ca.RoleDefinition]
	assignments  ca.Fact[[]ca.RoleAssignment]
	active       ca.Fact[[]ca.RoleAssignment]
	eligible     ca.Fact[[]ca.RoleAssignment]

	users             known[ca.User]
	groups            known[ca.Group]
	servicePrincipals known[ca.ServicePrincipal]
	applications      map[string]bool // application ids that were asked for

	members map[string][]ca.Member // of the groups that were read whole
	large   map[string]bool        // groups that were too large for it
	people  people
}

// readSettings reads what does not depend on who asks.
func (c *Client) readSettings(ctx context.Context) (*directory, error) {
	d := &directory{
		started: time.Now(),
		members: map[string][]ca.Member{}, large: map[string]bool{}, applications: map[string]bool{},
		people: newPeople(),
	}
	readings := []reading{
		{fact: "organization", order: c.readOrganization(ctx), take: func(data []byte) (err error) {
			d.organization.id, d.organization.name, err = ca.DecodeOrganization(data)
			return err
		}},
		{fact: "security defaults", order: c.readSecurityDefaults(ctx), take: into(ca.DecodeSecurityDefaults, func(v ca.SecurityDefaults) { d.defaults = ca.Known(v) })},
		{fact: "authentication methods policy", order: c.readMethodsPolicy(ctx), take: into(ca.DecodeMethodsPolicy, func(v ca.AuthenticationMethodsPolicy) { d.methods = ca.Known(v) })},
		{fact: "domains", order: c.readDomains(ctx), take: into(ca.DecodeDomains, func(v []ca.Domain) { d.domains = ca.Known(v) })},
		{fact: "role definitions", order: c.readRoleDefinitions(ctx), take: into(ca.DecodeRoleDefinitions, func(v []ca.RoleDefinition) { d.definitions = ca.Known(v) })},
		{fact: "role assignments", order: c.readRoleAssignments(ctx), take: into(ca.DecodeRoleAssignments, func(v []ca.RoleAssignment) { d.assignments = ca.Known(v) })},
		{fact: "active role assignment instances", order: c.readActiveInstances(ctx), take: into(ca.DecodeRoleAssignments, func(v []ca.RoleAssignment) { d.active = ca.Known(v) })},
		{fact: "eligible role assignment instances", order: c.readEligibleInstances(ctx), take: into(ca.DecodeRoleAssignments, func(v []ca.RoleAssignment) { d.eligible = ca.Known(v) })},
	}
	return d, c.carryOut(ctx, slices.Values(readings))
}

// principals are the holders of roles at tenant scope, active or eligible: of all roles, and of those that
// may change Conditional Access.
func (d *directory) principals() (all, repairers map[string]bool) {
	all, repairers = map[string]bool{}, map[string]bool{}
	custom := map[string]bool{}
	for _, definition := range d.definitions.Value() {
		if slices.Contains(definition.AllowedActions, ca.ActionUpdatePolicies) || slices.Contains(definition.AllowedActions, ca.ActionAllTasksPolicies) {
			custom[ca.FoldID(definition.ID)] = true
		}
		switch ca.FoldID(definition.TemplateID) {
		case ca.RoleGlobalAdministrator, ca.RoleConditionalAccessAdministrator, ca.RoleSecurityAdministrator:
			custom[ca.FoldID(definition.ID)] = true
		}
	}
	for _, a := range slices.Concat(d.assignments.Value(), d.active.Value(), d.eligible.Value()) {
		if !a.AtTenantScope() {
			continue
		}
		principal, role := ca.FoldID(a.PrincipalID), ca.FoldID(a.RoleDefinitionID)
		all[principal] = true
		switch role {
		case ca.RoleGlobalAdministrator, ca.RoleConditionalAccessAdministrator, ca.RoleSecurityAdministrator:
			repairers[principal] = true
		default:
			if custom[role] {
				repairers[principal] = true
			}
		}
	}
	return all, repairers
}

const (
	userProperties      = "id,displayName,userPrincipalName,accountEnabled,userType,onPremisesSyncEnabled"
	groupProperties     = "id,displayName,groupTypes,membershipRule,isAssignableToRole,isManagementRestricted,securityEnabled"
	principalProperties = "id,appId,displayName,servicePrincipalType,appOwnerOrganizationId,signInAudience,accountEnabled"
)

func (d *directory) askUsers(ids map[string]bool) []reading {
	return asked(&d.users, "users", "users", "id", ids, userProperties, readUsers, decodeSelectedUsers, func(u ca.User) string { return u.ID })
}

func (d *directory) askGroups(ids map[string]bool) []reading {
	return asked(&d.groups, "groups", "groups", "id", ids, groupProperties, readGroups, decodeSelectedGroups, func(g ca.Group) string { return g.ID })
}

func (d *directory) askServicePrincipals(ids map[string]bool) []reading {
	return asked(&d.servicePrincipals, "service principals", "servicePrincipals", "id", ids, principalProperties, readApplications,
		ca.DecodeServicePrincipals, func(s ca.ServicePrincipal) string { return s.ID })
}

// askApplications looks service principals up by the application that they stand for.
func (d *directory) askApplications(ids map[string]bool) []reading {
	byApplication := known[ca.ServicePrincipal]{asked: d.applications}
	readings := asked(&byApplication, "service principals", "servicePrincipals", "appId", ids, principalProperties, readApplications,
		ca.DecodeServicePrincipals, func(s ca.ServicePrincipal) string { return s.ID })
	for i := range readings {
		readings[i].take = into(ca.DecodeServicePrincipals, func(list []ca.ServicePrincipal) {
			d.servicePrincipals.add(list, func(s ca.ServicePrincipal) string { return s.ID })
		})
		readings[i].failed = func() { d.servicePrincipals.denied = true }
	}
	return readings
}

// asked are the readings for what was not asked for yet.
func asked[T any](k *known[T], fact, collection, property string, ids map[string]bool, properties string, needs []string, decode func([]byte) ([]T, error), id func(T) string) []reading {
	var readings []reading
	for _, portion := range k.open(ids) {
		readings = append(readings, reading{
			fact:   fact,
			order:  filtered(collection, property, portion, properties, needs),
			take:   into(decode, func(list []T) { k.add(list, id) }),
			failed: func() { k.denied = true },
		})
	}
	return readings
}

// decodeSelectedUsers reads users whose properties were selected by name: what is null then is not unread
// but unset. A user without accountEnabled, which is never null, was not readable in full.
func decodeSelectedUsers(data []byte) ([]ca.User, error) {
	users, err := ca.DecodeUsers(data)
	for i := range users {
		if u := &users[i]; u.AccountEnabled != nil {
			u.OnPremisesSyncEnabled = orFalse(u.OnPremisesSyncEnabled)
		}
	}
	return users, err
}

// decodeSelectedGroups is decodeSelectedUsers for groups; securityEnabled is never null.
func decodeSelectedGroups(data []byte) ([]ca.Group, error) {
	groups, err := ca.DecodeGroups(data)
	for i := range groups {
		if g := &groups[i]; g.SecurityEnabled != nil {
			g.IsAssignableToRole = orFalse(g.IsAssignableToRole)
			g.IsManagementRestricted = orFalse(g.IsManagementRestricted)
		}
	}
	return groups, err
}

func orFalse(b *bool) *bool {
	if b == nil {
		b = new(bool)
	}
	return b
}
