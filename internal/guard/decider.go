package guard

import (
	"sync"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// A decider answers for every state that one run asks about. They differ in little, so that each answer is
// made from the one before it. It is safe for concurrent use.
type decider struct {
	mu     sync.Mutex
	engine engine.Decider
}

func (d *decider) decide(t *ca.Tenant, c Config) engine.Report {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.engine.Decide(question(t, c))
}
