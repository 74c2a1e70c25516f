// Package publishedsets completes policy sets that other people published, to tenants that can be judged.
//
// A published set has the policies, seldom the rest, and placeholders instead of ids. Completing it gives
// every object an id, in a way that the same set always gets the same ones, and makes the people, groups,
// locations and strengths that its policies name: two break-glass accounts in the group that most policies
// exclude, four administrators and a few members of staff, with methods and devices.
//
// The sets themselves are not part of this repository: tests look for them beside it, and skip where they
// are not.
package publishedsets
