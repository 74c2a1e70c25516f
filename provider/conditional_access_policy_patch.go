package provider

import (
	"context"
	"errors"
	"net/http"
	"reflect"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graph"
)

// notInTheSchema is the number under which the service refuses a body as a whole.
const notInTheSchema = 1007

// updatePolicy sends what differs. To clear a nested object it sends null, which is what a service needs that
// merges. One that replaces may refuse that null; it is then sent the whole policy without.
func updatePolicy(ctx context.Context, c *graph.Client, desired, current ca.Policy) (ca.Policy, error) {
	current.Conditions.Users = withGuestsToClear(desired.Conditions.Users, current.Conditions.Users)
	stored, err := c.UpdatePolicy(ctx, desired, current)
	var refused *graph.Error
	if !errors.As(err, &refused) || refused.Status != http.StatusBadRequest || refused.Number != notInTheSchema {
		return stored, err
	}
	remaining := withoutCleared(desired, current)
	if reflect.DeepEqual(remaining, current) {
		return stored, err
	}
	return c.UpdatePolicy(ctx, desired, remaining)
}

// withoutCleared is the current policy without the nested objects that the desired one lacks.
func withoutCleared(desired, current ca.Policy) ca.Policy {
	have, want := &current.Conditions, desired.Conditions
	have.Users.IncludeGuestsOrExternalUsers = unlessCleared(have.Users.IncludeGuestsOrExternalUsers, want.Users.IncludeGuestsOrExternalUsers)
	have.Users.ExcludeGuestsOrExternalUsers = unlessCleared(have.Users.ExcludeGuestsOrExternalUsers, want.Users.ExcludeGuestsOrExternalUsers)
	have.Applications.ApplicationFilter = unlessCleared(have.Applications.ApplicationFilter, want.Applications.ApplicationFilter)
	have.ClientApplications = unlessCleared(have.ClientApplications, want.ClientApplications)
	have.Platforms = unlessCleared(have.Platforms, want.Platforms)
	have.Locations = unlessCleared(have.Locations, want.Locations)
	have.Devices = unlessCleared(have.Devices, want.Devices)
	have.AuthenticationFlows = unlessCleared(have.AuthenticationFlows, want.AuthenticationFlows)
	if a := have.ClientApplications; a != nil {
		clients := *a
		clients.ServicePrincipalFilter = unlessCleared(a.ServicePrincipalFilter, want.ClientApplications.ServicePrincipalFilter)
		have.ClientApplications = &clients
	}
	if g, wanted := current.GrantControls, desired.GrantControls; g != nil && wanted != nil {
		grant := *g
		grant.AuthenticationStrength = unlessCleared(g.AuthenticationStrength, wanted.AuthenticationStrength)
		current.GrantControls = &grant
	}
	if s, wanted := current.SessionControls, desired.SessionControls; s != nil && wanted != nil {
		session := *s
		session.ApplicationEnforcedRestrictions = unlessCleared(s.ApplicationEnforcedRestrictions, wanted.ApplicationEnforcedRestrictions)
		session.CloudAppSecurity = unlessCleared(s.CloudAppSecurity, wanted.CloudAppSecurity)
		session.PersistentBrowser = unlessCleared(s.PersistentBrowser, wanted.PersistentBrowser)
		session.SignInFrequency = unlessCleared(s.SignInFrequency, wanted.SignInFrequency)
		session.SecureSignInSession = unlessCleared(s.SecureSignInSession, wanted.SecureSignInSession)
		current.SessionControls = &session
	}
	return current
}

func unlessCleared[T any](current, desired *T) *T {
	if desired == nil {
		return nil
	}
	return current
}
