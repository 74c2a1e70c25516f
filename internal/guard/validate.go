package guard

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// ValidateNamedLocation says what the service would refuse about a named location.
func ValidateNamedLocation(ca.NamedLocation) []Finding { return nil }
