package graphsim

import (
	"slices"
	"strings"
)

// firstParty are applications of Microsoft's that a policy may name although no
// service principal was loaded for them.
var firstParty = []string{
	"00000002-0000-0000-c000-000000000000", // Windows Azure Active Directory
	"00000003-0000-0000-c000-000000000000", // Microsoft Graph
	"00000007-0000-0000-c000-000000000000", // Dynamics CRM Online
	"00000012-0000-0000-c000-000000000000", // Azure Rights Management Services
	"00000002-0000-0ff1-ce00-000000000000", // Exchange Online
	"00000003-0000-0ff1-ce00-000000000000", // SharePoint Online
	"00000004-0000-0ff1-ce00-000000000000", // Skype for Business Online
	"00000005-0000-0ff1-ce00-000000000000", // Viva Engage
	"00000006-0000-0ff1-ce00-000000000000", // Microsoft 365 portal
	"00000007-0000-0ff1-ce00-000000000000", // Exchange Online Protection
	"797f4846-ba00-4fd7-ba43-dac1f8f63013", // Windows Azure Service Management API
	"c44b4083-3bb0-49c1-b47d-974e53cbdf3c", // Azure portal
	"74658136-14ec-4630-ad9b-26e160ff0fc6", // ADIbizaUX
	"04b07795-8ddb-461a-bbee-02f9e1bf7b46", // Azure CLI
	"1950a258-227b-4e31-a9cf-717495945fc2", // Azure PowerShell
	"0c1307d4-29d6-4389-a11c-5cbe7f65d7fa", // Azure mobile app
	"de8bc8b5-d9f9-48b1-a8ad-b748da725064", // Graph Explorer
	"14d82eec-204b-4c2f-b7e8-296a70dab67e", // Microsoft Graph Command Line Tools
	"01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9", // Device Registration Service
	"d4ebce55-015a-49b5-a083-c84d1797ae8c", // Microsoft Intune Enrollment
	"0000000a-0000-0000-c000-000000000000", // Microsoft Intune
	"9ba1a5c7-f17a-4de9-a1f1-6178c8d51223", // Intune Company Portal
	"19db86c3-b2b9-44cc-b339-36da233a3be2", // My Sign-ins
	"8c59ead7-d703-4a27-9e55-c96a0054c8d2", // My Profile
	"80ccca67-54bd-44ab-8625-4b79c4dc7775", // Microsoft 365 Security and Compliance Center
	"cc15fd57-2c6c-4117-a88c-83b1d56b4bbe", // Microsoft Teams
	"0af06dc6-e4b5-4f28-818e-e78e62d137a5", // Windows 365
	"499b84ac-1321-427f-aa17-267ca6975798", // Azure DevOps
	"67ad5377-2d78-4ac2-a867-6300cda00e85", // Office 365
	"29d9ed98-a469-4536-ade2-f981bc1d605e", // Microsoft Authentication Broker
}

func isFirstParty(appID string) bool {
	return slices.ContainsFunc(firstParty, func(known string) bool { return strings.EqualFold(known, appID) })
}
