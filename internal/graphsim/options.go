package graphsim

import (
	"io"
	"time"
)

// Options choose which behaviours of the service a simulator shows. The zero
// value is a service on a good day: consistent, unthrottled, and generous with
// permissions. Each switch names the claim about a client that it exists to test.
type Options struct {
	// Quota is how many Conditional Access requests per second the tenant has,
	// all callers together: policies, named locations, their deleted items, and
	// the aliases of these. Zero is no limit. The bucket holds one request, the
	// refusal is 429 and carries no Retry-After.
	// Claim: the client paces itself and backs off without being told for how long.
	Quota float64

	// RetryAfter is what the refusal of the quota says in Retry-After, in whole
	// seconds; zero says nothing, as the service does for Conditional Access.
	// Claim: the client waits as long as it is told, where it is told.
	RetryAfter time.Duration

	// Delay is added to every answer.
	// Claim: timeouts and cancellation reach the request that is under way.
	Delay time.Duration

	// Staleness is how many reads of a changed object, or of a list that would
	// hold it, still show what was before the write. An object just created is
	// absent from those reads, one just deleted still present. Checks that the
	// service makes itself (does this named location exist?) count as reads.
	// Claim: the client waits for its own writes before it relies on them.
	Staleness int

	// Alternate makes every other one of those reads meet a replica that is up to
	// date: old, new, old, new.
	// Claim: one good read does not end the wait.
	Alternate bool

	// StaleLists is how many lists after a write still show what was before it,
	// while a read of the object itself is up to date.
	// Claim: the client does not take an object for gone, or for unchanged, because a list says so.
	StaleLists int

	// Unseen is how many reads, alone or in a list, miss an object just created;
	// changes and deletions show at once.
	// Claim: a 404 just after a create is not the end of the object, and no second one is made.
	Unseen int

	// PatchReplaces makes PATCH replace nested objects instead of merging into
	// them, as one report has it.
	// Claim: the client always sends whole objects.
	PatchReplaces bool

	// NullStrict makes PATCH refuse null for a complex member below the top
	// level with 1007, as another report has it.
	// Claim: the client sends no null that it does not need.
	NullStrict bool

	// EmptyStrict makes PATCH refuse a complex member in which nothing is set with
	// 1007.
	// Claim: the client takes a condition away even where it may say so in no word.
	EmptyStrict bool

	// OldErrors puts the number and the text of a refusal in
	// error.innerError.message, below a generic outer message.
	// Claim: the client reads both envelopes.
	OldErrors bool

	// Reorder answers collections of strings in the opposite order.
	// Claim: the client compares them as sets.
	Reorder bool

	// PageSize replaces the default page size of every list.
	// Claim: the client follows @odata.nextLink.
	PageSize int

	// RequireScopes are the application permissions that issued tokens hold,
	// such as "Policy.Read.All"; nil is every permission there is.
	// Claim: a refused read is an unknown fact, and a refused write says what is missing.
	RequireScopes []string

	// Licences are what the tenant has bought, such as LicenceP1; nil is everything.
	// Claim: a refusal for want of a licence is told from one for want of a permission.
	Licences []string

	// Clients are the client ids that the token endpoint knows, each with its
	// secret. A known client may present an assertion instead. Nil accepts every
	// client with any secret or assertion.
	// Claim: a wrong credential is reported as such.
	Clients map[string]string

	// Log receives one JSON line per request, without headers or bodies.
	Log io.Writer
}
