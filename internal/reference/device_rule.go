package reference

import (
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A rule is a device filter rule, taken apart.
type rule interface {
	value(d *ca.Device) value
}

type (
	either   struct{ left, right rule } // -or
	both     struct{ left, right rule } // -and
	opposite struct{ of rule }          // -not

	// A comparison asks one property. Every operator has a negative twin, which is its opposite on every
	// value and on null.
	comparison struct {
		property string // in lower case, as in the operators table
		operator string // the positive one of the twins, in lower case: -eq
		negative bool
		operands []string // several for -in alone
	}
)

func (r either) value(d *ca.Device) value   { return or(r.left.value(d), r.right.value(d)) }
func (r both) value(d *ca.Device) value     { return and(r.left.value(d), r.right.value(d)) }
func (r opposite) value(d *ca.Device) value { return not(r.of.value(d)) }

func (r comparison) value(d *ca.Device) value {
	values, read := property(d, r.property)
	if !read {
		return unknown
	}
	if _, hasMany := manyValued[r.property]; !hasMany && len(values) > 1 {
		values = values[:1]
	}
	matches := slices.ContainsFunc(values, r.matches) // null matches nothing
	return yesIf(matches != r.negative)
}

func (r comparison) matches(value string) bool {
	value = strings.ToLower(value)
	return slices.ContainsFunc(r.operands, func(operand string) bool {
		operand = strings.ToLower(operand)
		switch r.operator {
		case "-startswith":
			return strings.HasPrefix(value, operand)
		case "-endswith":
			return strings.HasSuffix(value, operand)
		case "-contains":
			if _, hasMany := manyValued[r.property]; hasMany {
				return value == operand // a whole element
			}
			return strings.Contains(value, operand)
		default: // -eq, -in
			return value == operand
		}
	})
}

// manyValued are the properties that hold a list.
var manyValued = map[string]struct{}{"physicalids": {}, "systemlabels": {}}

// twins are the negative operators with what they are the opposite of.
var twins = map[string]string{
	"-ne": "-eq", "-notstartswith": "-startswith", "-notendswith": "-endswith", "-notcontains": "-contains", "-notin": "-in",
}

var (
	equality   = []string{"-eq"}
	identifier = []string{"-eq", "-in"}
	text       = []string{"-eq", "-startswith", "-endswith", "-contains", "-in"}
	element    = []string{"-contains"}
)

// operators are the positive operators that each property takes; their negative twins go with them.
var operators = map[string][]string{
	"deviceid": identifier, "mdmappid": identifier,
	"deviceownership": equality, "iscompliant": equality, "profiletype": equality, "trusttype": equality,
	"displayname": text, "enrollmentprofilename": text, "manufacturer": text, "model": text,
	"operatingsystem": text, "operatingsystemversion": text,
	"physicalids": element, "systemlabels": element,
	"extensionattribute1": text, "extensionattribute2": text, "extensionattribute3": text,
	"extensionattribute4": text, "extensionattribute5": text, "extensionattribute6": text,
	"extensionattribute7": text, "extensionattribute8": text, "extensionattribute9": text,
	"extensionattribute10": text, "extensionattribute11": text, "extensionattribute12": text,
	"extensionattribute13": text, "extensionattribute14": text, "extensionattribute15": text,
}
