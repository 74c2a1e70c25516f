package provider

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

var contextShape = shape[ca.AuthenticationContext]{
	record:  contextRecord,
	stored:  func(x ca.AuthenticationContext) ca.AuthenticationContext { return x },
	unasked: func(_, shown ca.AuthenticationContext) ca.AuthenticationContext { return shown },
}

var contextRecord = record[ca.AuthenticationContext]{
	text("id", func(x *ca.AuthenticationContext) *string { return &x.ID }),
	text("display_name", func(x *ca.AuthenticationContext) *string { return &x.DisplayName }),
	text("description", func(x *ca.AuthenticationContext) *string { return &x.Description }),
	whether("is_available", "isAvailable", func(x *ca.AuthenticationContext) *bool { return &x.IsAvailable },
		func(x *ca.AuthenticationContext) *ca.Extra { return &x.Extra }),
}
