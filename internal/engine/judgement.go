package engine

import "slices"

// A judgement is one answer with what it was made of, so that the next one can be made from it.
type judgement struct {
	program   *program
	partition partition
	classes   []*class // by the partition's numbers
	replaced  []*class // what they were before they had to be searched anew, or nil: a tenant often goes back
	report    Report
	editions  int // how many there have been
}

// judge decides the people of a roster.
func judge(q Question, r *roster, before *judgement) *judgement {
	p := compile(q, r)
	j := &judgement{program: p}
	j.partition = p.partition(before, j.enlist(before))
	j.classes, j.replaced = make([]*class, len(j.partition.first)), make([]*class, len(j.partition.first))
	earlier := passages{to: p, from: map[*program]*passage{}}
	for number, first := range j.partition.first {
		j.settle(number, r.crowd.people[first], before, &earlier)
	}
	j.report = Report{Pipeline: decidePipeline(q, r), MissingRepairers: r.missing}
	j.tell(before)
	return j
}

// settle finds what there is to find of a class. What was found of those people before stands where a search
// would find it again.
func (j *judgement) settle(number int, who person, before *judgement, earlier *passages) {
	var last, replaced *class
	if j.partition.from != nil {
		last, replaced = before.classes[j.partition.from[number]], before.replaced[j.partition.from[number]]
	}
	switch {
	case earlier.lead(last, who):
		j.classes[number], j.replaced[number] = last, replaced
	case earlier.lead(replaced, who):
		j.classes[number], j.replaced[number] = replaced, last
	default:
		j.classes[number], j.replaced[number] = newClass(j.program.candidate(who)), last
	}
}

// tell writes the evidence about everybody. What was told of somebody before is told again where it is the
// same to the letter.
func (j *judgement) tell(before *judgement) {
	people := j.program.roster.crowd.people
	again := make([]bool, len(j.classes))
	if j.partition.from == nil {
		j.report.Repairers = make([]Repairer, len(people))
	} else {
		for number, same := range j.classes {
			last := before.classes[j.partition.from[number]]
			again[number] = same == last || same.tells(last)
		}
		j.report.Repairers = before.report.Repairers
		if !slices.Contains(again, false) {
			return
		}
		j.report.Repairers = slices.Clone(j.report.Repairers)
	}
	var c candidate
	var room []testimony
	for i, who := range people {
		number := j.partition.of[i]
		if again[number] {
			continue
		}
		c.become(j.classes[number].searched, who)
		j.report.Repairers[i] = who.repairer(j.classes[number].evidence(&c, &room))
	}
}
