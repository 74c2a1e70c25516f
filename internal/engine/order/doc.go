// Package order finds an order of single writes in which every state on the way is safe, and the pairs that
// matter: constraints of the form "this write after that one" such that every order that obeys them is
// safe, and none of which can be left out.
//
// It knows nothing about policies. A write replaces an old version by a new one; the caller says which
// states are safe. Two things make the search short. Versions only take away, so a [State] in which both
// versions of some writes are in force is at least as strict as each state in which one of the two is: one
// judgement of it settles all of them. And most writes have a [Direction]: those that only relax can come
// first, those that only restrict can come last, and what has to be searched is the rest.
//
// How often the caller may be asked is limited, since judging is expensive. A search that reaches the limit
// says so, and never takes what it has not seen for safe.
package order
