package engine

import (
	"encoding/binary"
	"reflect"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// A column is whom a policy means, by turn: sets of people.
type column struct {
	users ca.Users
	turns [mostTurns]mask
}

// enlist decides whom every policy means, and numbers the editions: policies of one number say the same, to the
// letter. A policy that meant the same people before has its old column; fresh are the indexes of the others.
func (j *judgement) enlist(before *judgement) (fresh []int) {
	p, crowd := j.program, j.program.roster.crowd
	earlier := before.byID()
	if before != nil {
		j.editions = before.editions
	}
	for i := range p.policies {
		policy := p.policies[i]
		k, known := earlier[policy.ID]
		switch {
		case known && reflect.DeepEqual(before.program.policies[k], policy):
			p.columns, p.edition = append(p.columns, before.program.columns[k]), append(p.edition, before.program.edition[k])
			continue
		case known && reflect.DeepEqual(&before.program.columns[k].users, &policy.Conditions.Users):
			p.columns = append(p.columns, before.program.columns[k])
		default:
			p.columns = append(p.columns, crowd.column(policy.Conditions.Users))
			fresh = append(fresh, i)
		}
		j.editions++
		p.edition = append(p.edition, j.editions)
	}
	for turn := range crowd.turns() {
		p.rows[turn] = p.byPerson(turn)
	}
	return fresh
}

// byID are the places of the policies that were judged, by id.
func (j *judgement) byID() map[string]int {
	if j == nil {
		return nil
	}
	places := make(map[string]int, j.program.n)
	for i := range j.program.policies {
		places[j.program.policies[i].ID] = i
	}
	return places
}

// column decides whom a policy means.
func (c *crowd) column(users ca.Users) *column {
	of := &column{users: users}
	for turn := range c.turns() {
		of.turns[turn] = c.meant(users, turn)
	}
	return of
}

// meant are the policies that mean a person in a turn. They are to be read only.
func (p *program) meant(who person, turn int) mask {
	rows := &p.rows[turn]
	return mask{rows.surely.Row(who.index), rows.perhaps.Row(who.index)}
}

// masks are a mask of policies for every person.
type masks struct{ surely, perhaps bitset.Rows }

// byPerson is whom the policies mean, by person.
func (p *program) byPerson(turn int) masks {
	surely, perhaps := make([]set, p.n), make([]set, p.n)
	for i, column := range p.columns {
		surely[i], perhaps[i] = column.turns[turn].surely, column.turns[turn].perhaps
	}
	people := len(p.roster.crowd.people)
	return masks{bitset.Transpose(surely, people), bitset.Transpose(perhaps, people)}
}

// A partition tells people apart by what the policies say of them: those with equal numbers are the same to
// every policy.
type partition struct {
	of      []int    // by person
	first   []int    // by number: the first of them
	asked   []string // the properties by which it tells devices apart
	from    []int    // by number: theirs in the partition that this one was made from; nil where it was made anew
	refined int      // how often it was made from another one
}

// maxRefined is how often a partition is made from the one before it: it only becomes finer that way, also
// where the policies that it became finer for are gone.
const maxRefined = 16

// partition numbers the people. Where only few policies mean other people than they did, the numbers that
// there were are told apart by those alone.
func (p *program) partition(before *judgement, fresh []int) partition {
	if before == nil || !p.refines(before, fresh) {
		return p.number(p.wholeKeys())
	}
	return before.partition.split(p.columnsOf(fresh))
}

// refines reports whether who was the same before is the same now, but for the policies that are fresh. Where
// people have networks of their own, they are told apart by what all policies say to those.
func (p *program) refines(before *judgement, fresh []int) bool {
	if before.program.roster.crowd != p.roster.crowd || before.program.roams || p.roams || before.partition.refined == maxRefined || len(fresh) > 1+p.n/4 {
		return false
	}
	return !slices.ContainsFunc(p.filters.asked, func(name string) bool { return !slices.Contains(before.partition.asked, name) })
}

// number gives people with equal keys equal numbers.
func (p *program) number(key func(who person, key []byte) []byte) partition {
	out := partition{of: make([]int, len(p.roster.crowd.people)), asked: p.filters.asked}
	numbers := map[string]int{}
	var buffer []byte
	for i, who := range p.roster.crowd.people {
		buffer = key(who, buffer[:0])
		number, known := numbers[string(buffer)]
		if !known {
			number = len(out.first)
			numbers[string(buffer)] = number
			out.first = append(out.first, i)
		}
		out.of[i] = number
	}
	return out
}

// split is a finer partition, in which the people of every set are told from the others. Only the smaller part
// of a number gets a new one.
func (p *partition) split(sets []set) partition {
	out := partition{of: slices.Clone(p.of), asked: p.asked, refined: p.refined, from: make([]int, len(p.first), 2*len(p.first))}
	for number := range p.first {
		out.from[number] = number
	}
	for _, s := range sets {
		if 2*s.Count() > len(out.of) {
			s = s.Complement(len(out.of))
		}
		parted := make([]int, len(out.from)) // by old number: the new one; zero where nobody got one yet
		for i := range s.All {
			old := out.of[i]
			if parted[old] == 0 {
				parted[old] = len(out.from)
				out.from = append(out.from, out.from[old])
			}
			out.of[i] = parted[old]
		}
	}
	if out.renumber(); len(out.first) > len(p.first) {
		out.refined++
	}
	return out
}

// renumber leaves out the numbers that nobody has any more.
func (p *partition) renumber() {
	numbers := make([]int, len(p.from)) // one more than the new number; zero is nobody's
	from := make([]int, 0, len(p.from))
	p.first = make([]int, 0, len(p.from))
	for i, old := range p.of {
		if numbers[old] == 0 {
			p.first = append(p.first, i)
			from = append(from, p.from[old])
			numbers[old] = len(p.first)
		}
		p.of[i] = numbers[old] - 1
	}
	p.from = from
}

// columnsOf are the sets of people that some policies surely, and that they perhaps, mean.
func (p *program) columnsOf(policies []int) []set {
	var sets []set
	for _, i := range policies {
		for turn := range p.roster.crowd.turns() {
			m := p.columns[i].turns[turn]
			if sets = append(sets, m.surely); !m.perhaps.Equal(m.surely) {
				sets = append(sets, m.perhaps)
			}
		}
	}
	return sets
}

// wholeKeys are made of everything in which people can differ. The number of turns comes first, since it says how
// many masks follow.
func (p *program) wholeKeys() func(person, []byte) []byte {
	return func(who person, key []byte) []byte {
		key = append(key, byte(who.turns()))
		for turn := range who.turns() {
			key = p.meant(who, turn).appendKey(key)
		}
		return p.appendNear(p.appendCarried(key, who), who)
	}
}

// appendCarried appends what a person carries, as far as policies tell it apart.
func (p *program) appendCarried(key []byte, who person) []byte {
	c := &p.roster.carries[who.index]
	key = binary.LittleEndian.AppendUint32(key, uint32(c.credentials.number))
	var flags byte
	for i, set := range []bool{who.breakGlass, c.devicesRead} {
		if set {
			flags |= 1 << i
		}
	}
	key = append(key, flags)
	for i := range c.devices {
		d := &c.devices[i]
		key = append(key, platformByte(d.platform), byte(d.compliant)|byte(d.joined)<<2|byte(d.hello)<<4)
		key = p.filters.appendValues(key, d)
	}
	return append(key, 0xFF)
}

func platformByte(platform ca.Platform) byte { return byte(slices.Index(allPlatforms, platform)) }

// appendNear appends the networks that a person is known to sign in from, where that is not the same for all.
func (p *program) appendNear(key []byte, who person) []byte {
	if !p.roams {
		return key
	}
	for _, n := range p.near(who) {
		key = binary.LittleEndian.AppendUint32(key, uint32(n.number))
	}
	return key
}
