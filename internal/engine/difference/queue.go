package difference

// queueLength is how many ids are looked up together.
const queueLength = 128

// A queue looks ids up on a roll many at a time. A roll of a tenant's people is larger than what the processor
// keeps at hand: one by one each look-up waits for the memory, together they wait once.
type queue struct {
	roll    *roll
	ids     []string
	guids   [queueLength]guid
	read    [queueLength]bool // whether the id is a GUID
	numbers [queueLength]int32
}

func newQueue(r *roll) *queue { return &queue{roll: r, ids: make([]string, 0, queueLength)} }

// add puts an id into the queue and reports whether it is full.
func (q *queue) add(id string) (full bool) {
	q.ids = append(q.ids, id)
	return len(q.ids) == queueLength
}

// find empties the queue and returns the number of each id; -1 for one that was not called.
func (q *queue) find() []int32 {
	for i, id := range q.ids {
		q.guids[i], q.read[i] = parseGUID(id)
	}
	for i := range q.ids {
		if q.read[i] {
			q.numbers[i] = q.roll.slot(q.guids[i]).number - 1
		}
	}
	for i, id := range q.ids {
		if !q.read[i] {
			q.numbers[i] = q.roll.find(id)
		}
	}
	found := q.numbers[:len(q.ids)]
	q.ids = q.ids[:0]
	return found
}

// call empties the queue and returns the number of each id, new ones where they are new.
func (q *queue) call() []int32 {
	ids := q.ids
	called := q.find()
	for i, n := range called {
		if n < 0 {
			called[i] = q.roll.call(ids[i])
		}
	}
	return called
}
