package differential

import (
	"math/rand/v2"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// A generator draws one tenant and what is stated about it.
type generator struct {
	*rand.Rand
	engine.Question
	t *ca.Tenant
}

// Draw makes the tenant with this number of the sequence that a seed stands for.
func Draw(seed, number uint64) engine.Question {
	t := &ca.Tenant{}
	g := &generator{Rand: newRand(seed, number), Question: engine.Question{Tenant: t}, t: t}
	g.directory()
	g.roles()
	g.devices()
	g.methods()
	g.methodsPolicy()
	g.strengths()
	g.locations()
	g.networks()
	g.servicePrincipals()
	g.breakGlass()
	g.policies()
	return g.Question
}

func newRand(seed, number uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, number)) }

// chance is true in so many cases of a hundred.
func (g *generator) chance(percent int) bool { return g.IntN(100) < percent }

// pick takes one of the given.
func pick[T any](g *generator, from ...T) T { return from[g.IntN(len(from))] }

// often is a list that mostly holds its first item, to pick from.
func often[T any](usual T, rare ...T) []T {
	list := rare
	for range 6 * len(rare) {
		list = append(list, usual)
	}
	return list
}

// some takes at least one and at most so many of the given, in any order.
func some[T any](g *generator, most int, from []T) []T {
	n := 1 + g.IntN(min(most, len(from)))
	taken := make([]T, 0, n)
	for _, i := range g.Perm(len(from))[:n] {
		taken = append(taken, from[i])
	}
	return taken
}

// read is a fact that now and then was not read.
func read[T any](g *generator, percentUnread int, value T) ca.Fact[T] {
	if g.chance(percentUnread) {
		return ca.Fact[T]{}
	}
	return ca.Known(value)
}

// doubtful adds to a list, now and then, a value that is not known yet or a word that nobody knows.
func doubtful[T ~string](g *generator, list []T) []T {
	switch g.IntN(60) {
	case 0:
		return append(list, T(ca.NotYetKnown))
	case 1:
		return append(list, "unknownFutureValue")
	default:
		return list
	}
}

// unresolved adds to a list of ids, now and then, one that is not known yet or of an object that is gone.
func (g *generator) unresolved(list []string) []string {
	switch g.IntN(30) {
	case 0, 1:
		return append(list, ca.NotYetKnown)
	case 2, 3:
		return append(list, "deleted")
	default:
		return list
	}
}

// anyCase writes an id as people may.
func (g *generator) anyCase(id string) string {
	if g.chance(10) {
		return strings.ToUpper(id)
	}
	return id
}

// flag is true or false, or was not read.
func (g *generator) flag(percentTrue, percentUnread int) *bool {
	if g.chance(percentUnread) {
		return nil
	}
	v := g.chance(percentTrue)
	return &v
}
