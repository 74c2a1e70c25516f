// Package reference says a second time who can still sign in, as plainly as it can be said: it takes every
// sign-in that a person can produce, one at a time, and asks every enabled policy about it.
//
// Beside that it says of one sign-in of anybody what every policy makes of it ([WhatIf]), and what a change
// makes of it ([Difference]).
//
// It exists so that the engine can be compared with something that shares none of its code and none of
// its cleverness. Each file is one part of the model and reads like it: who repairs, from where, on what,
// with which methods; when a policy applies, when it is satisfied; what follows. Where the two disagree,
// one of them is wrong. Speed comes second here: a tenant with hundreds of policies is the engine's work.
package reference
