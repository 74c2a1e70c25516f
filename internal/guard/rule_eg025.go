package guard

import (
	"fmt"
	"slices"
	"strings"
)

var ruleEG025 = Rule{
	ID:    "EG025",
	Title: "A block meant for legacy clients covers all client types",
	Harm: `Legacy authentication is blocked by naming its client types. Where they are left out, the service takes all types to
be meant, and the policy blocks browsers and modern clients too: everybody.`,
	WayOut: "Name the legacy client types. Where the policy really is meant for all clients, give it a name that says so.",
	Example: `conditions = {
  client_app_types = ["exchangeActiveSync", "other"]
}`,
	Severity: Error,
	Waivable: true,
	check: func(rule Rule, s subject) []Finding {
		if !s.enforces() || !blocks(s.policy) || !coversAllClients(s.policy) || isUnknown(s.policy.Conditions.ClientAppTypes) {
			return nil
		}
		word, told := tellsOfLegacy(s.policy.DisplayName)
		if !told {
			return nil
		}
		f := rule.finding(s)
		f.Harm = "blocks modern clients too"
		f.Paragraph = fmt.Sprintf("The name speaks of %q, so the policy is probably meant for legacy clients. Its `conditions.client_app_types` takes in all of them: browsers and modern clients are blocked with the old ones.", word)
		return []Finding{f.with(remedy{
			attribute:   "conditions.client_app_types",
			text:        "To fix it, name the legacy client types at `conditions.client_app_types`:",
			lines:       []string{`client_app_types = ["exchangeActiveSync", "other"]`},
			alternative: reportOnlyFirst,
		})}
	},
}

// legacyWords are how people call what the legacy client types do.
var legacyWords = []string{"legacy", "basic auth", "older clients", "other clients"}

func tellsOfLegacy(name string) (word string, told bool) {
	name = strings.ToLower(strings.NewReplacer("-", " ", "_", " ").Replace(name))
	i := slices.IndexFunc(legacyWords, func(w string) bool { return strings.Contains(name, w) })
	if i < 0 {
		return "", false
	}
	return legacyWords[i], true
}
