package graphsim

// lag is how many reads are behind a write, by kind. It counts reads, not seconds,
// so that a test sees the same thing every time.
type lag struct {
	every, lists, created int
	alternate             bool
}

func (o Options) lag() lag {
	return lag{every: o.Staleness, lists: o.StaleLists, created: o.Unseen, alternate: o.Alternate}
}

// behind is what readers still see of a record's past.
type behind struct {
	shown tree // nil is an object that is not there
	reads int  // how many reads of any kind show it
	lists int  // how many lists do, when single reads do not
	fresh bool // with alternating replicas: the next read meets one that is up to date
}

func (b behind) none() bool { return b.reads == 0 && b.lists == 0 }

// see is one read of a record, alone or in a list.
func (c *collection) see(r *record, inList bool) tree {
	seen := r.object
	switch {
	case r.behind.reads > 0:
		r.behind.reads--
		if !r.behind.fresh {
			seen = r.behind.shown
		}
		r.behind.fresh = c.lag.alternate && !r.behind.fresh
	case inList && r.behind.lists > 0:
		r.behind.lists--
		seen = r.behind.shown
	}
	if r.object == nil && r.behind.none() {
		c.drop(r)
	}
	return seen
}

// age keeps what readers see now, for as many reads as the lag says.
func (c *collection) age(r *record) {
	shown := r.behind.shown
	if r.behind.none() {
		shown = r.object
	}
	b := behind{shown: shown, reads: c.lag.every, lists: c.lag.lists}
	if shown == nil {
		b.reads = max(b.reads, c.lag.created)
	}
	if !b.none() {
		r.behind = b
	}
}
