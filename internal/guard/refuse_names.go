package guard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// unknownMember is what the service shows where an enumeration has a member that the caller did not ask
// for. It does not take it back.
const unknownMember = "unknownFutureValue"

func refuseNames(p ca.Policy) []refusal {
	var list []refusal
	if strings.TrimSpace(p.DisplayName) == "" {
		list = append(list, refusal{attribute: "display_name", harm: "has no name", text: "a policy needs a display name."})
	}
	if p.State != ca.NotYetKnown && !slices.Contains(ca.States, p.State) {
		list = append(list, refusal{
			attribute: "state", harm: "has a state that does not exist",
			text: fmt.Sprintf("%q is none of \"enabled\", \"disabled\" and \"enabledForReportingButNotEnforced\".", p.State),
		})
	}
	for _, path := range attributesWith(ca.EncodePolicy(p), unknownMember) {
		list = append(list, refusal{
			attribute: path, harm: "holds " + unknownMember,
			text: "`unknownFutureValue` stands for a value that an older reader did not know, and cannot be written.",
		})
	}
	return list
}

func refuseUsers(p ca.Policy) []refusal {
	var list []refusal
	u := p.Conditions.Users
	if p.Conditions.ClientApplications == nil && u.IncludeGuestsOrExternalUsers == nil && len(u.Extra) == 0 &&
		len(u.IncludeUsers)+len(u.IncludeGroups)+len(u.IncludeRoles) == 0 {
		list = append(list, refusal{
			attribute: "conditions.users.include_users", harm: "includes nobody",
			text: "a policy needs users, groups, roles or guests to include, or client applications.",
			fix:  []string{`include_users = ["All"]`},
		})
	}
	for attribute, roles := range map[string][]string{"conditions.users.include_roles": u.IncludeRoles, "conditions.users.exclude_roles": u.ExcludeRoles} {
		if contains(roles, ca.All) || contains(roles, ca.None) {
			list = append(list, refusal{
				attribute: attribute, harm: "names a role that does not exist",
				text: "roles are named by the template ids of built-in roles; `All` and `None` are not among them.",
			})
		}
	}
	list = append(list, refuseGuests("conditions.users.include_guests_or_external_users", u.IncludeGuestsOrExternalUsers)...)
	list = append(list, refuseGuests("conditions.users.exclude_guests_or_external_users", u.ExcludeGuestsOrExternalUsers)...)
	list = append(list, refuseGuestsTwice("conditions.users.include_users", u.IncludeUsers, u.IncludeGuestsOrExternalUsers)...)
	list = append(list, refuseGuestsTwice("conditions.users.exclude_users", u.ExcludeUsers, u.ExcludeGuestsOrExternalUsers)...)
	slices.SortFunc(list, func(a, b refusal) int { return strings.Compare(a.attribute, b.attribute) })
	return list
}

// refuseGuestsTwice refuses both forms of one choice, side by side.
func refuseGuestsTwice(attribute string, users []string, g *ca.GuestsOrExternal) []refusal {
	if g == nil || !contains(users, ca.GuestsOrExternalUsers) {
		return nil
	}
	return []refusal{{
		attribute: attribute, harm: "names guests in two forms",
		text: "`GuestsOrExternalUsers` cannot be combined with kinds of guests or external users, of which it means all.",
	}}
}

func refuseGuests(attribute string, g *ca.GuestsOrExternal) []refusal {
	if g == nil {
		return nil
	}
	var list []refusal
	if len(g.GuestOrExternalUserTypes) == 0 {
		list = append(list, refusal{
			attribute: attribute + ".guest_or_external_user_types", harm: "names no kind of guest",
			text: "at least one kind of guest or external user has to be named.",
		})
	}
	switch t := g.ExternalTenants; {
	case t == nil, t.MembershipKind == ca.NotYetKnown:
	case t.MembershipKind == "enumerated" && len(t.Members) == 0:
		list = append(list, refusal{
			attribute: attribute + ".external_tenants.members", harm: "enumerates no tenant",
			text: "`enumerated` external tenants need members.",
		})
	case t.MembershipKind != "enumerated" && len(t.Members) > 0:
		list = append(list, refusal{
			attribute: attribute + ".external_tenants.members", harm: "names tenants beside all of them",
			text: "members are only for external tenants that are `enumerated`.",
		})
	}
	return list
}
