package ca

// A ServiceDependency is a service that another one calls for the user.
//
// An early-bound one must let the user in before the calling service does, so that a policy for it concerns
// every sign-in to the caller. A late-bound one is asked for only when the user comes to need it.
type ServiceDependency struct {
	Name  string
	AppID string // "" where Microsoft publishes the name alone
	Late  bool
}

// ServiceDependencies are the documented dependencies by the application id of the calling service, as far as
// that id is known. What-If does not follow them.
var ServiceDependencies = map[string][]ServiceDependency{
	AppAzurePortal: {
		early(AppAzureServiceManagement), early(AppExchangeOnline), early(AppSharePointOnline), early(AppWindows365),
		{Name: "Microsoft 365 Reporting Service"},
	},
	appMicrosoft365Portal: {
		early(AppExchangeOnline), early(AppSharePointOnline), early(appTeams), early(AppWindows365),
		{Name: "Microsoft 365 Reporting Service"},
	},
	appTeams: {
		early(AppExchangeOnline), early(AppSharePointOnline), early(appSkypeForBusiness),
		{Name: "Planner", Late: true}, {Name: "Stream", Late: true}, {Name: "Whiteboard", Late: true},
	},
	appPowerApps: {
		early(AppAzureServiceManagement), early(AppWindowsAzureAD), early(AppSharePointOnline), early(AppExchangeOnline),
	},
	appPowerAutomate: {early(appPowerApps)},
	appForms:         {early(AppExchangeOnline), early(AppSharePointOnline)},
	AppSharePointOnline: {
		{Name: "SharePoint Web Client Extensibility"}, {Name: "SharePoint Web Client Extensibility Isolated"},
	},
}

func early(id string) ServiceDependency { return ServiceDependency{Name: appNames[id], AppID: id} }

// Services that appear in no verdict of their own.
const (
	appMicrosoft365Portal = "00000006-0000-0ff1-ce00-000000000000"
	appSkypeForBusiness   = "00000004-0000-0ff1-ce00-000000000000"
	appTeams              = "cc15fd57-2c6c-4117-a88c-83b1d56b4bbe"
	appForms              = "c9a559d2-7aab-4f13-a6ed-e7e9c52aec87"
	appPowerApps          = "475226c6-020e-4fb2-8a90-7a972cbfc1d4"
	appPowerAutomate      = "7df0a125-d3be-4c96-aa54-591f83ff541c"
)

var appNames = map[string]string{
	AppMicrosoftGraph:         "Microsoft Graph",
	AppWindowsAzureAD:         "Windows Azure Active Directory",
	AppAzureServiceManagement: "Windows Azure Service Management API",
	AppAzurePortal:            "Azure portal",
	AppDirectoryBlade:         "the portal's directory blade",
	AppExchangeOnline:         "Exchange Online",
	AppSharePointOnline:       "SharePoint Online",
	AppWindows365:             "Windows 365",
	AppSecurityCompliance:     "Microsoft 365 Security and Compliance Center",
	appMicrosoft365Portal:     "Microsoft 365 portal",
	appSkypeForBusiness:       "Skype for Business Online",
	appTeams:                  "Microsoft Teams",
	appForms:                  "Microsoft Forms",
	appPowerApps:              "Power Apps",
	appPowerAutomate:          "Power Automate",
}

// AppName is what Microsoft calls one of its own applications, or "".
func AppName(id string) string { return appNames[FoldID(id)] }
