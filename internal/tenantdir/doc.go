// Package tenantdir reads a tenant from a folder of JSON files, each verbatim what Microsoft Graph returns
// for one list request, so that any export drops in.
//
// A file that is missing means "not read": its facts stay unknown. An empty list means "read, and none".
// The difference decides verdicts, so a file that is there but broken, cut short or ambiguous is an error
// and never passes for either. An error is one line that says which folder, which file, and where in it.
package tenantdir
