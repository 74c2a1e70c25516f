package graphsim

import (
	"net/netip"
	"slices"
	"strings"
)

// evaluateShape is the body of evaluate.
var evaluateShape = &shape{name: "evaluate", members: []member{
	{name: "signInIdentity", kind: object, required: true, of: &shape{name: "signInIdentity", variants: map[string]*shape{
		"#microsoft.graph.userSignIn": {name: "userSignIn", members: []member{
			{name: "userId"}, {name: "externalTenantId"}, {name: "externalUserType", kind: flags, words: guestTypes},
		}},
		"#microsoft.graph.servicePrincipalSignIn": {name: "servicePrincipalSignIn", members: []member{{name: "servicePrincipalId", required: true}}},
	}}},
	{name: "signInContext", kind: object, required: true, of: &shape{name: "signInContext", variants: map[string]*shape{
		"#microsoft.graph.applicationContext": {name: "applicationContext", members: texts("includeApplications")},
		"#microsoft.graph.userActionContext": {name: "userActionContext", members: []member{
			{name: "userAction", kind: enum, words: []string{"registerSecurityInformation", "registerOrJoinDevices"}, required: true},
		}},
		"#microsoft.graph.authContext": {name: "authContext", members: []member{{name: "authenticationContextValue", required: true}}},
	}}},
	{name: "signInConditions", kind: object, required: true, of: signInConditionsShape},
	{name: "appliedPoliciesOnly", kind: boolean},
}}

var signInConditionsShape = &shape{name: "signInConditions", members: []member{
	{name: "devicePlatform", kind: enum, words: platforms, standard: "all"},
	{name: "clientAppType", kind: enum, words: []string{"all", "browser", "mobileAppsAndDesktopClients", "exchangeActiveSync", "easSupported", "other"}, standard: "all"},
	{name: "signInRiskLevel", kind: enum, words: riskLevels, standard: "none"},
	{name: "userRiskLevel", kind: enum, words: riskLevels, standard: "none"},
	{name: "servicePrincipalRiskLevel", kind: enum, words: riskLevels, standard: "none"},
	{name: "insiderRiskLevel", kind: enum, words: []string{"none", "minor", "moderate", "elevated"}, standard: "none"},
	{name: "agentIdRiskLevel", kind: enum, words: []string{"none", "low", "medium", "high"}, standard: "none", beta: true},
	{name: "country"}, {name: "ipAddress"},
	{name: "authenticationFlow", kind: object, of: &shape{name: "authenticationFlow", members: []member{
		{name: "transferMethod", kind: enum, words: []string{"none", "deviceCodeFlow", "authenticationTransfer"}},
	}}},
	{name: "deviceInfo", kind: object, of: deviceInfoShape},
}}

var deviceInfoShape = &shape{name: "deviceInfo", members: slices.Concat(
	[]member{
		{name: "deviceId"}, {name: "displayName"}, {name: "enrollmentProfileName"}, {name: "manufacturer"}, {name: "mdmAppId"},
		{name: "model"}, {name: "operatingSystem"}, {name: "operatingSystemVersion"}, {name: "ownership"}, {name: "profileType"}, {name: "trustType"},
		{name: "isCompliant", kind: boolean},
	},
	texts("physicalIds", "systemLabels"),
	extensionAttributeMembers(),
)}

func extensionAttributeMembers() []member {
	var out []member
	for i := range 15 {
		out = append(out, member{name: extensionAttributeName(i + 1)})
	}
	return out
}

// signIn is the sign-in that a body describes, with what the tenant knows of it.
type signIn struct {
	tenant     *tenant
	userID     string // the user who signs in; "" for one without an object here
	guest      string // the type of an external user, "" for a member
	homeTenant string
	principal  tree // the service principal that signs in; nil for a user
	context    tree
	conditions tree
	address    netip.Addr // invalid when the body has none
}

// signIn reads the body of evaluate.
func (c *call) signIn(sent tree) (*signIn, *refusal) {
	for _, name := range []string{"signInIdentity", "signInContext", "signInConditions"} {
		if sent[name] == nil {
			return nil, malformed(evaluateTypeName, name+" is required")
		}
	}
	s := &signIn{tenant: c.tenant, context: child(sent, "signInContext"), conditions: signInConditionsShape.complete(child(sent, "signInConditions"))}
	if text := word(s.conditions, "ipAddress"); text != "" {
		address, err := netip.ParseAddr(text)
		if err != nil {
			return nil, malformed(evaluateTypeName, "/signInConditions/ipAddress: "+text)
		}
		s.address = address.Unmap()
	}
	if id := word(s.context, "authenticationContextValue"); id != "" && !isContextID(id) {
		return nil, malformed(evaluateTypeName, "/signInContext/authenticationContextValue: "+id)
	}
	identity := child(sent, "signInIdentity")
	if word(identity, "@odata.type") == "#microsoft.graph.servicePrincipalSignIn" {
		return s, s.readPrincipal(word(identity, "servicePrincipalId"))
	}
	return s, s.readUser(identity)
}

// readPrincipal finds the service principal by object id, else by application id:
// the metadata says the latter, the documented example does not tell.
func (s *signIn) readPrincipal(id string) *refusal {
	if !s.tenant.collection(servicePrincipals).known {
		return privilegesMissing()
	}
	for _, name := range []string{"id", "appId"} {
		for _, object := range s.tenant.collection(servicePrincipals).current() {
			if strings.EqualFold(word(object, name), id) {
				s.principal = object
				return nil
			}
		}
	}
	return noSuchObject(id)
}

// readUser finds the user. An external user of some types has no object here.
func (s *signIn) readUser(identity tree) *refusal {
	s.userID, s.homeTenant = word(identity, "userId"), word(identity, "externalTenantId")
	if external := word(identity, "externalUserType"); external != "none" {
		s.guest = external
	}
	if s.userID == "" {
		if s.guest == "" {
			return malformed(evaluateTypeName, "/signInIdentity: neither userId nor externalUserType")
		}
		return nil
	}
	if !s.tenant.collection(users).known {
		return nil
	}
	r := s.tenant.collection(users).find(s.userID)
	if r == nil {
		return noSuchObject(s.userID)
	}
	if s.guest == "" {
		s.guest = guestType(r.object)
	}
	return nil
}

// guestType is what the user object says about where somebody comes from: "" for
// a member with credentials of this tenant.
func guestType(user tree) string {
	isGuest := strings.EqualFold(word(user, "userType"), "Guest")
	switch external := strings.Contains(strings.ToUpper(word(user, "userPrincipalName")), "#EXT#"); {
	case isGuest && external:
		return "b2bCollaborationGuest"
	case isGuest:
		return "internalGuest"
	case external:
		return "b2bCollaborationMember"
	default:
		return ""
	}
}
