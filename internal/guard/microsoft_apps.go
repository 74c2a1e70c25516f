package guard

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// microsoftApps are Microsoft's own applications, which exist everywhere: a tenant shows a service principal
// for one only after somebody has used it.
var microsoftApps = slices.Concat(ca.Office365Apps, ca.AdminPortalApps, []string{
	ca.AppMicrosoftGraph, ca.AppWindowsAzureAD, ca.AppAzureServiceManagement, ca.AppDirectoryBlade, ca.AppWindows365,
	"04b07795-8ddb-461a-bbee-02f9e1bf7b46", // Azure CLI
	"1950a258-227b-4e31-a9cf-717495945fc2", // Azure PowerShell
	"0c1307d4-29d6-4389-a11c-5cbe7f65d7fa", // Azure mobile app
	"de8bc8b5-d9f9-48b1-a8ad-b748da725064", // Graph Explorer
	"14d82eec-204b-4c2f-b7e8-296a70dab67e", // Microsoft Graph Command Line Tools
	"01cb2876-7ebd-4aa4-9cc9-d28bd4d359a9", // Device Registration Service
	"d4ebce55-015a-49b5-a083-c84d1797ae8c", // Microsoft Intune Enrollment
	"0000000a-0000-0000-c000-000000000000", // Microsoft Intune
	"19db86c3-b2b9-44cc-b339-36da233a3be2", // My Signins
	"8c59ead7-d703-4a27-9e55-c96a0054c8d2", // My Profile
	"00000006-0000-0ff1-ce00-000000000000", // Microsoft 365 portal
	"67ad5377-2d78-4ac2-a867-6300cda00e85", // Office 365 suite
	"9ba1a5c7-f17a-4de9-a1f1-6178c8d51223", // Intune Company Portal
	"29d9ed98-a469-4536-ade2-f981bc1d605e", // Microsoft Authentication Broker
})
