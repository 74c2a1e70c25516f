package guard

import (
	"slices"
	"strings"
)

// An address is where a resource stands in the configuration: Terraform's, without the keys of instances,
// since depends_on knows none.
type address struct {
	modules  []string
	resource string // type.label
}

// parseAddress reads what Terraform writes, such as module.a["x"].entraguard_named_location.office[0].
func parseAddress(text string) (address, bool) {
	parts := strings.Split(withoutKeys(text), ".")
	var a address
	for len(parts) > 2 && parts[0] == "module" {
		a.modules, parts = append(a.modules, parts[1]), parts[2:]
	}
	if len(parts) != 2 || parts[0] == "" || parts[1] == "" {
		return address{}, false
	}
	a.resource = parts[0] + "." + parts[1]
	return a, true
}

// withoutKeys takes out what stands in brackets. A key is a number or a quoted text, which can hold anything.
func withoutKeys(text string) string {
	var kept strings.Builder
	inKey, inQuotes := false, false
	for i := 0; i < len(text); i++ {
		switch c := text[i]; {
		case inQuotes && c == '\\':
			i++
		case inKey && c == '"':
			inQuotes = !inQuotes
		case inKey:
			inKey = inQuotes || c != ']'
		case c == '[':
			inKey = true
		default:
			kept.WriteByte(c)
		}
	}
	return kept.String()
}

// dependable is how one resource can be made to depend on another: the innermost module that both are in, the
// block in it that has to depend, and what on.
func dependable(then, first address) (module []string, name, reference string) {
	common := 0
	for common < len(then.modules) && common < len(first.modules) && then.modules[common] == first.modules[common] {
		common++
	}
	return then.modules[:common], then.blockIn(common), first.blockIn(common)
}

// blockIn is the block that the resource stands in, some modules down: its own, or the call of a module.
func (a address) blockIn(depth int) string {
	if depth < len(a.modules) {
		return "module." + a.modules[depth]
	}
	return a.resource
}

// within reports whether the resource stands in a block of a module.
func (a address) within(module []string, name string) bool {
	return a.resource != "" && len(a.modules) >= len(module) && slices.Equal(a.modules[:len(module)], module) &&
		a.blockIn(len(module)) == name
}
