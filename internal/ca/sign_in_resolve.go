package ca

import (
	"errors"
	"fmt"
	"net/netip"
	"strings"
)

// Resolve returns the sign-in with the tenant's own names for what it speaks of: a user principal name and an
// application's id become object ids, a device of which the id alone is stated becomes the registered one, and
// an IPv4 address within IPv6 becomes the one that the service sees. Whatever the tenant was read for and does not hold is an error: nothing could be said of it.
func (s SignIn) Resolve(t *Tenant) (SignIn, error) {
	if err := s.check(); err != nil {
		return SignIn{}, err
	}
	if address, err := netip.ParseAddr(s.Conditions.Address); err == nil {
		s.Conditions.Address = address.Unmap().String()
	}
	for _, resolve := range []func(*Tenant) error{s.resolveUser, s.resolveServicePrincipal, s.resolveContext, s.resolveDevice} {
		if err := resolve(t); err != nil {
			return SignIn{}, err
		}
	}
	return s, nil
}

// check holds that a sign-in is one: somebody asks for one kind of thing.
func (s SignIn) check() error {
	i, c := s.Identity, s.Context
	person := i.UserID != "" || i.ExternalUserType != ""
	switch {
	case person && i.ServicePrincipalID != "":
		return errors.New("signInIdentity names a user and a service principal; ask about one of them")
	case i.ServicePrincipalID != "" && i.ExternalTenantID != "":
		return errors.New("signInIdentity states externalTenantId of a service principal; only a user has one")
	case !person && i.ServicePrincipalID == "":
		return errors.New("signInIdentity names nobody: state userId, externalUserType or servicePrincipalId")
	}
	kinds := 0
	for _, stated := range []bool{len(c.Applications) > 0, c.UserAction != "", c.AuthenticationContext != ""} {
		if stated {
			kinds++
		}
	}
	switch {
	case kinds == 0:
		return errors.New("signInContext names nothing: state includeApplications, userAction or authenticationContextValue")
	case kinds > 1:
		return errors.New("signInContext names more than one of applications, a user action and an authentication context; ask about one of them")
	}
	return s.checkAddress()
}

// checkAddress refuses an address that the service can never see.
func (s SignIn) checkAddress() error {
	if s.Conditions.Address == "" {
		return nil
	}
	address, err := netip.ParseAddr(s.Conditions.Address)
	switch {
	case err != nil:
		return fmt.Errorf("signInConditions.ipAddress: %q is no address", s.Conditions.Address)
	case address.IsPrivate(), address.IsLoopback(), address.IsLinkLocalUnicast():
		return fmt.Errorf("signInConditions.ipAddress: %s is not a public address, and the service sees no other", address)
	}
	return nil
}

func (s *SignIn) resolveUser(t *Tenant) error {
	id := s.Identity.UserID
	users, read := t.Users.Get()
	if _, known := users[FoldID(id)]; id == "" || known {
		s.Identity.UserID = FoldID(id)
		return nil
	}
	var found []string
	for folded, user := range users {
		if strings.EqualFold(user.UserPrincipalName, id) {
			found = append(found, folded)
		}
	}
	switch {
	case len(found) == 1:
		s.Identity.UserID = found[0]
	case len(found) > 1:
		return fmt.Errorf("signInIdentity.userId: %d users are called %q; state an id", len(found), id)
	case read:
		return fmt.Errorf("signInIdentity.userId: the tenant has no user %q", id)
	case !isGUID(id):
		return fmt.Errorf("signInIdentity.userId: %q can be looked up only where users.json was read; state an id", id)
	default:
		s.Identity.UserID = FoldID(id)
	}
	return nil
}

// resolveServicePrincipal takes an application's id too: What-If's own documentation does not tell which of
// the two it means.
func (s *SignIn) resolveServicePrincipal(t *Tenant) error {
	id := s.Identity.ServicePrincipalID
	principals, read := t.ServicePrincipals.Get()
	s.Identity.ServicePrincipalID = FoldID(id)
	if _, known := principals[FoldID(id)]; id == "" || known {
		return nil
	}
	for folded, principal := range principals {
		if SameID(principal.AppID, id) {
			s.Identity.ServicePrincipalID = folded
			return nil
		}
	}
	if read {
		return fmt.Errorf("signInIdentity.servicePrincipalId: the tenant has no service principal %s", id)
	}
	return nil
}

// resolveContext knows a context by its object, or by a policy that names it.
func (s *SignIn) resolveContext(t *Tenant) error {
	id := s.Context.AuthenticationContext
	contexts, read := t.Contexts.Get()
	if id == "" || !read {
		return nil
	}
	for _, c := range contexts {
		if SameID(c.ID, id) {
			return nil
		}
	}
	for _, p := range t.Policies.Value() {
		for _, named := range p.Conditions.Applications.IncludeAuthenticationContextClassReferences {
			if SameID(named, id) {
				return nil
			}
		}
	}
	return fmt.Errorf("signInContext.authenticationContextValue: the tenant has no authentication context %s", id)
}

func (s *SignIn) resolveDevice(t *Tenant) error {
	stated := s.Conditions.Device
	if stated == nil || stated.ID == "" || len(stated.Properties) > 1 {
		return nil
	}
	registered, read := t.Devices[s.Identity.UserID]
	for _, d := range registered {
		deviceID, _ := d.Property("deviceId")
		if !SameID(d.ID, stated.ID) && !SameID(deviceID.Text(), stated.ID) {
			continue
		}
		if !d.Enabled() {
			return fmt.Errorf("signInConditions.deviceInfo: device %q is disabled, and nobody signs in with it", d.DisplayName())
		}
		s.Conditions.Device = &d
		return nil
	}
	if read {
		return fmt.Errorf("signInConditions.deviceInfo: no device %s is registered to the user; state its properties", stated.ID)
	}
	return nil
}
