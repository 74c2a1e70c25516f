package difference

import "github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"

// A set is one of policy versions, or of the values of an axis.
type set = bitset.Set
