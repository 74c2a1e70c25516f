package guard

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// contextForm is the form of the ids that the service has for authentication contexts.
var contextForm = regexp.MustCompile(`^c[1-9][0-9]?$`)

// CheckContext says what the service would refuse about an authentication context whatever the tenant.
func CheckContext(c ca.AuthenticationContext) []Finding {
	var findings []Finding
	for _, r := range refuseContext(c) {
		findings = append(findings, r.finding(ruleEG060, c.DisplayName))
	}
	return findings
}

func refuseContext(c ca.AuthenticationContext) []refusal {
	var list []refusal
	if c.ID != ca.NotYetKnown && !contextForm.MatchString(c.ID) {
		list = append(list, refusal{
			attribute: "id", harm: "has an id that does not exist",
			text: fmt.Sprintf("%q is none of the ids c1 to c99 that authentication contexts have.", c.ID),
		})
	}
	if strings.TrimSpace(c.DisplayName) == "" {
		list = append(list, refusal{attribute: "display_name", harm: "has no name", text: "an authentication context needs a display name."})
	}
	return list
}

// refuseContextHere is what the service refuses because of what else the tenant has: a creation under an id that
// is taken. The service might take it for a change of the context that has the id.
func (j *judgement) refuseContextHere(s step) []refusal {
	if s.ContextBefore != nil || s.ContextAfter == nil {
		return nil
	}
	for _, c := range j.present.Contexts.Value() {
		goes := slices.ContainsFunc(j.steps, func(other step) bool {
			return other.Object == ObjectContext && other.isDelete() && ca.SameID(other.id, c.ID)
		})
		if ca.SameID(c.ID, s.id) && !goes {
			return []refusal{{
				attribute: "id", harm: "has an id that is taken", liftable: true,
				text: fmt.Sprintf("the tenant has an authentication context %s already, %q. Import it, or take an id that is free.", c.ID, plain(c.DisplayName)),
			}}
		}
	}
	return nil
}
