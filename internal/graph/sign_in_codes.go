package graph

import (
	"regexp"
	"strings"
)

// signInAdvice says what to do about the codes that a pipeline meets.
var signInAdvice = map[string]string{
	"53003":   "A Conditional Access policy for workload identities blocks this service principal: an administrator has to exclude it from that policy, or switch the policy off, in the Entra admin center.",
	"530032":  "A security policy of the tenant blocks this sign-in.",
	"50057":   "The account is disabled.",
	"50034":   "The account does not exist in this tenant: check tenant_id.",
	"90002":   "Check tenant_id and environment.",
	"900023":  "Check tenant_id: it is neither an id nor a domain.",
	"700016":  "Check client_id and tenant_id: the application is not in this tenant.",
	"7000112": "The application is disabled: enable its service principal.",
	"7000215": "Check client_secret: it must be the secret's value, not its id.",
	"7000222": "The client secret has expired: create a new one, or move to OIDC, which has none.",
	"7000218": "The application is not a confidential client of this kind: check the credential.",
	"700027":  "The certificate is not registered with the application, or its key is another one's: upload the public certificate.",
	"700024":  "The token of the pipeline has expired, or a clock is wrong.",
	"50027":   "The certificate or the token of the pipeline does not make a valid assertion.",
	"700211":  "No federated credential of the application has this issuer: add one for the pipeline.",
	"700212":  "No federated credential of the application has this audience: use api://AzureADTokenExchange.",
	"700213":  "No federated credential of the application has this subject: add one for this repository, branch or environment.",
	"70021":   "No federated credential of the application matches the pipeline's token: compare issuer, subject and audience.",
	"65001":   "An administrator has to consent to the application first.",
	"50076":   "Multifactor authentication is demanded: sign in to the Azure CLI again, or use a service principal.",
	"50079":   "Multifactor authentication is demanded and not registered.",
}

var (
	aadstsCode = regexp.MustCompile(`(AADSTS\d+):\s*([^\r\n"]*)`)
	aadstsTail = regexp.MustCompile(`\s*(Trace ID|Correlation ID|Timestamp):.*$`)
	jsonBreak  = regexp.MustCompile(`\\[rn].*$`)
)

// aadsts finds the code of the token endpoint and its sentence.
func aadsts(text string) (code, said string) {
	found := aadstsCode.FindStringSubmatch(text)
	if found == nil {
		return "", ""
	}
	said = aadstsTail.ReplaceAllString(jsonBreak.ReplaceAllString(found[2], ""), "")
	return found[1], strings.ReplaceAll(strings.TrimSpace(said), `\u0027`, "'")
}

// plainCause is the first thing that azidentity says, without its headings, rules and links.
func plainCause(text string) string {
	text, _, _ = strings.Cut(text, "To troubleshoot")
	var kept []string
	for line := range strings.Lines(text) {
		line = strings.TrimSpace(line)
		if line != "" && strings.Trim(line, "-=") != "" {
			kept = append(kept, strings.TrimSuffix(line, "."))
		}
	}
	cause := strings.Join(kept, "; ")
	if runes := []rune(cause); len(runes) > 400 {
		cause = string(runes[:399]) + "…"
	}
	return firstOf(cause, "no reason was given")
}
