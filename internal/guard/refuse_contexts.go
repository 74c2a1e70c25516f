package guard

import (
	"fmt"
	"regexp"
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
