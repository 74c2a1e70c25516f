package provider

import (
	"fmt"
	"maps"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// A trouble is one thing that goes wrong while an operation runs.
type trouble struct {
	name    string
	only    string // the operations that it can meet; "" is all of them
	options graphsim.Options
	arm     func(*occasion)
	fails   bool     // the operation has to fail
	says    []string // where it fails, its message has one of these; none: it must not fail
}

// An occasion is where a trouble sets in.
type occasion struct {
	*cell
	met     func() // it happened
	sure    bool   // it need not be met to count
	over    atomic.Bool
	between func() // runs between plan and apply

	lasting     bool // trying again would fail again
	edited      bool // another administrator has changed the object
	overwritten bool // and the service cannot tell that our version came behind theirs
	gone        bool // another administrator has deleted it
	strangers   int  // how many objects of our name another administrator made
}

// noticing is a match that tells when it matched.
func (m *occasion) noticing(match func(*http.Request) bool) func(*http.Request) bool {
	return func(r *http.Request) bool {
		matches := !m.over.Load() && match(r)
		if matches {
			m.met()
		}
		return matches
	}
}

// when runs something once, as a request that matches is about to be answered.
func (m *occasion) when(match func(*http.Request) bool, do func()) {
	var once sync.Once
	m.Hook(func(r *http.Request) {
		if match(r) {
			once.Do(func() {
				m.met()
				do()
			})
		}
	})
}

// afterwards matches the first list that is read once the write was made.
func (m *occasion) afterwards() func(*http.Request) bool {
	var wrote bool
	var mu sync.Mutex
	return func(r *http.Request) bool {
		mu.Lock()
		defer mu.Unlock()
		if m.mine(r) {
			wrote = true
			return false
		}
		return wrote && r.Method == http.MethodGet && strings.HasSuffix(r.URL.Path, m.kind.path)
	}
}

// meanwhile runs something between plan and write, while somebody thinks about whether to say yes.
func (m *occasion) meanwhile(do func()) func() {
	return func() {
		m.met()
		do()
		time.Sleep(time.Minute)
	}
}

func (m *occasion) edit() {
	m.edited = true
	m.Edit(m.kind.collection, m.id, func(object map[string]any) { maps.Copy(object, m.kind.other) })
}

func (m *occasion) delete() {
	m.gone = true
	m.Remove(m.kind.collection, m.id)
}

const (
	writes    = "create update delete"
	onceThere = "update delete"
)

// troubles are all of them.
func troubles() []trouble {
	list := []trouble{{name: "none"}}
	refusal := func(name string, status int, header http.Header) {
		body := fmt.Sprintf(`{"error":{"code":"Trouble","message":"Status %d."}}`, status)
		list = append(list,
			trouble{name: name, arm: func(m *occasion) { m.Fail(m.noticing(m.mine), 2, status, header, body) }},
			trouble{name: name + "-at-first", arm: func(m *occasion) { m.Fail(m.noticing(m.any), 2, status, header, body) }},
		)
	}
	refusal("429", http.StatusTooManyRequests, nil)
	refusal("429-with-retry-after", http.StatusTooManyRequests, http.Header{"Retry-After": {"7"}})
	for _, status := range []int{500, 502, 503, 504} {
		refusal(strconv.Itoa(status), status, nil)
	}
	refusal("503-with-retry-after", http.StatusServiceUnavailable, http.Header{"Retry-After": {"7"}})
	list = append(list,
		trouble{name: "500-for-good", only: writes, fails: true, says: []string{"Status 500"}, arm: func(m *occasion) {
			m.Fail(m.noticing(m.mine), -1, 500, nil, `{"error":{"code":"Trouble","message":"Status 500."}}`)
		}},
		trouble{name: "slow", arm: func(m *occasion) { m.Slow(m.noticing(m.mine), 1, 30*time.Second) }},
		trouble{name: "cut-before-the-effect", arm: func(m *occasion) { m.Cut(m.noticing(m.mine), 1, false) }},
		trouble{name: "cut-after-the-effect", arm: func(m *occasion) { m.Cut(m.noticing(m.mine), 1, true) }},
		trouble{name: "cut-after-the-effect-late", arm: func(m *occasion) {
			m.Slow(m.mine, 1, 30*time.Second)
			m.Cut(m.noticing(m.mine), 1, true)
		}},
		trouble{name: "cut-after-the-effect-and-stale", options: graphsim.Options{Staleness: 2}, arm: func(m *occasion) { m.Cut(m.noticing(m.mine), 1, true) }},
		trouble{name: "cut-after-the-effect-and-alternating", options: graphsim.Options{Staleness: 4, Alternate: true}, arm: func(m *occasion) { m.Cut(m.noticing(m.mine), 1, true) }},
		trouble{name: "stale", options: graphsim.Options{Staleness: 3}},
		trouble{name: "stale-list", options: graphsim.Options{StaleLists: 3}},
		trouble{name: "404-after-create", options: graphsim.Options{Unseen: 3}},
		trouble{name: "old-and-new-in-turn", options: graphsim.Options{Staleness: 6, Alternate: true}},
		trouble{name: "token-expired", arm: func(m *occasion) {
			m.ExpireTokens()
			m.sure = true
		}},
		trouble{name: "token-expires-at-the-write", arm: func(m *occasion) { m.when(m.mine, m.ExpireTokens) }},
	)
	list = append(list, otherAdministrators()...)
	return append(list, withdrawals()...)
}

// otherAdministrators act at chosen moments.
func otherAdministrators() []trouble {
	lost := []string{"EG092"}
	return []trouble{
		{name: "another-edits-before", only: "read", arm: func(m *occasion) {
			m.sure = true
			m.edit()
		}},
		{name: "another-edits-between-plan-and-write", only: onceThere, fails: true, says: lost, arm: func(m *occasion) {
			m.between = m.meanwhile(m.edit)
		}},
		// The lists that the write rests on may be half a minute old. Whatever is rare enough to be read once more by
		// itself is; policies are not, since that would double what a change of a whole tenant takes of the quota.
		{name: "another-edits-just-before-the-write", only: "update", says: lost, arm: func(m *occasion) {
			m.between = func() {
				m.met()
				m.edit()
				m.overwritten = m.kind.collection == "policies"
			}
		}},
		// The service has no writes that depend on a version: what comes between the last look and the write is
		// overwritten. It must not become a mixture that nobody has asked for, nor the state a fiction.
		{name: "another-edits-as-the-write-arrives", only: "update", arm: func(m *occasion) {
			m.when(m.mine, m.edit)
			m.overwritten = true
		}},
		{name: "another-edits-behind-the-write", only: "create update", arm: func(m *occasion) {
			m.when(m.afterwards(), func() {
				if m.id == "" {
					m.id = m.ours()[0]
				}
				m.edit()
			})
		}},
		{name: "another-deletes-before", only: "read", arm: func(m *occasion) {
			m.sure = true
			m.delete()
		}},
		{name: "another-deletes-between-plan-and-write", only: onceThere, says: lost, arm: func(m *occasion) {
			m.between = m.meanwhile(m.delete)
		}},
		{name: "another-deletes-as-the-write-arrives", only: onceThere, says: []string{"404"}, arm: func(m *occasion) { m.when(m.mine, m.delete) }},
		{name: "another-creates-one-of-the-same-name", only: "create", arm: func(m *occasion) {
			m.Cut(m.noticing(m.mine), 1, true)
			m.when(m.mine, func() {
				m.strangers = 1
				m.stranger()
			})
		}},
	}
}

// withdrawals take one permission after the other from a token that has the least that the guide asks for.
func withdrawals() []trouble {
	var list []trouble
	for _, scope := range guideScopes {
		least := graphsim.Options{RequireScopes: guideScopes}
		list = append(list,
			trouble{name: "without-" + scope, options: least, says: []string{scope}, arm: func(m *occasion) {
				m.sure, m.lasting = true, true
				m.Withdraw(scope)
			}},
			trouble{name: "withdrawn-at-the-write-" + scope, only: writes, options: least, says: []string{scope}, arm: func(m *occasion) {
				m.lasting = true
				m.when(m.mine, func() { m.Withdraw(scope) })
			}},
		)
	}
	return list
}

// guideScopes are the permissions that the guide asks for.
var guideScopes = []string{
	"Policy.Read.All", "Policy.ReadWrite.ConditionalAccess", "Application.Read.All",
	"RoleManagement.Read.Directory", "User.Read.All", "GroupMember.Read.All", "UserAuthenticationMethod.Read.All",
	"Device.Read.All", "Domain.Read.All", "Organization.Read.All", "AuditLog.Read.All",
	"Policy.Read.AuthenticationMethod", "AuthenticationContext.Read.All", "Policy.Read.ConditionalAccess",
}

// stranger puts an object of our name into the tenant, as another administrator would.
func (c *cell) stranger() {
	object := map[string]any{"id": someGUID, "displayName": c.op.after, "createdDateTime": c.Now().Format("2006-01-02T15:04:05.0000000Z"), "modifiedDateTime": nil}
	switch c.kind.collection {
	case "policies":
		object["state"] = "disabled"
		object["conditions"] = map[string]any{"users": map[string]any{"includeUsers": []any{breakGlass1}}, "applications": map[string]any{"includeApplications": []any{"All"}}, "clientAppTypes": []any{"all"}}
		object["grantControls"] = map[string]any{"operator": "OR", "builtInControls": []any{"mfa"}}
	case "namedLocations":
		object["@odata.type"] = "#microsoft.graph.countryNamedLocation"
		object["countriesAndRegions"], object["includeUnknownCountriesAndRegions"] = []any{"NO"}, false
	}
	c.Put(c.kind.collection, object)
}
