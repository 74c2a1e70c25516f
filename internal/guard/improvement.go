package guard

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

// takesNothing reports whether the steps surely deny no sign-in of any repairer that was not surely denied
// before. It is decided in two ways that must agree: every step by itself is of a kind that cannot take
// anything away, and nobody's verdict is worse afterwards.
func (j *judgement) takesNothing() bool {
	return len(j.suspects) == 0 && !worseForSomebody(j.before, j.after)
}

// harmless decides one step, conservatively: what it does not recognise is not harmless.
func (j *judgement) harmless(s step) bool {
	switch s.Object {
	case ObjectNamedLocation:
		return j.harmlessLocation(s)
	case ObjectStrength:
		return j.harmlessStrength(s)
	case ObjectContext:
		return true // no sign-in of a repairer asks for one
	case ObjectSecurityDefaults:
		return !s.isUnsettled() && !s.SecurityDefaultsAfter.IsEnabled
	}
	planned, stays := s.policyAfter()
	if !stays || !mayEnforce(&planned) || deniesNobody(planned) || j.passesRepairersBy(planned) {
		return true
	}
	current, ok := j.present.Policy(s.id)
	return ok && relaxes(current, planned)
}

// deniesNobody reports whether the policy only shapes sessions. Token protection can keep native clients
// out, so it is not of that kind.
func deniesNobody(p ca.Policy) bool {
	return p.GrantControls.IsEmpty() && (p.SessionControls == nil || p.SessionControls.SecureSignInSession == nil)
}

// passesRepairersBy reports whether the policy surely concerns no repairer. The pipeline is judged by its
// verdict.
func (j *judgement) passesRepairersBy(p ca.Policy) bool {
	if isForWorkloads(p) {
		return true
	}
	if len(j.after.MissingRepairers) > 0 {
		return false
	}
	in, out := included(j.future, p), excluded(j.future, p)
	return !slices.ContainsFunc(j.after.Repairers, func(r engine.Repairer) bool {
		return in.of(r.User.ID) != engine.No && out.of(r.User.ID) != engine.Yes
	})
}

// harmlessLocation recognises a location that no enforced policy uses, and one that only grows while
// policies use it for nothing but exceptions.
func (j *judgement) harmlessLocation(s step) bool {
	targeted, excepted := j.usesOf(s)
	planned, stays := s.locationAfter()
	grows := stays && s.LocationBefore != nil && containsNetworks(planned, *s.LocationBefore)
	return !targeted && (!excepted || grows)
}

// harmlessStrength recognises a strength that no enforced policy demands, and one that whatever met it before
// still meets. One in use cannot be deleted.
func (j *judgement) harmlessStrength(s step) bool {
	planned, stays := s.strengthAfter()
	current, exists := currentStrength(j.present, s)
	return !j.isDemanded(s) || stays && exists && relaxesStrength(current, planned)
}

// isDemanded reports whether a policy that is enforced, in either version, demands the strength.
func (j *judgement) isDemanded(s step) bool {
	return slices.ContainsFunc(slices.Concat(j.present.Policies.Value(), j.future.Policies.Value()), func(p ca.Policy) bool {
		return mayEnforce(&p) && s.concerns(p)
	})
}

// containsNetworks reports whether every network of the smaller location is surely in the larger one.
func containsNetworks(larger, smaller ca.NamedLocation) bool {
	if larger.Kind != smaller.Kind || larger.CountryLookupMethod != smaller.CountryLookupMethod ||
		smaller.IsTrusted && !larger.IsTrusted ||
		smaller.IncludeUnknownCountriesAndRegions && !larger.IncludeUnknownCountriesAndRegions ||
		len(smaller.Extra)+len(larger.Extra) > 0 {
		return false
	}
	ranges := make([]string, 0, len(larger.IPRanges))
	for _, r := range larger.IPRanges {
		ranges = append(ranges, r.Text())
	}
	return subset(smaller.CountriesAndRegions, larger.CountriesAndRegions) &&
		!slices.ContainsFunc(smaller.IPRanges, func(r ca.IPRange) bool { return !contains(ranges, r.Text()) })
}

// worseForSomebody compares verdicts: no repairer, and not the pipeline, may fare worse.
func worseForSomebody(before, after engine.Report) bool {
	was := ca.ByID(before.Repairers, func(r engine.Repairer) string { return r.User.ID })
	for _, r := range after.Repairers {
		earlier, known := was[ca.FoldID(r.User.ID)]
		if !known || verdictRank(r.Verdict) > verdictRank(earlier.Verdict) ||
			robustnessRank(r.Robustness) > robustnessRank(earlier.Robustness) {
			return true
		}
	}
	return verdictRank(after.Pipeline.Verdict) > verdictRank(before.Pipeline.Verdict)
}

func verdictRank(v engine.Verdict) int {
	switch v {
	case engine.Reachable, engine.NotChecked:
		return 0
	case engine.Undecided:
		return 1
	}
	return 2
}

func robustnessRank(r engine.Robustness) int {
	switch r {
	case engine.Robust, "":
		return 0
	case engine.RobustnessUndecided:
		return 1
	}
	return 2
}
