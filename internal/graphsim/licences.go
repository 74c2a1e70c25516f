package graphsim

import (
	"net/http"
	"slices"
)

// The licences that Options.Licences can name.
const (
	LicenceP1                 = "P1"                 // Microsoft Entra ID P1
	LicenceP2                 = "P2"                 // Microsoft Entra ID P2, which includes P1
	LicenceWorkloadIdentities = "WorkloadIdentities" // Microsoft Entra Workload ID Premium
)

func (c *call) hasLicence(name string) bool {
	held := c.options.Licences
	return held == nil || slices.Contains(held, name) || name == LicenceP1 && slices.Contains(held, LicenceP2)
}

// checkLicence wants what every write of Conditional Access wants.
func (c *call) checkLicence() *refusal {
	if !c.hasLicence(LicenceP1) {
		return notLicensed()
	}
	return nil
}

// checkPolicyLicences wants what the conditions of a policy want besides: P2 for
// risk, and a licence of their own for service principals.
func (c *call) checkPolicyLicences(conditions tree) *refusal {
	risks := !isUnset(conditions["userRiskLevels"]) || !isUnset(conditions["signInRiskLevels"])
	workload := !isUnset(conditions["clientApplications"]) || !isUnset(conditions["servicePrincipalRiskLevels"])
	if !c.hasLicence(LicenceP1) || risks && !c.hasLicence(LicenceP2) || workload && !c.hasLicence(LicenceWorkloadIdentities) {
		return notLicensed()
	}
	return nil
}

func notLicensed() *refusal {
	return &refusal{status: http.StatusForbidden, code: "AccessDenied", message: "Your tenant is not licensed for this feature. Please upgrade your subscription to access it."}
}

// logsNotLicensed is what the sign-in log says instead.
func logsNotLicensed() *refusal {
	return &refusal{status: http.StatusForbidden, code: "Authentication_RequestFromNonPremiumTenantOrB2CTenant", message: "Neither tenant is B2C or tenant doesn't have premium license"}
}
