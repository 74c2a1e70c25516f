package graphsim

// provided are the templates that the service lists, in the order in which it does.
func provided() []template {
	everything := resources("All")
	syncExcluded := everybodyBut(directorySync)
	risk := func(name string, levels ...string) tree { return tree{name: list(levels)} }
	return []template{
		{
			"c7503427-338e-4c5e-902d-abe252abfb43", "Require multifactor authentication for admins", "secureFoundation,zeroTrust,protectAdmins",
			conditionsOf(holders(administrators), everything), anyOfControls("mfa"), nil,
		},
		{
			"b8bda7f8-6584-4446-bce9-d871480e53fa", "Securing security info registration", "secureFoundation,zeroTrust,remoteWork",
			conditionsOf(
				tree{"includeUsers": list([]string{"All"}), "excludeUsers": list([]string{"GuestsOrExternalUsers"}), "excludeRoles": list([]string{globalAdministrator})},
				tree{"includeUserActions": list([]string{"urn:user:registersecurityinfo"})},
				tree{"locations": tree{"includeLocations": list([]string{"All"}), "excludeLocations": list([]string{"AllTrusted"})}},
			), anyOfControls("mfa"), nil,
		},
		{
			"0b2282f9-2862-4178-88b5-d79340b36cb8", "Block legacy authentication", "secureFoundation,zeroTrust,remoteWork,protectAdmins",
			conditionsOf(everybodyBut(), everything, tree{"clientAppTypes": list([]string{"exchangeActiveSync", "other"})}), anyOfControls("block"), nil,
		},
		{
			"a3d0a415-b068-4326-9251-f9cdf9feeb64", "Require multifactor authentication for all users", "secureFoundation,zeroTrust,remoteWork",
			conditionsOf(syncExcluded, everything), anyOfControls("mfa"), nil,
		},
		{
			"a4072ac0-722b-4991-981b-7f9755daef14", "Require multifactor authentication for guest access", "zeroTrust,remoteWork",
			conditionsOf(tree{"includeUsers": list([]string{"GuestsOrExternalUsers"})}, everything), anyOfControls("mfa"), nil,
		},
		{
			"d8c51a9a-e6b1-454d-86af-554e7872e2c1", "Require multifactor authentication for Azure management", "secureFoundation,zeroTrust,protectAdmins",
			conditionsOf(everybodyBut(), resources("797f4846-ba00-4fd7-ba43-dac1f8f63013")), anyOfControls("mfa"), nil,
		},
		{
			"6b619f55-792e-45dc-9711-d83ec9d7ae90", "Require multifactor authentication for risky sign-ins", "zeroTrust,remoteWork",
			conditionsOf(everybodyBut(), everything, risk("signInRiskLevels", "high", "medium")), anyOfControls("mfa"), everyTimeFrequency,
		},
		{
			"634b6de7-c38d-4357-a2c7-3842706eedd7", "Require password change for high-risk users", "zeroTrust,remoteWork",
			conditionsOf(everybodyBut(), everything, risk("userRiskLevels", "high")),
			tree{"operator": "AND", "builtInControls": list([]string{"mfa", "passwordChange"})}, everyTimeFrequency,
		},
		{
			"c26a510a-3b8b-4023-8c44-d4f4c854e9f9", "Require compliant or hybrid Azure AD joined device for admins", "remoteWork,protectAdmins",
			conditionsOf(tree{"includeUsers": list([]string{"None"}), "includeRoles": list(administrators)}, everything), anyOfControls("compliantDevice", "domainJoinedDevice"), nil,
		},
		{
			"4e39a309-931e-4cb1-a371-e2beea168002", "Block access for unknown or unsupported device platform", "zeroTrust,remoteWork",
			conditionsOf(everybodyBut(), everything, tree{"platforms": tree{
				"includePlatforms": list([]string{"all"}), "excludePlatforms": list([]string{"android", "iOS", "windows", "macOS", "linux", "windowsPhone"}),
			}}), anyOfControls("block"), nil,
		},
		{
			"62e51ccc-c9c3-4554-ac70-066172c81007", "No persistent browser session", "zeroTrust,remoteWork",
			conditionsOf(everybodyBut(), everything, tree{"devices": tree{"deviceFilter": tree{
				"mode": "include", "rule": `device.trustType -ne "ServerAD" -or device.isCompliant -ne True`,
			}}}), nil, tree{"persistentBrowser": tree{"isEnabled": true, "mode": "never"}},
		},
		{
			"927c884e-7888-4e81-abc4-bd56ded28985", "Require compliant or hybrid joined device or MFA for all users", "secureFoundation,zeroTrust",
			conditionsOf(syncExcluded, everything), anyOfControls("mfa", "compliantDevice", "domainJoinedDevice"), nil,
		},
		{
			"81fd2072-4876-42b6-8157-c6000693046b", "Use application enforced restrictions for O365 apps", "remoteWork",
			conditionsOf(everybodyBut(), resources("Office365")), nil, tree{"applicationEnforcedRestrictions": tree{"isEnabled": true}},
		},
		{
			"76c03f19-ea37-4656-a772-a183b4ddb81d", "Require phishing-resistant MFA for admins", "protectAdmins,emergingThreats",
			conditionsOf(holders(moreAdministrators), everything), strengthOnly(phishingResistant), nil,
		},
		{
			"6364131e-bc4a-47c4-a20b-33492d1fff6c", "Require MFA for Microsoft admin portals", "zeroTrust,protectAdmins",
			conditionsOf(holders(administrators), resources("MicrosoftAdminPortals")), strengthOnly(multifactorStrength), nil,
		},
		{
			"16aaa400-bfdf-4756-a420-ad2245d4cde8", "Block Office 365 for users with insider risk", "zeroTrust",
			conditionsOf(tree{
				"includeUsers":                 list([]string{"All"}),
				"excludeGuestsOrExternalUsers": tree{"guestOrExternalUserTypes": "b2bDirectConnectUser,otherExternalUser,serviceProvider", "externalTenants": nil},
			}, resources("Office365"), tree{"insiderRiskLevels": "elevated"}), anyOfControls("block"), nil,
		},
		{
			"a297dd1a-21fe-4016-99a0-ba43ba64378c", "Require MDM-enrolled and compliant device (Preview)", "secureFoundation,zeroTrust",
			conditionsOf(syncExcluded, everything), anyOfControls("compliantDevice"), nil,
		},
	}
}
