package ca

// BreakGlass names the accounts that must work on the worst day.
type BreakGlass struct {
	Users   []string
	Groups  []string
	Minimum int
}

// Assumptions are statements of the operator. Each one that a verdict uses is printed with it.
type Assumptions struct {
	Platforms          []Platform // of sign-ins without a device; empty means the default five
	Networks           []Network
	PipelineNetworks   []Network
	CertificateUsers   []string // user ids or user principal names
	TermsOfUseAccepted bool
}

// DefaultPlatforms are the platforms that a repairer has when the operator says nothing.
var DefaultPlatforms = []Platform{PlatformWindows, PlatformMacOS, PlatformLinux, PlatformIOS, PlatformAndroid}

// A Network is a network that somebody can sign in from. Either part may be left out.
type Network struct {
	Address string // a public IPv4 or IPv6 address
	Country string // two letters
	Account string // a user id or user principal name; "" is everybody
}
