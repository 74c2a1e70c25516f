package reference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// What follows replays evidence: a witness is a sign-in, and everything that it names can be asked about.

// Evaluate says what happens to one sign-in of a repairer: with each of its role sets, the worse counts.
// A user who is no repairer is Open: nothing is said about it.
func Evaluate(q Question, userID string, s SignIn) Outcome {
	j := newJudge(q)
	if p := j.person(userID); p != nil {
		return j.outcome(p, s)
	}
	return Open
}

// VerdictOf is the verdict about one repairer; "" for a user who is none.
func VerdictOf(q Question, userID string) string {
	j := newJudge(q)
	if p := j.person(userID); p != nil {
		return j.verdict(p)
	}
	return ""
}

// PipelineVerdict is the verdict about the pipeline alone.
func PipelineVerdict(q Question) string { return newJudge(q).pipelineVerdict() }

func (j *judge) person(userID string) *person {
	people, _ := j.repairers()
	for _, p := range people {
		if ca.SameID(p.user.ID, userID) {
			return p
		}
	}
	return nil
}

// Credentials are what a repairer surely has in a sign-in.
type Credentials struct {
	Modes       []ca.Mode // a FIDO2 key counts if the methods policy takes it
	Registrable []ca.Mode // those that it may register at the interrupt
	Roles       []string  // active template ids, folded, once eligible ones are activated
}

// CredentialsOf lists what a repairer surely has in a sign-in.
func CredentialsOf(q Question, userID string, s SignIn) Credentials {
	var c Credentials
	j := newJudge(q)
	p := j.person(userID)
	if p == nil {
		return c
	}
	a := attempt{SignIn: s, who: p}
	for _, m := range everyMode {
		has := j.mode(m, a)
		if m == ca.ModeFIDO2 {
			has = j.fido2(ca.AuthenticationStrength{}, a)
		}
		if has == yes {
			c.Modes = append(c.Modes, m)
		}
		if j.canRegister(m, p.user) == yes {
			c.Registrable = append(c.Registrable, m)
		}
	}
	for template, held := range p.roleSets[len(p.roleSets)-1] {
		if held == yes {
			c.Roles = append(c.Roles, template)
		}
	}
	slices.Sort(c.Roles)
	return c
}

// A Place is a network of a user with the named locations, ordered by id, that it is surely in.
type Place struct {
	Network        Network
	NamedLocations []string
	Available      bool
}

// Places are the networks that count for a user: one for each class, and all that are available. It is
// what a witness's network can be compared with.
func Places(q Question, u ca.User) []Place {
	j := newJudge(q)
	var places []Place
	add := func(networks []Network, available bool) {
		for _, n := range networks {
			places = append(places, Place{n, j.surelyIn(n), available})
		}
	}
	add(j.availableNetworks(u), true)
	add(j.possibleNetworks(), false)
	return places
}

// Inside lists the named locations that a network is surely in, ordered by id.
func Inside(q Question, n Network) []string { return newJudge(q).surelyIn(n) }

func (j *judge) surelyIn(n Network) []string {
	var ids []string
	for i, v := range j.within(n) {
		if v == yes {
			ids = append(ids, j.tenant.NamedLocations.Value()[i].ID)
		}
	}
	slices.Sort(ids)
	return ids
}
