package difference

import (
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/bitset"
)

// lists reports whether a term of a dimension with named values is about a value.
type lists func(value string) bool

type wordVocabulary = vocabulary[lists]

func listsAll(string) bool { return true }

func listsOne(word string) lists { return func(value string) bool { return value == word } }

// none is the value of a sign-in without a risk or a flow. For the risks that the service always states it
// is their own word; for the others it is not a word that a condition is known to name.
const none = string(ca.RiskNone)

// The values of the dimensions that have a few words. The first is the plainest.
var (
	clientValues   = words([]ca.ClientApp{ca.ClientAppBrowser, ca.ClientAppMobileAndDesktop, ca.ClientAppExchangeActiveSync, ca.ClientAppOther})
	platformValues = words([]ca.Platform{ca.PlatformWindows, ca.PlatformMacOS, ca.PlatformLinux, ca.PlatformIOS, ca.PlatformAndroid, ca.PlatformUnknown})
	riskValues     = words([]ca.RiskLevel{ca.RiskNone, ca.RiskLow, ca.RiskMedium, ca.RiskHigh})
	insiderValues  = append([]string{none}, ca.InsiderRiskLevels...)
	agentValues    = append([]string{none}, ca.AgentRiskLevels...)
	flowValues     = append([]string{none}, ca.TransferMethods...)
)

func words[T ~string](list []T) []string {
	out := make([]string, len(list))
	for i, w := range list {
		out[i] = string(w)
	}
	return out
}

// wordCondition reads a list of words: an empty one matches everything, and a word that nobody knows may
// match anything.
func (r *reader) wordCondition(d dimension, list, known []string) int {
	if len(list) == 0 {
		return everything
	}
	v := r.words[d]
	var include []int
	for _, w := range list {
		switch {
		case !slices.Contains(known, w):
			include = append(include, v.free(r.wordKey(w, d, list), r.wordText(w, d), listsAll))
		case w == none && d == workloadRisk && r.policy.Conditions.ClientApplications == nil:
			// A user has no such risk, not even none.
		default:
			include = append(include, v.term(w, listsOne(w)))
		}
	}
	return v.condition(false, include, nil)
}

func (r *reader) clientCondition(list []ca.ClientApp) int {
	if len(list) == 0 || slices.Contains(list, ca.ClientAppAll) {
		return everything
	}
	v := r.words[client]
	var include []int
	for _, app := range list {
		switch {
		case app == ca.ClientAppEASSupported:
			include = append(include, v.free("easSupported", "the Exchange ActiveSync client is one that easSupported means", listsOne(string(ca.ClientAppExchangeActiveSync))))
		case slices.Contains(ca.ClientApps, app):
			include = append(include, v.term(string(app), listsOne(string(app))))
		default:
			include = append(include, v.free(r.wordKey(string(app), client, words(list)), r.wordText(string(app), client), listsAll))
		}
	}
	return v.condition(false, include, nil)
}

// platformCondition lets the unknown platform match all alone, and no exclusion.
func (r *reader) platformCondition(c *ca.PlatformCondition) int {
	if c == nil {
		return everything
	}
	v := r.words[platform]
	known := func(value string) bool { return value != string(ca.PlatformUnknown) }
	read := func(list []ca.Platform, all, unknown lists, side string) []int {
		var terms []int
		for _, p := range list {
			switch word := string(p); {
			case p == ca.PlatformAll:
				terms = append(terms, v.term(side+" all", all))
			case slices.Contains(ca.Platforms, p):
				terms = append(terms, v.term(word, listsOne(word)))
			default:
				terms = append(terms, v.free(side+" "+r.wordKey(word, platform, words(list)), r.wordText(word, platform), unknown))
			}
		}
		return terms
	}
	return v.condition(len(c.IncludePlatforms) == 0 || slices.Contains(c.IncludePlatforms, ca.PlatformAll),
		read(c.IncludePlatforms, listsAll, listsAll, "include"), read(c.ExcludePlatforms, known, known, "exclude"))
}

func (r *reader) wordKey(word string, d dimension, list []string) string {
	if word == ca.NotYetKnown {
		return notYetKnown(ca.FoldID(r.policy.ID), conditionNames[d], list...)
	}
	return word
}

func (r *reader) wordText(word string, d dimension) string {
	if word == ca.NotYetKnown {
		return "what is not known yet of " + conditionNames[d] + " in " + policyName(r.policy) + " is about this sign-in"
	}
	return conditionNames[d] + " " + word + ", which is not known, is about this sign-in"
}

// conditionNames are the dimensions under the names of their conditions.
var conditionNames = [dimensions]string{
	target: "applications", client: "clientAppTypes", flow: "transferMethods", insiderRisk: "insiderRiskLevels",
	userRisk: "userRiskLevels", signInRisk: "signInRiskLevels", workloadRisk: "servicePrincipalRiskLevels",
	agentRisk: "agentIdRiskLevels", platform: "platforms", device: "deviceFilter", network: "locations", people: "users",
}

func policyName(p ca.Policy) string {
	if p.DisplayName != "" {
		return p.DisplayName
	}
	return p.ID
}

func wordAxis(d dimension, v *wordVocabulary, values []string, used []bool) *axis {
	return newAxis(d, v, len(values), used, func(t term[lists]) set {
		s := bitset.New(len(values))
		for i, value := range values {
			if t.what(value) {
				s.Add(i)
			}
		}
		return s
	})
}
