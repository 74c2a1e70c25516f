package difference

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// A Report is the difference of two tenants. The same two tenants give the same report, to the byte.
type Report struct {
	Boxes    []Box          // disjoint; the ones that hurt most come first
	Policies []PolicyChange // every policy of either tenant, in the order of before, then of after

	// Undecided says why the report is not complete: what is in Boxes is so, and there may be more.
	// It is empty for a report that is complete.
	Undecided string
}

// None reports whether it is sure that no sign-in changes.
func (r Report) None() bool { return len(r.Boxes) == 0 && r.Undecided == "" }

// A Kind is what the change does to a sign-in.
type Kind string

// The kinds, in the order in which boxes are listed.
const (
	Lost      Kind = "lost"       // it was possible to meet the demand; now it is blocked
	AskedMore Kind = "asked_more" // who meets the new demand met the old one, and not the reverse
	Changed   Kind = "changed"    // neither demand contains the other
	AskedLess Kind = "asked_less" // who met the old demand meets the new one, and not the reverse
	Gained    Kind = "gained"     // it was blocked
)

// A Box is a set of sign-ins to which the change does the same: every combination of one value from each of
// its dimensions.
type Box struct {
	Kind Kind

	People                People
	Targets               Values // application ids, Office365 and the like, actions, contexts, [OtherApplications]
	Clients               Values
	Platforms             Values
	Networks              Values   // named locations by name; alone, if a network is in these and in no other
	Devices               []string // what the device filters make of the device: every line holds
	UserRisks             Values
	SignInRisks           Values
	ServicePrincipalRisks Values
	AgentRisks            Values
	InsiderRisks          Values
	TransferMethods       Values

	// Added is what is asked in the whole box and was not, Removed what was and is not. Each line is one
	// clause: controls joined by "or". A sign-in that is lost has the one clause "block" in Added.
	Added, Removed []string

	// Before and After are everything that is asked of the example.
	Before, After []string

	Causes   []Cause   // the changed policies that make it so for the example
	Example  ca.SignIn // the plainest sign-in of the box
	Assuming []string  // what is not known and has to be so, in words; mostly empty

	realm  *realm // for Holds
	region region
}

// OtherApplications stands among a box's targets for every application that no policy names.
const OtherApplications = "any other application"

// OtherContexts stands for every authentication context that no policy names.
const OtherContexts = "any other authentication context"

// Values are the values that a box has in one dimension: the ones in Only; all but those in Except; all of
// them where both are empty.
type Values struct {
	Only   []string
	Except []string
}

// Any reports whether the dimension does not matter.
func (v Values) Any() bool { return len(v.Only) == 0 && len(v.Except) == 0 }

// People are the people of a box.
type People struct {
	Workload bool // service principals; otherwise users and people from outside
	Count    int  // the users, or service principals, of the tenant among them
	Counted  bool // whether it was read who there is; otherwise Count is zero and says nothing

	// Everybody says that it is every user of the tenant, guests included, and everybody from outside.
	Everybody bool

	// Words describe them by the groups, roles and people that policies name, one line for each part, such
	// as "members of Finance", "holders of Global Administrator and not ada@contoso.com" or
	// "b2bDirectConnectUser of any tenant". Exact is false where a line holds of all of the people, and of
	// others too.
	Words []string
	Exact bool
}

// A Cause is a policy that makes a sign-in change.
type Cause struct{ ID, Name string }

// A PolicyChange is what was done to one policy, and what that alone means.
type PolicyChange struct {
	ID, Name string
	Change   Change
	Decision Decision
	Evidence *Box // where the decision is Stricter: a box that shows it, of this change alone
}

// A Change is what was done to a policy.
type Change string

// The changes. A policy is changed, too, where something that it refers to has changed: a named location, an
// authentication strength, who is in a group. A policy that is switched off counts as deleted, and so on.
const (
	Unchanged Change = "unchanged" // nothing that could matter to a sign-in
	Created   Change = "created"
	Deleted   Change = "deleted"
	Edited    Change = "edited"
)

// A Decision is whether the change of one policy is stricter, decided at every sign-in: with this change
// alone, and all other policies as they were before.
type Decision string

// The decisions.
//
// They are made in the context of the other policies. That is sound for a set of changes, too: where no
// change is stricter alone, the demand before implies each new version, and it implies what did not change,
// since that is a part of it; so it implies the demand after.
const (
	NoEffect   Decision = "no_effect"   // no sign-in changes
	NoStricter Decision = "no_stricter" // some sign-in changes, and nobody is asked for anything new
	Stricter   Decision = "stricter"    // some sign-in is lost, asked more, or asked for something else
	NotDecided Decision = "undecided"   // the search was given up: see [Report.Undecided]
)
