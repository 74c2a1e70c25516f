package ca

// SecurityDefaults are the identitySecurityDefaultsEnforcementPolicy: Microsoft's own rules for a tenant that
// has no Conditional Access, as one switch. A tenant has exactly one.
//
// Where IsEnabled is not known yet, Extra holds [NotYetKnown] under its name on the wire.
type SecurityDefaults struct {
	ID          string
	DisplayName string
	Description string
	IsEnabled   bool
	Extra       Extra
}
