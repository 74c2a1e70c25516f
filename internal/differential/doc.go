// Package differential holds the engine and the reference together: it draws random tenants, asks both who
// can still sign in, and makes the smallest tenant on which they disagree.
//
// The tenants are small and strange on purpose. Each has a handful of administrators, groups that hold
// each other, facts that were not read, values that are not known yet, and policies drawn so that every
// condition and control occurs, and every verdict comes out often. [Compare] counts what came up and fails
// if something never did: agreement about tenants that exercise nothing says nothing.
//
// A verdict alone may be right by accident. So the evidence is replayed, too: a witness must be a sign-in
// that the reference allows, a core must be enough and none of it idle.
//
// The same is done for questions about everybody: [CompareWhatIf] asks both what every policy says to a
// sign-in, and [CompareChanges] holds what the engine says that a change does against what the reference
// says of single sign-ins, many of them aimed at the policies that changed.
package differential
