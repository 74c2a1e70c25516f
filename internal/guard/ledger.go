package guard

import (
	"sync"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A ledger holds the changes of one run, the newest of each object. Policies only take away, so whoever
// judges last has seen everything that an earlier judgement could not.
type ledger struct {
	mu      sync.Mutex
	entries []*entry
	version int             // grows with every change of the entries
	arrived time.Time       // of the last planned change
	news    chan struct{}   // closed when the version grows
	said    map[string]bool // the advice of the findings that calls have returned
}

type entry struct {
	change   Change
	answered bool // its call has returned
	refused  bool // with a refusal
}

func newLedger() *ledger { return &ledger{news: make(chan struct{}), said: map[string]bool{}} }

// arrive enters a planned change.
func (l *ledger) arrive(c Change) *entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.arrived = time.Now()
	e := l.entryOf(c)
	*e = entry{change: c}
	l.grow()
	return e
}

// begin enters a write, planned before or not: a destroy comes without a plan call of its own.
func (l *ledger) begin(c Change) *entry {
	l.mu.Lock()
	defer l.mu.Unlock()
	e := l.entryOf(c)
	*e = entry{change: c, answered: true}
	l.grow()
	return e
}

// finish takes a write out: either the tenant has it now, or it will never come.
func (l *ledger) finish(e *entry) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i, have := range l.entries {
		if have == e {
			l.entries = append(l.entries[:i:i], l.entries[i+1:]...)
			break
		}
	}
	l.grow()
}

// entryOf finds the entry of a change's object, or makes one.
func (l *ledger) entryOf(c Change) *entry {
	for _, e := range l.entries {
		if sameObject(e.change, c) {
			return e
		}
	}
	e := &entry{}
	l.entries = append(l.entries, e)
	return e
}

func (l *ledger) grow() {
	l.version++
	close(l.news)
	l.news = make(chan struct{})
}

// changes are the entries as they are, and the version that they make.
func (l *ledger) changes() ([]Change, int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	list := make([]Change, len(l.entries))
	for i, e := range l.entries {
		list[i] = e.change
	}
	return list, l.version
}

// pending are the changes that are still to be written in this run, as far as is known, without those that
// were refused.
func (l *ledger) pending() (list []Change, others bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, e := range l.entries {
		if e.refused || e.change.changesNothing() {
			continue
		}
		list = append(list, e.change)
	}
	return list, len(list) > 1
}

// watch is closed when the ledger changes.
func (l *ledger) watch() <-chan struct{} {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.news
}

// sameObject reports whether two changes are about the same object. An object that is not there yet is
// known by its address; where nobody knows that, by what it says: the same content, or the same name where
// the earlier one still held values that were not known.
func sameObject(earlier, later Change) bool {
	switch {
	case earlier.Object != later.Object:
		return false
	case earlier.Object == ObjectSecurityDefaults:
		return true // a tenant has exactly one
	case earlier.ID != "" || later.ID != "":
		return ca.SameID(earlier.ID, later.ID)
	case earlier.Address != "" || later.Address != "":
		return earlier.Address == later.Address
	}
	return earlier.versions().sameAs(later.versions())
}
