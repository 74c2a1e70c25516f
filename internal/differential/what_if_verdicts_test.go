package differential

import (
	"cmp"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// TestWhatIfAgreesWithVerdicts asks about single sign-ins what the verdicts said of all of them: a witness is
// allowed, and whatever somebody tries who is locked out is denied.
func TestWhatIfAgreesWithVerdicts(t *testing.T) {
	t.Parallel()
	const tenants = 3000
	allowed, denied := 0, 0
	for number := range uint64(tenants) {
		q := Draw(7, number)
		for _, r := range engine.Decide(q).Repairers {
			if r.Eligible || r.User.UserType == "" {
				continue // two sign-ins, or perhaps a guest: what-if is about one sign-in of somebody known
			}
			tries, want := attempts(q, r.User.ID), engine.Denied
			switch r.Verdict {
			case engine.Reachable:
				s, ok := witnessed(q.Tenant, r)
				if !ok {
					continue
				}
				tries, want = []ca.SignIn{s}, engine.Allowed
				allowed++
			case engine.LockedOut:
				denied++
			default:
				continue
			}
			for _, s := range tries {
				report, err := engine.WhatIf(q, s)
				if err != nil {
					t.Fatalf("tenant %d, %s: %v", number, r.User.ID, err)
				}
				if report.Outcome != want {
					t.Fatalf("tenant %d: %s is %s, and this sign-in is %s: %+v\n%+v\n%s", number, r.User.ID, r.Verdict, report.Outcome, s, report, Describe(q))
				}
			}
		}
	}
	t.Logf("%d witnesses, %d locked out", allowed, denied)
	if allowed < 600 || denied < 300 {
		t.Errorf("%d witnesses and %d locked out are too few to say anything", allowed, denied)
	}
}

// witnessed is the sign-in of a witness; false where its network has no address, which verdicts and what-if
// read differently.
func witnessed(t *ca.Tenant, r engine.Repairer) (ca.SignIn, bool) {
	w := r.Witness
	s := ca.SignIn{
		Identity: ca.SignInIdentity{UserID: r.User.ID},
		Context:  ca.SignInContext{Applications: audiences(w.Channel)},
		Conditions: ca.SignInConditions{
			ClientApp: w.ClientApp, Platform: w.Platform, Address: w.Network.Address, UserRisk: w.UserRisk, SignInRisk: w.SignInRisk,
			Country: cmp.Or(w.Network.Country, ca.CountryUnknown),
		},
	}
	for _, d := range t.Devices[ca.FoldID(r.User.ID)] {
		if w.DeviceID != "" && ca.SameID(d.ID, w.DeviceID) {
			s.Conditions.Device = &d
		}
	}
	return s, w.Network.Address != ""
}

// attempts are sign-ins that somebody can try.
func attempts(q engine.Question, userID string) []ca.SignIn {
	platforms := q.Assume.Platforms
	if len(platforms) == 0 {
		platforms = ca.DefaultPlatforms
	}
	var tries []ca.SignIn
	for _, channel := range []engine.Channel{engine.ChannelGraph, engine.ChannelPortal} {
		for _, country := range []string{"NO", "US", ca.CountryUnknown} {
			for _, address := range []string{"203.0.113.7", "2001:db8::7"} {
				for _, platform := range platforms {
					tries = append(tries, ca.SignIn{
						Identity: ca.SignInIdentity{UserID: userID},
						Context:  ca.SignInContext{Applications: audiences(channel)},
						Conditions: ca.SignInConditions{
							ClientApp: ca.ClientAppBrowser, Platform: platform, Address: address, Country: country,
						},
					})
				}
			}
		}
	}
	return tries
}

// audiences are those of a channel; the portal's dependencies are followed.
func audiences(channel engine.Channel) []string {
	graph := []string{ca.AppMicrosoftGraph, ca.AppWindowsAzureAD}
	if channel == engine.ChannelPortal {
		return append(graph, ca.AppAzurePortal, ca.AppDirectoryBlade)
	}
	return graph
}
