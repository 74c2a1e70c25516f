package guard

import (
	"fmt"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/devicerule"
)

const (
	includeApplications = "conditions.applications.include_applications"
	longestRule         = 3072 // characters of a filter rule
)

// refuseTargets wants exactly one kind of target, and no application beside all or none of them.
func refuseTargets(p ca.Policy) []refusal {
	a := p.Conditions.Applications
	kinds := 0
	for _, named := range []bool{
		len(a.IncludeApplications) > 0 || a.ApplicationFilter != nil,
		len(a.IncludeUserActions) > 0,
		len(a.IncludeAuthenticationContextClassReferences) > 0,
	} {
		if named {
			kinds++
		}
	}
	var list []refusal
	switch {
	case kinds == 0 && len(a.Extra) == 0:
		list = append(list, refusal{
			attribute: includeApplications, harm: "targets nothing",
			text: "a policy needs applications, a user action or authentication contexts (error 1011).",
			fix:  []string{`include_applications = ["All"]`},
		})
	case kinds > 1:
		list = append(list, refusal{
			attribute: "conditions.applications.include_user_actions", harm: "mixes kinds of targets",
			text: "applications, user actions and authentication contexts each need a policy of their own.",
		})
	}
	for _, word := range []string{ca.All, ca.None} {
		switch {
		case !contains(a.IncludeApplications, word):
		case a.ApplicationFilter != nil:
			list = append(list, refusal{
				attribute: "conditions.applications.application_filter", harm: fmt.Sprintf("filters %s of the applications", word),
				text: fmt.Sprintf("an application filter does not go with %q.", word),
			})
		case len(a.IncludeApplications) > 1 && !isUnknown(a.IncludeApplications):
			list = append(list, refusal{
				attribute: includeApplications, harm: fmt.Sprintf("names applications beside %s", word),
				text: fmt.Sprintf("%q stands alone.", word), doubtful: true,
			})
		}
	}
	return list
}

func refuseFilters(p ca.Policy) []refusal {
	var list []refusal
	c := p.Conditions
	if c.Devices != nil && c.Devices.DeviceFilter != nil {
		f := *c.Devices.DeviceFilter
		const attribute = "conditions.devices.device_filter"
		list = append(list, refuseFilter(attribute, f)...)
		if f.Rule != "" && f.Rule != ca.NotYetKnown && len([]rune(f.Rule)) <= longestRule {
			if _, err := devicerule.Parse(f.Rule); err != nil {
				list = append(list, refusal{
					attribute: attribute + ".rule", harm: "has a device rule that does not parse",
					text: fmt.Sprintf("the rule cannot be read: %v.", err),
				})
			}
		}
	}
	if f := c.Applications.ApplicationFilter; f != nil {
		list = append(list, refuseFilter("conditions.applications.application_filter", *f)...)
	}
	if w := c.ClientApplications; w != nil && w.ServicePrincipalFilter != nil {
		list = append(list, refuseFilter("conditions.client_applications.service_principal_filter", *w.ServicePrincipalFilter)...)
	}
	if w := c.ClientApplications; w != nil && w.AgentIDServicePrincipalFilter != nil {
		list = append(list, refuseFilter("conditions.client_applications.agent_id_service_principal_filter", *w.AgentIDServicePrincipalFilter)...)
	}
	if c.Devices != nil && c.Devices.DeviceFilter != nil && len(c.Extra["deviceStates"]) > 0 {
		list = append(list, refusal{
			attribute: "conditions.device_states", harm: "names device states beside a device filter",
			text: "device states and a device filter do not go together; the filter says more.",
		})
	}
	return list
}

func refuseFilter(attribute string, f ca.Filter) []refusal {
	var list []refusal
	if f.Mode != ca.NotYetKnown && !slices.Contains(ca.FilterModes, f.Mode) {
		list = append(list, refusal{
			attribute: attribute + ".mode", harm: "has a filter without a mode",
			text: fmt.Sprintf("the mode is \"include\" or \"exclude\", not %q.", f.Mode),
		})
	}
	switch n := len([]rune(f.Rule)); {
	case f.Rule == "":
		list = append(list, refusal{attribute: attribute + ".rule", harm: "has a filter without a rule", text: "a filter needs a rule."})
	case n > longestRule:
		list = append(list, refusal{
			attribute: attribute + ".rule", harm: "has a filter rule that is too long",
			text: fmt.Sprintf("a filter rule has at most %d characters, and this one has %d.", longestRule, n),
		})
	}
	return list
}

// refuseWorkloads: policies for workload identities block, and concern no person.
func refuseWorkloads(p ca.Policy) []refusal {
	c := p.Conditions
	w := c.ClientApplications
	if w == nil {
		if len(c.ServicePrincipalRiskLevels) > 0 {
			return []refusal{{
				attribute: "conditions.service_principal_risk_levels", harm: "asks for the risk of nobody",
				text: "service principal risk goes with client applications only.",
			}}
		}
		return nil
	}
	var list []refusal
	people := slices.ContainsFunc(c.Users.IncludeUsers, func(id string) bool { return !ca.SameID(id, ca.None) && id != ca.NotYetKnown })
	if people || len(c.Users.IncludeGroups)+len(c.Users.IncludeRoles) > 0 || c.Users.IncludeGuestsOrExternalUsers != nil {
		list = append(list, refusal{
			attribute: "conditions.users.include_users", harm: "mixes workloads and people",
			text: "a policy for workload identities includes no users.",
			fix:  []string{`include_users = ["None"]`},
		})
	}
	if g := p.GrantControls; g == nil || (!isUnknown(g.BuiltInControls) && !slices.Equal(demands(g), []string{string(ca.ControlBlock)})) {
		list = append(list, refusal{
			attribute: grantControls, harm: "asks a workload for more than it can do",
			text: "a policy for workload identities can only block.",
			fix:  []string{`built_in_controls = ["block"]`},
		})
	}
	return list
}

// refuseDeviceRegistration: registering a device knows few conditions and two controls.
func refuseDeviceRegistration(p ca.Policy) []refusal {
	c := p.Conditions
	if !contains(c.Applications.IncludeUserActions, ca.UserActionRegisterDevice) {
		return nil
	}
	var list []refusal
	if c.Devices != nil {
		list = append(list, refusal{
			attribute: "conditions.devices.device_filter", harm: "filters devices before they exist",
			text: "the user action of registering a device takes no device filter.",
		})
	}
	if len(c.ClientAppTypes) > 0 && !contains(c.ClientAppTypes, ca.ClientAppAll) && !isUnknown(c.ClientAppTypes) {
		list = append(list, refusal{
			attribute: "conditions.client_app_types", harm: "narrows clients of an action",
			text: "the user action of registering a device takes no client app types.",
			fix:  []string{`client_app_types = ["all"]`},
		})
	}
	if g := p.GrantControls; g != nil {
		for _, control := range g.BuiltInControls {
			if control != ca.ControlMFA && control != ca.NotYetKnown {
				list = append(list, refusal{
					attribute: grantControls, harm: "asks too much of a registration",
					text: fmt.Sprintf("the user action of registering a device takes multifactor authentication or an authentication strength, not %q.", control),
				})
			}
		}
	}
	return list
}
