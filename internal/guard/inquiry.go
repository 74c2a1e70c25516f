package guard

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// An inquiry is one sign-in that the service is asked about.
type inquiry struct {
	person string    // who signs in, by name
	signIn ca.SignIn // all that the service is told
}

// inquiries are the requests about some witnesses: one for each group of audiences.
func inquiries(t *ca.Tenant, repairers []engine.Repairer) []inquiry {
	var list []inquiry
	for _, r := range repairers {
		for _, audiences := range audienceGroups(r.Witness.Channel) {
			list = append(list, inquiry{r.User.Name(), told(t, r, audiences)})
		}
	}
	return list
}

// audienceGroups are the applications of a channel, and apart from them the services that these depend on: the
// service does not follow them there by itself.
func audienceGroups(c engine.Channel) [][]string {
	graph := []string{ca.AppMicrosoftGraph, ca.AppWindowsAzureAD}
	if c != engine.ChannelPortal {
		return [][]string{graph}
	}
	var behind []string
	for _, d := range ca.ServiceDependencies[ca.AppAzurePortal] {
		if d.AppID != "" && !d.Late {
			behind = append(behind, d.AppID)
		}
	}
	return [][]string{append(graph, ca.AppAzurePortal, ca.AppDirectoryBlade), behind}
}

// told is a witness's sign-in as far as a request can state it. A platform and a country that are unknown have
// no word there; the engine, which is asked about what is told, takes them as not known.
func told(t *ca.Tenant, r engine.Repairer, audiences []string) ca.SignIn {
	w := r.Witness
	s := ca.SignIn{
		Identity: ca.SignInIdentity{UserID: r.User.ID},
		Context:  ca.SignInContext{Applications: audiences},
		Conditions: ca.SignInConditions{
			ClientApp: w.ClientApp, Address: w.Network.Address, UserRisk: w.UserRisk, SignInRisk: w.SignInRisk,
		},
	}
	if w.Platform != ca.PlatformUnknown {
		s.Conditions.Platform = w.Platform
	}
	if slices.Contains(ca.CountryCodes, w.Network.Country) {
		s.Conditions.Country = w.Network.Country
	}
	for _, d := range t.Devices[ca.FoldID(r.User.ID)] {
		if w.DeviceID != "" && ca.SameID(d.ID, w.DeviceID) {
			s.Conditions.Device = &d
		}
	}
	// Only what survives the way to the service is what it is told.
	if read, err := ca.DecodeSignIn(ca.EncodeSignIn(s)); err == nil {
		return read
	}
	return s
}

// contradicts reports whether the service says the opposite of what is sure here. What it is documented not to
// do is no contradiction.
func contradicts(report engine.WhatIfReport, ours engine.WhatIfPolicy, stored ca.Policy, theirs ca.WhatIfResult) bool {
	if *theirs.Applies {
		return ours.Applies == engine.No
	}
	return ours.Applies == engine.Yes && !restsOnDependency(report, ours, stored) && !isLimit(theirs.Reasons, report.SignIn, stored)
}

// restsOnDependency reports whether a policy applies, or may, only through a service that the sign-in did not
// name. Beside a filter, which nobody can evaluate here, it cannot be told which audience it was.
func restsOnDependency(report engine.WhatIfReport, ours engine.WhatIfPolicy, stored ca.Policy) bool {
	followed := slices.ContainsFunc(report.Audiences, func(a engine.Audience) bool { return a.DependencyOf != "" })
	return ours.Through != "" || followed && stored.Conditions.Applications.ApplicationFilter != nil
}

// isLimit reports whether the service's reasons speak of itself rather than of the sign-in: what is not stated
// does not match, and a sign-in without a device states none; a policy that asks for nothing is passed over.
func isLimit(reasons []ca.AnalysisReason, s ca.SignIn, stored ca.Policy) bool {
	return len(reasons) > 0 && !slices.ContainsFunc(reasons, func(r ca.AnalysisReason) bool {
		switch r {
		case ca.ReasonNotEnoughInformation:
			return false
		case ca.ReasonDevices:
			return s.Conditions.Device != nil
		case ca.ReasonEmptyPolicy:
			return !deniesNobody(stored)
		}
		return true
	})
}
