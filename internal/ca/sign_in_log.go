package ca

import "time"

// A LoggedSignIn is one event of the sign-in log, cut to what verdicts and evidence need.
type LoggedSignIn struct {
	ID                      string
	CreatedDateTime         time.Time
	UserID                  string
	UserPrincipalName       string
	IPAddress               string
	CountryOrRegion         string // two letters, or ""
	ErrorCode               int    // 0 is success
	AppliedPolicies         []AppliedPolicy
	ConditionalAccessStatus string
	Extra                   Extra
}

// An AppliedPolicy is what one policy did to a logged sign-in.
type AppliedPolicy struct {
	ID          string
	DisplayName string
	Result      string // success, failure, notApplied, reportOnlyFailure, …
}
