package reference

import (
	"iter"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// The channels: the ways for a human to reach the policies.
const (
	ChannelGraph  = "graph"
	ChannelPortal = "portal"
)

// A SignIn is one point of the product of all dimensions but the roles, which the person brings.
type SignIn struct {
	Channel    string
	Client     ca.ClientApp
	Platform   ca.Platform
	Network    Network
	Device     *ca.Device // nil: none
	UserRisk   ca.RiskLevel
	SignInRisk ca.RiskLevel

	// WithoutRegistering leaves out that a method may be registered at the interrupt.
	WithoutRegistering bool
}

// An approach is a channel with a client app that can take it.
type approach struct {
	channel string
	client  ca.ClientApp
}

var approaches = []approach{
	{ChannelGraph, ca.ClientAppBrowser},
	{ChannelGraph, ca.ClientAppMobileAndDesktop},
	{ChannelPortal, ca.ClientAppBrowser},
}

// audiences are the applications that a channel asks tokens for. It is passed when every one is allowed.
var audiences = map[string][]string{
	ChannelGraph: {ca.AppMicrosoftGraph, ca.AppWindowsAzureAD},
	ChannelPortal: {
		ca.AppMicrosoftGraph, ca.AppWindowsAzureAD,
		ca.AppAzureServiceManagement, ca.AppAzurePortal, ca.AppDirectoryBlade,
		ca.AppExchangeOnline, ca.AppSharePointOnline, ca.AppWindows365,
	},
}

// allPlatforms are the platforms that a sign-in can be from.
var allPlatforms = []ca.Platform{
	ca.PlatformWindows, ca.PlatformMacOS, ca.PlatformLinux, ca.PlatformIOS, ca.PlatformAndroid, ca.PlatformUnknown,
}

var riskLevels = []ca.RiskLevel{ca.RiskNone, ca.RiskLow, ca.RiskMedium, ca.RiskHigh}

// configuredPlatforms are those that people have without a registered device.
func (j *judge) configuredPlatforms() []ca.Platform {
	if len(j.Assume.Platforms) == 0 {
		return ca.DefaultPlatforms
	}
	return slices.DeleteFunc(slices.Clone(j.Assume.Platforms), func(p ca.Platform) bool {
		return !slices.Contains(allPlatforms, p)
	})
}

// equipment is what a person sits at: a platform, with or without a registered device.
type equipment struct {
	platform ca.Platform
	device   *ca.Device
}

func (j *judge) availableEquipment(u ca.User) []equipment {
	var available []equipment
	for _, p := range j.configuredPlatforms() {
		available = append(available, equipment{platform: p})
	}
	devices, _ := j.devices(u)
	for _, d := range devices {
		available = append(available, equipment{d.Platform(), d})
	}
	return available
}

// possibleEquipment adds the platform that a user agent does not tell, and the device that may be there
// where devices were not read: nothing is known of it.
func (j *judge) possibleEquipment(u ca.User) []equipment {
	possible := append(j.availableEquipment(u), equipment{platform: ca.PlatformUnknown})
	if _, read := j.devices(u); !read {
		for _, p := range allPlatforms {
			possible = append(possible, equipment{p, &ca.Device{}})
		}
	}
	return possible
}

// availableSignIns are those that the user can surely produce, under the assumption that it is at no risk.
func (j *judge) availableSignIns(u ca.User) iter.Seq[SignIn] {
	none := []ca.RiskLevel{ca.RiskNone}
	return signIns(j.availableEquipment(u), j.availableNetworks(u), none)
}

// possibleSignIns are all that the user could produce, the available ones among them.
func (j *judge) possibleSignIns(u ca.User) iter.Seq[SignIn] {
	networks := slices.Concat(j.availableNetworks(u), j.possibleNetworks())
	return signIns(j.possibleEquipment(u), j.onePerClass(networks), riskLevels)
}

func signIns(at []equipment, from []Network, risks []ca.RiskLevel) iter.Seq[SignIn] {
	return func(yield func(SignIn) bool) {
		for _, a := range approaches {
			for _, e := range at {
				for _, n := range from {
					for _, userRisk := range risks {
						for _, signInRisk := range risks {
							if !yield(SignIn{
								Channel: a.channel, Client: a.client,
								Platform: e.platform, Device: e.device, Network: n,
								UserRisk: userRisk, SignInRisk: signInRisk,
							}) {
								return
							}
						}
					}
				}
			}
		}
	}
}
