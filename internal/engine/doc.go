// Package engine says who can still sign in to repair Conditional Access, and proves it.
//
// It implements the verdict model and nothing but: three values, every dimension of a sign-in, what each
// policy asks and whether a user can meet it. It is pure: no context, no clock, no environment, no log, and
// no map order in any answer. The same question has the same answer, byte for byte.
//
// The way through a question:
//
//	Decide          one question, one report
//	  directory     who is a repairer, who is in which group, who holds which role
//	  compile       policies become bit masks: for every value of a dimension, which policies match it
//	  credentials   what a user can present, on which device
//	  ask           one repairer against the masks: witness, or lockout, or neither
//	  core, facts   the least evidence for what was found
//	WhatIf          one sign-in of anybody against every policy: why not, what is asked, and with what it is met
//
// Policies only take away: enabling one, or narrowing what satisfies it, never allows a sign-in that was
// denied. Pruning, cores and the guard's order test rest on that.
package engine
