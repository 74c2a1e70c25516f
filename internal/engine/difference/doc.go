// Package difference says what a change of a tenant does to sign-ins: not which lines of which policy were
// edited, but who is asked for what, where, that was not asked before.
//
// The space of sign-ins is that of the what-if: everybody, to everything, from everywhere. The answer is a
// list of disjoint boxes, each a product of value sets, in which the change has one effect, and for every
// policy whether its own change is stricter than what went before.
//
// # The space
//
//   - People: the users that both tenants have, people from outside of every external type and home tenant,
//     and service principals. Somebody who is in one of the two tenants alone has no sign-in to compare.
//   - A user object that is from outside may have any home tenant, since the object does not say which.
//   - The device is none, or any that the filters can tell apart; its platform is the platform of the
//     sign-in.
//   - The network is a public address in any country.
//
// # What is not known
//
// A condition that cannot be decided (the members of a group that was not read, an application filter) is a
// free proposition with an identity, the same in both tenants: what did not change cannot look changed. A
// box that rests on such a proposition says so in [Box.Assuming].
package difference
