package guard

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// A Write is how one change is made, and unmade.
type Write struct {
	// Do sends the change and returns the id of the object that it wrote. A [ChangedError] says that it was not
	// sent.
	Do func(ctx context.Context) (id string, err error)

	// Undo takes the change back: the previous version, or report-only for a policy that was created. Nil
	// where nothing can be taken back, as after a delete.
	Undo func(ctx context.Context) error

	// Seen reports whether a tenant shows the change.
	Seen func(*ca.Tenant) bool
}

// Write passes one change through the gate, makes it, waits until the tenant shows it, and judges the
// tenant as it then is.
//
// A tenant comes back when the change was made and is shown, also where findings say that it was taken back
// (EG093). Without one, and without an error, the findings say why the change was refused. The error is the
// write's own: what Do, Undo, Shown or the context say.
func (g *Guard) Write(ctx context.Context, change Change, w Write) (*ca.Tenant, []Finding, error) {
	entry := g.ledger.begin(change)
	p, err := g.pass(ctx, change, w)
	if p.made || err != nil {
		g.forget(context.WithoutCancel(ctx))
	}
	g.ledger.finish(entry)
	if err != nil || !p.made {
		return nil, p.findings, err
	}
	shown, err := g.tenant.Shown(ctx, g.scope([]Change{change}), w.seen)
	if err != nil {
		return nil, p.findings, err
	}
	if !g.fell(p, shown) {
		return shown, p.findings, nil
	}
	return g.takeBack(ctx, p, change, w, shown)
}

func (w Write) seen(t *ca.Tenant) bool { return w.Seen == nil || w.Seen(t) }

// A passage is what came of a change at the gate.
type passage struct {
	made     bool
	id       string // of the object that was written
	findings []Finding
	was, is  standings // before the change, and with it
	harmless bool      // it takes nothing away by itself
	judged   present   // what it was judged against
	after    engine.Report
}

// present is the tenant as it is, and what was decided about it.
type present struct {
	tenant *ca.Tenant
	report engine.Report
}

// pass waits for the gate and sends the change if it is safe. A change that is not safe yet, but would be
// once the other writes of this run are made, waits for them.
func (g *Guard) pass(ctx context.Context, change Change, w Write) (passage, error) {
	deadline := time.Now().Add(g.config.OrderWait)
	for {
		news := g.ledger.watch()
		p, waits, err := g.attempt(ctx, change, w)
		if err != nil || p.made || !waits {
			return p, err
		}
		left := time.Until(deadline)
		if left <= 0 {
			p.findings = g.inVain(p, change)
			return p, nil
		}
		if err := pause(ctx, left, news); err != nil {
			return p, err
		}
	}
}

// attempt judges the tenant with this one change and, if nothing speaks against it, sends it, all under one
// lock: two changes that are safe alone and not together cannot pass side by side.
func (g *Guard) attempt(ctx context.Context, change Change, w Write) (p passage, waits bool, err error) {
	if err := g.gate.acquire(ctx); err != nil {
		return p, false, err
	}
	defer g.gate.release()
	t, err := g.tenant.Snapshot(ctx, g.config.MaxStaleness, g.scope([]Change{change}))
	if err == nil && t == nil {
		err = errors.New("the tenant could not be read")
	}
	switch {
	case ctx.Err() != nil:
		return p, false, context.Cause(ctx)
	case err != nil:
		p.findings = g.unsent(unreadable(change, err))
		return p, false, nil
	}
	if lost, is := lostUpdate(t, change); is {
		p.findings = g.unsent(lost)
		return p, false, nil
	}
	p = g.judgeWrite(t, change)
	if slices.ContainsFunc(p.findings, Finding.Refuses) {
		waits = g.othersMakeRoom(p, change)
		p.findings = g.unsent(p.findings...)
		return p, waits, nil
	}
	if against, err := g.secondOpinion(ctx, p, change); err != nil || len(against) > 0 {
		p.findings = append(p.findings, g.unsent(against...)...)
		return p, false, err
	}
	p.id, err = w.Do(ctx)
	if lost := (*ChangedError)(nil); errors.As(err, &lost) {
		p.findings = g.unsent(overwriting(change, lost.Planned, lost.Modified))
		return p, false, nil
	}
	if err != nil {
		return p, false, err
	}
	p.made = true
	g.wrote.Store(true)
	return p, false, nil
}

// judgeWrite judges the tenant with one change. What a plan may leave open, a write may not.
func (g *Guard) judgeWrite(t *ca.Tenant, change Change) passage {
	before := g.decider.decide(t, g.config)
	result := judgeFrom(&g.decider, t, before, []Change{change}, g.config, clock(t))
	p := passage{
		was: stand(before, g.config), is: stand(result.After, g.config),
		findings: result.Findings, harmless: result.harmless, judged: present{t, before}, after: result.After,
	}
	for i := range p.findings {
		if f := &p.findings[i]; f.Rule == ruleEG090.ID {
			f.Severity, f.Harm = Error, "holds a value that is still unknown"
			f.Paragraph = "A value that has to be known by now is not, so nobody can say who could still sign in after this change."
		}
	}
	return p
}

// unsent completes the findings of a write that was not made.
func (g *Guard) unsent(findings ...Finding) []Finding {
	list := slices.Clone(findings)
	for i := range list {
		if list[i].Refuses() {
			list[i].Paragraph = joinSentences(list[i].Paragraph, "This change has not been made.")
		}
	}
	return list
}

// fell reports whether an invariant that held before the change, and was to hold with it, does not hold in
// the tenant as it is now.
func (g *Guard) fell(p passage, shown *ca.Tenant) bool {
	now := stand(g.decider.decide(shown, g.config), g.config)
	for _, in := range invariants {
		if in.standing(p.was) == holds && in.standing(p.is) == holds && in.standing(now) != holds {
			return true
		}
	}
	return false
}

// takeBack undoes a change after which the tenant is not what was judged: somebody else changed it in
// between. A change that takes nothing away is left: without it, the tenant would be stricter still.
func (g *Guard) takeBack(ctx context.Context, p passage, change Change, w Write, shown *ca.Tenant) (*ca.Tenant, []Finding, error) {
	ctx = context.WithoutCancel(ctx)
	if err := g.gate.acquire(ctx); err != nil {
		return shown, p.findings, err
	}
	defer g.gate.release()
	report := g.decider.decide(shown, g.config)
	said := func(outcome string) []Finding {
		return slices.Concat(p.findings, []Finding{overtaken(shown, report, g.config, change, p.id, outcome)})
	}
	if w.Undo == nil || p.harmless {
		return shown, said(leftAsItIs), nil
	}
	if err := w.Undo(ctx); err != nil {
		return shown, said(couldNotBeTakenBack), err
	}
	g.forget(ctx)
	now, err := g.tenant.Snapshot(ctx, g.config.MaxStaleness, g.scope([]Change{change}))
	if err != nil {
		return nil, said(takenBack), err
	}
	return now, said(takenBack), nil
}
