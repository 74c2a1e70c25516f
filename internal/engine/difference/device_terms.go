package difference

import (
	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/devicerule"
)

// A deviceTerm is what a term of a device filter is about: a rule that can be decided; nil of a proposition,
// which may hold of any device.
type deviceTerm struct {
	rule *devicerule.Rule
	text string
}

func (r *reader) deviceCondition(c *ca.DeviceCondition) int {
	if c == nil || !filters(c.DeviceFilter) {
		return everything
	}
	f := c.DeviceFilter
	rule, err := devicerule.Parse(f.Rule)
	known := f.Mode == ca.FilterInclude || f.Mode == ca.FilterExclude
	if err != nil || !known {
		include, exclude := filterTerms(r, r.devices, "device", f, &deviceTerm{text: f.Rule})
		// With a mode that nobody knows, the filter as a whole is one proposition.
		if !known {
			exclude = nil
		}
		return r.devices.condition(len(include) == 0, include, exclude)
	}
	term := r.devices.term(rule.Canonical(), &deviceTerm{rule: rule, text: f.Rule})
	if f.Mode == ca.FilterInclude {
		return r.devices.condition(false, []int{term}, nil)
	}
	return r.devices.condition(true, nil, []int{term})
}
