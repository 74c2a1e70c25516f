package guard

import (
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// mostTrials bounds how many steps are taken back one by one to see which of them matters.
const mostTrials = 16

// culprit is the step that a finding about an invariant belongs to: the first one whose object is in a
// core; where there is no core, the first one without which the invariant fares better; else the first one
// that is not harmless by itself. A change that is no part of the cause carries no finding.
func (j *judgement) culprit(in invariant, r engine.Report) step {
	suspects := j.suspects
	if len(suspects) == 0 {
		return j.steps[0]
	}
	cores := in.cores(r)
	for _, s := range suspects {
		if slices.ContainsFunc(cores, func(core []engine.Denial) bool { return j.inCore(s, core) }) {
			return s
		}
	}
	if len(suspects) > 1 {
		for _, s := range suspects[:min(len(suspects), mostTrials)] {
			without := slices.DeleteFunc(slices.Clone(j.steps), func(other step) bool { return other.id == s.id })
			if in.standing(stand(j.decide(apply(j.present, without)), j.config)) < in.standing(j.is) {
				return s
			}
		}
	}
	return suspects[0]
}

// inCore reports whether the step's object is a policy of the core, or something that one of them uses.
func (j *judgement) inCore(s step, core []engine.Denial) bool {
	return slices.ContainsFunc(core, func(d engine.Denial) bool {
		id := strings.TrimSuffix(d.PolicyID, plannedMark)
		if s.Object == ObjectPolicy {
			return ca.SameID(id, s.id)
		}
		p, ok := j.future.Policy(id)
		return ok && s.concerns(p)
	})
}

// tenantID is the id of a policy in the tenant; "" for one that is only planned.
func tenantID(id string) string {
	if strings.HasPrefix(id, plannedMark) {
		return ""
	}
	return strings.TrimSuffix(id, plannedMark)
}
