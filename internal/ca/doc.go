// Package ca holds Microsoft Entra Conditional Access as plain values: policies, named locations,
// authentication strengths, and the facts about a tenant that decide who can still sign in.
//
// Three rules hold everywhere in it:
//
//   - Nothing is lost. What a decoder does not know it keeps, by name, in an Extra, so that the engine
//     can say UNKNOWN instead of overlooking it. Enumerations are strings for the same reason: a member
//     that Microsoft adds tomorrow stays what it is.
//   - Absent, null and empty are one value. Nil and empty lists mean the same; a nil pointer is a
//     property that is not configured.
//   - A fact that was not read is not false. Every part of a Tenant that may be missing is a [Fact], or
//     a map whose missing entry means "not read".
//
// The package does no input or output and depends on nothing but the standard library.
package ca
