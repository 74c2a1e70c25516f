package provider

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func chance(r *rand.Rand) bool { return r.IntN(2) == 0 }

func randomID(r *rand.Rand) string {
	return fmt.Sprintf("%08x-0000-4000-8000-%012x", r.Uint32(), r.Uint32())
}

func some[S ~string](r *rand.Rand, members ...S) []S {
	var chosen []S
	for _, m := range members {
		if r.IntN(3) == 0 {
			chosen = append(chosen, m)
		}
	}
	slices.Sort(chosen)
	return chosen
}

func someIDs(r *rand.Rand, words ...string) []string {
	return some(r, append(words, randomID(r), randomID(r), randomID(r))...)
}

func one[S ~string](r *rand.Rand, members []S) S { return members[r.IntN(len(members))] }

func maybe[T any](r *rand.Rand, value T) *T {
	if chance(r) {
		return nil
	}
	return &value
}

func randomPolicy(r *rand.Rand) ca.Policy {
	return ca.Policy{
		ID: randomID(r), DisplayName: "CA" + randomID(r), State: one(r, ca.States), TemplateID: randomID(r),
		CreatedDateTime: time.Unix(r.Int64N(1e9), 0).UTC(), ModifiedDateTime: time.Unix(r.Int64N(1e9), 0).UTC(),
		Conditions: ca.Conditions{
			Users: ca.Users{
				IncludeUsers: someIDs(r, ca.All), ExcludeUsers: someIDs(r, ca.GuestsOrExternalUsers),
				IncludeGroups: someIDs(r), ExcludeGroups: someIDs(r),
				IncludeRoles: someIDs(r), ExcludeRoles: someIDs(r),
				IncludeGuestsOrExternalUsers: randomGuests(r), ExcludeGuestsOrExternalUsers: randomGuests(r),
			},
			Applications: ca.Applications{
				IncludeApplications: someIDs(r, ca.All, ca.Office365), ExcludeApplications: someIDs(r),
				IncludeUserActions:                          some(r, ca.UserActions...),
				IncludeAuthenticationContextClassReferences: some(r, "c1", "c2", "c99"),
				ApplicationFilter:                           randomFilter(r),
			},
			ClientApplications: emptyIsNil(maybe(r, ca.ClientApplications{
				IncludeServicePrincipals: someIDs(r, ca.ServicePrincipalsInMyOrg), ExcludeServicePrincipals: someIDs(r),
				ServicePrincipalFilter:          randomFilter(r),
				IncludeAgentIDServicePrincipals: someIDs(r, ca.All), ExcludeAgentIDServicePrincipals: someIDs(r),
				AgentIDServicePrincipalFilter: randomFilter(r),
			}), clientApplicationsRecord),
			ClientAppTypes: some(r, ca.ClientApps...),
			Platforms: emptyIsNil(maybe(r, ca.PlatformCondition{
				IncludePlatforms: some(r, ca.Platforms...), ExcludePlatforms: some(r, ca.Platforms...),
			}), platformsRecord),
			Locations: emptyIsNil(maybe(r, ca.LocationCondition{
				IncludeLocations: someIDs(r, ca.All), ExcludeLocations: someIDs(r, ca.AllTrusted),
			}), locationsRecord),
			Devices:                    emptyIsNil(maybe(r, ca.DeviceCondition{DeviceFilter: randomFilter(r), Extra: randomLeftovers(r)}), devicesRecord),
			UserRiskLevels:             some(r, ca.RiskLevels...),
			SignInRiskLevels:           some(r, ca.RiskLevels...),
			ServicePrincipalRiskLevels: some(r, ca.RiskLevels...),
			InsiderRiskLevels:          some(r, ca.InsiderRiskLevels...),
			AgentIDRiskLevels:          some(r, ca.AgentRiskLevels...),
			Extra:                      randomDeviceStates(r),
			AuthenticationFlows:        emptyIsNil(maybe(r, ca.AuthenticationFlows{TransferMethods: some(r, ca.TransferMethods...)}), authenticationFlowsRecord),
		},
		GrantControls: maybe(r, ca.GrantControls{
			Operator: one(r, ca.Operators), BuiltInControls: some(r, append(ca.BuiltInControls, "brandNewControl")...),
			CustomAuthenticationFactors: someIDs(r), TermsOfUse: someIDs(r),
			AuthenticationStrength: maybe(r, ca.AuthenticationStrength{ID: randomID(r)}),
		}),
		SessionControls: randomSession(r),
	}
}

func randomSession(r *rand.Rand) *ca.SessionControls {
	on := func() *bool { return new(r.IntN(4) > 0) }
	return maybe(r, ca.SessionControls{
		ApplicationEnforcedRestrictions: maybe(r, ca.Enabled{IsEnabled: on()}),
		CloudAppSecurity:                maybe(r, ca.CloudAppSecurityControl{IsEnabled: on(), CloudAppSecurityType: one(r, ca.CloudAppSecurity)}),
		PersistentBrowser:               maybe(r, ca.PersistentBrowserControl{IsEnabled: on(), Mode: one(r, ca.PersistentBrowser)}),
		SecureSignInSession:             maybe(r, ca.Enabled{IsEnabled: on()}),
		ContinuousAccessEvaluation:      maybe(r, ca.ContinuousAccessEvaluation{Mode: one(r, ca.AccessEvaluation)}),
		GlobalSecureAccessFiltering:     maybe(r, ca.FilteringProfile{IsEnabled: on(), ProfileID: randomID(r)}),
		DisableResilienceDefaults:       maybe(r, chance(r)),
		SignInFrequency: maybe(r, ca.SignInFrequency{
			IsEnabled: on(), Value: maybe(r, 1+r.IntN(90)), Type: one(r, append(ca.FrequencyTypes, "")),
			AuthenticationType: one(r, append(ca.FrequencyAuthTypes, "")), FrequencyInterval: one(r, append(ca.FrequencyIntervals, "")),
		}),
	})
}

func randomLeftovers(r *rand.Rand) ca.Extra {
	var extra ca.Extra
	for _, name := range []string{"includeDevices", "excludeDevices", "includeDeviceStates", "excludeDeviceStates"} {
		words := some(r, ca.All, "Compliant", "DomainJoined")
		setLeftover(&extra, name, words, len(words) == 0)
	}
	return extra
}

func randomDeviceStates(r *rand.Rand) ca.Extra {
	var extra ca.Extra
	setLeftover(&extra, "deviceStates", deviceStates{[]string{"Compliant"}, orEmpty(some(r, ca.All))}, chance(r))
	return extra
}

func randomGuests(r *rand.Rand) *ca.GuestsOrExternal {
	return emptyIsNil(maybe(r, ca.GuestsOrExternal{
		GuestOrExternalUserTypes: some(r, ca.GuestTypes...),
		ExternalTenants:          maybe(r, ca.ExternalTenants{MembershipKind: one(r, ca.MembershipKinds), Members: someIDs(r)}),
	}), guestsRecord)
}

func randomFilter(r *rand.Rand) *ca.Filter {
	return maybe(r, ca.Filter{Mode: one(r, ca.FilterModes), Rule: "device.model -eq \"" + randomID(r) + "\""})
}

func randomLocation(r *rand.Rand) ca.NamedLocation {
	if chance(r) {
		return ca.NamedLocation{
			ID: randomID(r), DisplayName: "Office", Kind: ca.LocationIP, IsTrusted: chance(r),
			IPRanges: []ca.IPRange{{CIDR: fmt.Sprintf("198.51.100.%d/32", r.IntN(256))}, {Lower: "203.0.113.1", Upper: "203.0.113.9"}},
		}
	}
	return ca.NamedLocation{
		ID: randomID(r), DisplayName: "Nordics", Kind: ca.LocationCountry, CountriesAndRegions: []string{"DK", "NO"},
		IncludeUnknownCountriesAndRegions: chance(r), CountryLookupMethod: one(r, append(ca.CountryLookups, "")),
	}
}

func emptyIsNil[C any](value *C, r record[C]) *C {
	if value == nil || r.from(value).IsNull() {
		return nil
	}
	return value
}

// disguise says the same in other words: empty sets for null, upper case for lower, the path form of a
// strength, AND where there is nothing to join.
func disguise(r *rand.Rand, object types.Object) types.Object {
	attributes := object.Attributes()
	for name, value := range attributes {
		switch v := value.(type) {
		case types.Object:
			switch {
			case !v.IsNull():
				attributes[name] = disguise(r, v)
			case chance(r):
				attributes[name] = hollow(v.AttributeTypes(context.Background()))
			}
		case types.Set:
			attributes[name] = disguiseSet(r, v)
		}
	}
	if operator, ok := attributes["operator"]; ok && operator.Equal(types.StringValue("OR")) && soleRequirement(attributes) && chance(r) {
		attributes["operator"] = types.StringValue("AND")
	}
	if strength, ok := attributes["authentication_strength"].(types.Object); ok && !strength.IsNull() && chance(r) {
		id, _ := strength.Attributes()["id"].(types.String)
		attributes["authentication_strength"] = types.ObjectValueMust(strengthRecord.kind().AttrTypes, map[string]attr.Value{
			"id": types.StringValue("/policies/authenticationStrengthPolicies/" + strings.ToUpper(id.ValueString())),
		})
	}
	kinds := map[string]attr.Type{}
	for name, value := range attributes {
		kinds[name] = value.Type(context.Background())
	}
	return types.ObjectValueMust(kinds, attributes)
}

// hollow is an object that says nothing: all of it null or empty, or a control that is off.
func hollow(kinds map[string]attr.Type) types.Object {
	attributes := map[string]attr.Value{}
	for name, kind := range kinds {
		attributes[name] = nullOf(kind)
		switch k := kind.(type) {
		case types.ObjectType:
			attributes[name] = hollow(k.AttrTypes)
		case types.SetType:
			attributes[name] = types.SetValueMust(types.StringType, []attr.Value{})
		}
	}
	if _, control := kinds["is_enabled"]; control {
		attributes["is_enabled"] = types.BoolValue(false)
	}
	if _, grant := kinds["operator"]; grant {
		attributes["operator"] = types.StringValue("AND")
	}
	return types.ObjectValueMust(kinds, attributes)
}

func disguiseSet(r *rand.Rand, set types.Set) types.Set {
	var elements []attr.Value
	for _, member := range membersOf(set) {
		if chance(r) && strings.Count(member, "-") == 4 {
			member = strings.ToUpper(member)
		}
		elements = append(elements, types.StringValue(member))
	}
	if len(elements) == 0 {
		if chance(r) {
			return types.SetNull(types.StringType)
		}
		return types.SetValueMust(types.StringType, []attr.Value{})
	}
	return types.SetValueMust(types.StringType, elements)
}

func soleRequirement(grant map[string]attr.Value) bool {
	n := 0
	for _, name := range []string{"built_in_controls", "custom_authentication_factors", "terms_of_use"} {
		n += len(membersOf(grant[name]))
	}
	if !grant["authentication_strength"].IsNull() {
		n++
	}
	return n == 1
}

// scramble is what the service may answer for a policy: other orders, lower case, nothing for null.
func scramble(r *rand.Rand, p ca.Policy) ca.Policy {
	for _, list := range []*[]string{&p.Conditions.Users.IncludeUsers, &p.Conditions.Users.ExcludeGroups, &p.Conditions.Applications.IncludeApplications} {
		*list = slices.Clone(*list)
		for i, id := range *list {
			(*list)[i] = strings.ToLower(id)
		}
		r.Shuffle(len(*list), func(i, j int) { (*list)[i], (*list)[j] = (*list)[j], (*list)[i] })
	}
	return p
}
