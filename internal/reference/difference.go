package reference

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// Difference says what a change does to one sign-in of anybody. It tries every way in which what is not
// known of the two tenants may be, and is [Undecided] where these do not agree.
func Difference(before, after *ca.Tenant, s ca.SignIn) string {
	if !before.Policies.Read() || !after.Policies.Read() {
		return Undecided
	}
	return differenceIn(&world{}, inquire(before, s, nil), inquire(after, s, nil))
}

func differenceIn(w *world, before, after *inquiry) string {
	before.world, after.world = w, w
	asked, known := before.demand()
	if known {
		var asks demand
		if asks, known = after.demand(); known {
			return compareDemands(asked, asks)
		}
	}
	if w.asked == "" {
		return Undecided // nothing to ask would tell
	}
	about := w.asked
	one := differenceIn(w.with(about, yes), before, after)
	if one == Undecided || one != differenceIn(w.with(about, no), before, after) {
		return Undecided
	}
	return one
}
