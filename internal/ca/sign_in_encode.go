package ca

// EncodeSignIn is the request body of What-If, POST /identity/conditionalAccess/evaluate. [DecodeSignIn] reads
// the same sign-in back.
//
// A user principal name and the words unknown, which DecodeSignIn takes beyond the request, are written as they
// are, and the service refuses them. Of a device everything is written that the request has a place for.
func EncodeSignIn(s SignIn) []byte {
	o := object{}
	o["signInIdentity"] = signInIdentityObject(s.Identity)
	o["signInContext"] = signInContextObject(s.Context)
	o["signInConditions"] = signInConditionsObject(s.Conditions)
	return encode(o)
}

func signInIdentityObject(i SignInIdentity) object {
	o := object{typeMember: userSignIn}
	if i.ServicePrincipalID != "" {
		o[typeMember] = servicePrincipalSignIn
	}
	o.text("userId", i.UserID)
	o.text("externalUserType", i.ExternalUserType)
	o.text("externalTenantId", i.ExternalTenantID)
	o.text("servicePrincipalId", i.ServicePrincipalID)
	return o
}

func signInContextObject(c SignInContext) object {
	o := object{typeMember: applicationContext}
	setTexts(o, "includeApplications", c.Applications)
	if c.UserAction != "" {
		o[typeMember] = userActionContext
		for word, action := range whatIfUserActions {
			if action == c.UserAction {
				o["userAction"] = word
			}
		}
	}
	if c.AuthenticationContext != "" {
		o[typeMember] = authenticationContext
		o["authenticationContextValue"] = c.AuthenticationContext
	}
	return o
}

func signInConditionsObject(c SignInConditions) object {
	o := object{}
	o.text("clientAppType", string(c.ClientApp))
	o.text("devicePlatform", string(c.Platform))
	o.text("ipAddress", c.Address)
	o.text("country", c.Country)
	o.text("userRiskLevel", string(c.UserRisk))
	o.text("signInRiskLevel", string(c.SignInRisk))
	o.text("servicePrincipalRiskLevel", string(c.ServicePrincipalRisk))
	o.text("agentIdRiskLevel", c.AgentRisk)
	o.text("insiderRiskLevel", c.InsiderRisk)
	if c.TransferMethod != "" {
		o["authenticationFlow"] = object{"transferMethod": c.TransferMethod}
	}
	if c.Device != nil {
		o["deviceInfo"] = deviceInfoObject(*c.Device)
	}
	return o
}
