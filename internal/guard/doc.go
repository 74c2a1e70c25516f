// Package guard says whether a change to Conditional Access may happen.
//
// It keeps three promises, for every state that a tenant passes through because of an apply: enough
// administrators can still sign in, enough break-glass accounts work even on the worst day, and the
// pipeline can sign in to repair what it did. The verdicts come from package engine; this package decides
// what follows from them, and says it.
//
// There are three ways in:
//
//   - [Judge] and [Check] are pure: a tenant, the changes, the configuration and a time go in, findings
//     come out. Command line and tests use them.
//   - [ValidatePolicy] and [ValidateNamedLocation] need no tenant, so that terraform validate can run them.
//   - [Guard] ties judging to a living tenant: it keeps the ledger of a plan, and it is the gate that every
//     write passes, one at a time.
//
// Each rule is one file, rule_eg*.go, with its text and its check. What a rule says about one object is a
// [Finding]; only finding_text.go knows how a finding looks.
package guard
