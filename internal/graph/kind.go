package graph

import (
	"bytes"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A kind is what the objects of Conditional Access have in common. Authentication contexts and security
// defaults have no times: what the tenant shows of them is told apart by content alone.
type kind[T any] struct {
	noun     string
	dated    bool // the service says when an object was created and changed
	id       func(T) string
	name     func(T) string
	created  func(T) time.Time
	modified func(T) time.Time
	encode   func(T) []byte
}

func (k kind[T]) same(a, b T) bool { return bytes.Equal(k.encode(a), k.encode(b)) }

// title is how messages call an object.
func (k kind[T]) title(object T) string { return "the " + k.noun + ` "` + k.name(object) + `"` }

func (k kind[T]) find(list []T, id string) (T, bool) {
	for _, object := range list {
		if ca.SameID(k.id(object), id) {
			return object, true
		}
	}
	var none T
	return none, false
}

var policyKind = kind[ca.Policy]{
	noun:     "policy",
	dated:    true,
	id:       func(p ca.Policy) string { return p.ID },
	name:     func(p ca.Policy) string { return p.DisplayName },
	created:  func(p ca.Policy) time.Time { return p.CreatedDateTime },
	modified: func(p ca.Policy) time.Time { return p.ModifiedDateTime },
	encode:   ca.EncodePolicy,
}

var locationKind = kind[ca.NamedLocation]{
	noun:     "named location",
	dated:    true,
	id:       func(l ca.NamedLocation) string { return l.ID },
	name:     func(l ca.NamedLocation) string { return l.DisplayName },
	created:  func(l ca.NamedLocation) time.Time { return l.CreatedDateTime },
	modified: func(l ca.NamedLocation) time.Time { return l.ModifiedDateTime },
	encode:   ca.EncodeNamedLocation,
}

var strengthKind = kind[ca.AuthenticationStrength]{
	noun:     "authentication strength",
	dated:    true,
	id:       func(s ca.AuthenticationStrength) string { return s.ID },
	name:     func(s ca.AuthenticationStrength) string { return s.DisplayName },
	created:  func(s ca.AuthenticationStrength) time.Time { return s.CreatedDateTime },
	modified: func(s ca.AuthenticationStrength) time.Time { return s.ModifiedDateTime },
	encode:   func(s ca.AuthenticationStrength) []byte { return ca.EncodeStrength(inOrder(s)) },
}

var contextKind = kind[ca.AuthenticationContext]{
	noun:     "authentication context",
	id:       func(x ca.AuthenticationContext) string { return x.ID },
	name:     func(x ca.AuthenticationContext) string { return x.DisplayName },
	created:  func(ca.AuthenticationContext) time.Time { return time.Time{} },
	modified: func(ca.AuthenticationContext) time.Time { return time.Time{} },
	encode:   ca.EncodeContext,
}

var defaultsKind = kind[ca.SecurityDefaults]{
	noun:     "setting",
	id:       func(d ca.SecurityDefaults) string { return d.ID },
	name:     func(d ca.SecurityDefaults) string { return d.DisplayName },
	created:  func(ca.SecurityDefaults) time.Time { return time.Time{} },
	modified: func(ca.SecurityDefaults) time.Time { return time.Time{} },
	encode:   ca.EncodeSecurityDefaults,
}
