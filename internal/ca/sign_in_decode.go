package ca

import "regexp"

// DecodeSignIn reads the request body of What-If, POST /identity/conditionalAccess/evaluate: one sign-in.
//
// Every member must be one that the request has, and every word one that it knows. Beyond the request, the
// user may be named by user principal name, and the words unknown stand for a platform and a country that
// the service cannot tell. A device property that is null was not stated; one that is empty has no value.
func DecodeSignIn(data []byte) (SignIn, error) {
	s, err := decodeDocument(data, readSignIn)
	if err == nil {
		err = s.check()
	}
	if err != nil {
		return SignIn{}, err
	}
	return s, nil
}

func readSignIn(r *reader) SignIn {
	var s SignIn
	if identity := readObject(r, "signInIdentity", readSignInIdentity); identity != nil {
		s.Identity = *identity
	}
	if context := readObject(r, "signInContext", readSignInContext); context != nil {
		s.Context = *context
	}
	if conditions := readObject(r, "signInConditions", readSignInConditions); conditions != nil {
		s.Conditions = *conditions
	}
	r.flag("appliedPoliciesOnly") // about the answer, not about the sign-in
	r.nothingElse()
	return s
}

// The types of an identity, and the members that each has.
const (
	userSignIn             = "#microsoft.graph.userSignIn"
	servicePrincipalSignIn = "#microsoft.graph.servicePrincipalSignIn"
)

func readSignInIdentity(r *reader) SignInIdentity {
	var i SignInIdentity
	kind := r.word("@odata.type", userSignIn, servicePrincipalSignIn)
	if kind != servicePrincipalSignIn {
		i.UserID = r.text("userId")
		i.ExternalTenantID = r.guid("externalTenantId")
		i.ExternalUserType = unlessWord(r.word("externalUserType", append([]string{"none"}, GuestTypes...)...), "none")
	}
	if kind != userSignIn {
		i.ServicePrincipalID = r.guid("servicePrincipalId")
	}
	r.nothingElse()
	return i
}

// The types of a context.
const (
	applicationContext    = "#microsoft.graph.applicationContext"
	userActionContext     = "#microsoft.graph.userActionContext"
	authenticationContext = "#microsoft.graph.authContext"
)

// whatIfUserActions are the user actions in the words of What-If, which are not those of policies.
var whatIfUserActions = map[string]string{
	"registerSecurityInformation": UserActionRegisterSecurityInfo,
	"registerOrJoinDevices":       UserActionRegisterDevice,
}

var contextID = regexp.MustCompile(`^[cC][1-9][0-9]?$`)

func readSignInContext(r *reader) SignInContext {
	var c SignInContext
	kind := r.word("@odata.type", applicationContext, userActionContext, authenticationContext)
	if kind == "" || kind == applicationContext {
		raw := r.members["includeApplications"]
		for _, id := range r.texts("includeApplications") {
			if !isGUID(id) {
				r.fail("includeApplications", "application ids; name the members of a suite", raw)
			}
			c.Applications = append(c.Applications, FoldID(id))
		}
	}
	if kind == "" || kind == userActionContext {
		c.UserAction = whatIfUserActions[r.word("userAction", "registerSecurityInformation", "registerOrJoinDevices")]
	}
	if kind == "" || kind == authenticationContext {
		raw := r.members["authenticationContextValue"]
		c.AuthenticationContext = FoldID(r.text("authenticationContextValue"))
		if c.AuthenticationContext != "" && !contextID.MatchString(c.AuthenticationContext) {
			r.fail("authenticationContextValue", "c1 to c99", raw)
		}
	}
	r.nothingElse()
	return c
}

func readSignInConditions(r *reader) SignInConditions {
	risks := []string{"none", "low", "medium", "high", "hidden"}
	c := SignInConditions{
		ClientApp: ClientApp(unlessWord(r.word("clientAppType", "all", string(ClientAppBrowser), string(ClientAppMobileAndDesktop),
			string(ClientAppExchangeActiveSync), string(ClientAppOther)), "all")),
		Platform: Platform(unlessWord(r.word("devicePlatform", "all", string(PlatformAndroid), string(PlatformIOS), string(PlatformWindows),
			string(PlatformWindowsPhone), string(PlatformMacOS), string(PlatformLinux), string(PlatformUnknown)), "all")),
		Address:              r.address("ipAddress"),
		Country:              r.country("country"),
		UserRisk:             RiskLevel(r.word("userRiskLevel", risks...)),
		SignInRisk:           RiskLevel(r.word("signInRiskLevel", risks...)),
		ServicePrincipalRisk: RiskLevel(r.word("servicePrincipalRiskLevel", risks...)),
		AgentRisk:            unlessWord(r.word("agentIdRiskLevel", append([]string{"none"}, AgentRiskLevels...)...), "none"),
		InsiderRisk:          unlessWord(r.word("insiderRiskLevel", append([]string{"none"}, InsiderRiskLevels...)...), "none"),
		Device:               readObject(r, "deviceInfo", readDeviceInfo),
	}
	if flow := readObject(r, "authenticationFlow", func(r *reader) string {
		method := unlessWord(r.word("transferMethod", append([]string{"none"}, TransferMethods...)...), "none")
		r.nothingElse()
		return method
	}); flow != nil {
		c.TransferMethod = *flow
	}
	r.nothingElse()
	return c
}
