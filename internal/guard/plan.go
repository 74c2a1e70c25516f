package guard

import (
	"context"
	"errors"
	"slices"
	"time"
)

const (
	// longestHold bounds how long a failing call waits for changes that it has not seen.
	longestHold = 20 * time.Second

	// planStaleness is how old the tenant may be that plans are judged against. Every write is judged
	// again, against a fresh one.
	planStaleness = 5 * time.Minute
)

const splitHint = "Or, if another change is meant to make room for this one, make two applies of it: the other one first."

// Plan enters a change into the ledger of this run and returns what is to be said about it. A call that
// would fail is held until no other change has arrived for a while: one that relaxes may reach the guard
// after the one that needs it. Held calls do not wait for each other.
//
// The error is the context's.
func (g *Guard) Plan(ctx context.Context, change Change) ([]Finding, error) {
	mine := g.ledger.arrive(change)
	if change.changesNothing() {
		g.ledger.answer(mine, false)
		return nil, nil
	}
	started := time.Now()
	for {
		news := g.ledger.watch()
		result, version, err := g.judgeLedger(ctx)
		if ctx.Err() != nil {
			g.ledger.answer(mine, false)
			return nil, context.Cause(ctx)
		}
		if err != nil {
			g.ledger.answer(mine, true)
			return g.planned([]Finding{unreadable(change, err)}), nil
		}
		findings, wait, done := g.ledger.settle(mine, result, version, started, g.config.Settle)
		if done {
			return g.planned(findings), nil
		}
		if err := pause(ctx, wait, news); err != nil {
			g.ledger.answer(mine, false)
			return nil, err
		}
	}
}

// pause waits for a time, for news, or for the context to end.
func pause(ctx context.Context, wait time.Duration, news <-chan struct{}) error {
	timer := time.NewTimer(wait)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-news:
	case <-ctx.Done():
		return context.Cause(ctx)
	}
	return nil
}

// settle says what a call answers to a judgement of the ledger, and whether it answers now. A judgement
// of a ledger that has grown since is never answered.
func (l *ledger) settle(mine *entry, r Result, version int, started time.Time, settle time.Duration) (findings []Finding, wait time.Duration, done bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if version != l.version {
		return nil, 0, false
	}
	for _, f := range r.Findings {
		if belongs(f, mine.change) || l.orphaned(f) && (f.Refuses() || l.isNews(f)) {
			findings = append(findings, f)
		}
	}
	refuses := slices.ContainsFunc(findings, Finding.Refuses)
	if slices.ContainsFunc(findings, mayBeLifted) {
		wait = min(time.Until(l.arrived.Add(settle)), time.Until(started.Add(longestHold)))
		if wait > 0 {
			return nil, wait, false
		}
	}
	mine.answered, mine.refused = true, refuses
	for _, f := range findings {
		l.said[f.advice()] = true
	}
	return findings, 0, true
}

// isNews reports whether a finding is about the order of changes, and nobody has said it yet. A change that has
// to wait for a later one may have been planned, and answered, before that one was seen.
func (l *ledger) isNews(f Finding) bool { return f.Rule == ruleEG005.ID && !l.said[f.advice()] }

// mayBeLifted reports whether another change could still take a refusal away. What is wrong with a policy by
// itself stays wrong.
func mayBeLifted(f Finding) bool {
	return f.Refuses() && (f.liftable || isInvariant(f.Rule) || f.Rule == ruleEG005.ID)
}

// orphaned reports whether a finding belongs to calls that have all returned without a refusal, so that
// somebody else has to carry it.
func (l *ledger) orphaned(f Finding) bool {
	for _, e := range l.entries {
		if belongs(f, e.change) && (!e.answered || e.refused) {
			return false
		}
	}
	return true
}

// answer notes that a call has returned.
func (l *ledger) answer(e *entry, refused bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	e.answered, e.refused = true, refused
}

func belongs(f Finding, c Change) bool {
	if c.ID != "" || f.ObjectID != "" {
		return c.ID == f.ObjectID
	}
	return f.Address == c.Address && f.Object == c.Name()
}

// judgeLedger judges the tenant against everything that was planned so far.
func (g *Guard) judgeLedger(ctx context.Context) (Result, int, error) {
	if err := g.judge.acquire(ctx); err != nil {
		return Result{}, 0, err
	}
	defer g.judge.release()
	changes, version := g.ledger.changes()
	m := &g.recent
	scope := g.scope(changes)
	if m.tenant == nil || !m.scope.equal(scope) || time.Since(m.readAt) > planStaleness {
		t, err := g.tenant.Snapshot(ctx, planStaleness, scope)
		if err == nil && t == nil {
			err = errors.New("the tenant could not be read")
		}
		if err != nil {
			return Result{}, 0, err
		}
		*m = memory{tenant: t, scope: scope, readAt: time.Now(), before: g.decider.decide(t, g.config)}
	}
	if !m.judged || m.version != version {
		m.result = judgeFrom(&g.decider, m.tenant, m.before, changes, g.config, clock(m.tenant))
		m.version, m.judged = version, true
	}
	return m.result, version, nil
}

// forget makes the next plan read the tenant again: a write has changed it.
func (g *Guard) forget(ctx context.Context) {
	if g.judge.acquire(ctx) == nil {
		g.recent = memory{}
		g.judge.release()
	}
}

// planned completes findings with what is true while planning.
func (g *Guard) planned(findings []Finding) []Finding {
	list := slices.Clone(findings)
	for i := range list {
		f := &list[i]
		if !f.Refuses() {
			continue
		}
		if g.wrote.Load() {
			f.Paragraph = joinSentences(f.Paragraph, "This change has not been made.")
		} else {
			f.Paragraph = joinSentences(f.Paragraph, "Nothing has been changed in the tenant.")
		}
		if isInvariant(f.Rule) {
			f.Alternative = joinSentences(f.Alternative, splitHint)
		}
	}
	return list
}

func isInvariant(rule string) bool {
	return slices.Contains([]string{ruleEG001.ID, ruleEG002.ID, ruleEG003.ID, ruleEG004.ID, ruleEG006.ID}, rule)
}
