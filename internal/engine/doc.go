// Package engine says who can still sign in to repair Conditional Access, and proves it.
//
// It implements the verdict model and nothing but: three values, every dimension of a sign-in, what each
// policy asks and whether a user can meet it. It is pure: no context, no clock, no environment, no log, and
// no map order in any answer. The same question has the same answer, byte for byte.
//
// The way through a question:
//
//	Decide, Decider   one question, one report; one tenant after another, of which little changes
//	  roster          who can repair, and what each of them carries: nothing in it depends on a policy
//	  program         policies become bit masks: for every value of a dimension, which policies match it
//	  partition       people of whom every policy says the same are one class
//	  candidate       one of each class is searched: walk goes depth first over the sign-ins, and cuts
//	                  every branch that some policy denies whatever the rest may be
//	  core, missing   the least evidence for what was found
//	  class           what was found, told with everybody's names
//	WhatIf            one sign-in of anybody against every policy: why not, what is asked, and with what it is met
//
// Packages beside it: bitset, address and directory are what it reckons with, devicerule reads device filters,
// difference compares two tenants over every sign-in of anybody, order finds a safe order of writes.
//
// Policies only take away: enabling one, or narrowing what satisfies it, never allows a sign-in that was
// denied. Pruning, cores and the guard's order test rest on that.
package engine
