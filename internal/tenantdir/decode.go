package tenantdir

import "github.com/entraguard/terraform-provider-entraguard/internal/ca"

// A decodeFunc reads a document and adds it to the tenant.
type decodeFunc func(*ca.Tenant, []byte) error

// A check is what a document is held to beyond its shape. What fails one was decoded, but cannot be trusted.
type check[T any] func(data []byte, value T) error

// decoded makes a decodeFunc: decode, then the checks, then keep.
func decoded[T any](decode func([]byte) (T, error), keep func(*ca.Tenant, T), checks ...check[T]) decodeFunc {
	return func(tenant *ca.Tenant, data []byte) error {
		if err := checkAnswer(data); err != nil {
			return err
		}
		value, err := decode(data)
		if err != nil {
			return err
		}
		if err := checkNames(data); err != nil {
			return err
		}
		for _, check := range checks {
			if err := check(data, value); err != nil {
				return err
			}
		}
		keep(tenant, value)
		return nil
	}
}

// list is a whole list of objects, each with an id of its own.
func list[T any](decode func([]byte) ([]T, error), identify func(T) identity, keep func(*ca.Tenant, []T)) decodeFunc {
	return listRepeating(decode, identify, nil, keep)
}

// listRepeating is list where an object may be listed again.
func listRepeating[T any](decode func([]byte) ([]T, error), identify func(T) identity, repeats func(a, b T) bool, keep func(*ca.Tenant, []T)) decodeFunc {
	return decoded(decode, keep, checkWhole, func(_ []byte, values []T) error {
		return checkIdentities(values, identify, repeats)
	})
}

// assignments is a list of role assignments. They are told by what they assign: nothing refers to their id.
func assignments(keep func(*ca.Tenant, []ca.RoleAssignment)) decodeFunc {
	return decoded(ca.DecodeRoleAssignments, keep, checkWhole, checkAssignments)
}

// perObject is an object of lists by the id of what they belong to.
func perObject[T any](decode func([]byte) (map[string][]T, error), id func(T) string, keep func(*ca.Tenant, map[string][]T)) decodeFunc {
	return decoded(decode, keep, func(_ []byte, lists map[string][]T) error { return checkMembers(lists, id) })
}

// one is a single object that has the member that makes it what it is.
func one[T any](member string, decode func([]byte) (T, error), keep func(*ca.Tenant, T)) decodeFunc {
	return decoded(decode, keep, func(data []byte, _ T) error { return checkHas(data, member) })
}

type organization struct{ id, name string }

func decodeOrganization(data []byte) (organization, error) {
	id, name, err := ca.DecodeOrganization(data)
	return organization{id, name}, err
}
