package guard

import (
	"fmt"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
)

var ruleEG004 = Rule{
	ID:    "EG004",
	Title: "The pipeline cannot sign in",
	Harm: `A policy for workload identities stops the service principal that Terraform itself uses. The next apply, the one
that would repair this one, could not sign in.`,
	WayOut: `Exclude the pipeline's service principal from the policy, or state the networks that it signs in from where the
policy is about locations. The rule cannot be waived.`,
	Example: `conditions = {
  client_applications = {
    include_service_principals = ["ServicePrincipalsInMyTenant"]
    exclude_service_principals = ["<object id of the pipeline's service principal>"]
  }
}`,
	Severity: Error,
}

func lockedOutPipeline(c claim) Finding {
	p := c.report.Pipeline
	name := pipelineName(p)
	f := Finding{
		Rule: ruleEG004.ID, Severity: ruleEG004.Severity,
		Harm:      c.harm("locks out the pipeline", "passes; the pipeline stays locked out"),
		Paragraph: c.paragraph(fmt.Sprintf("%sthe service principal that Terraform signs in with could not get a token, so the next apply could repair nothing.", c.when())),
		Evidence:  table(row{"Service principal", "Stopped by"}, c.stoppedBy(name, p.Core)),
		Checked:   c.checked(together([][]engine.Denial{p.Core}), "Smallest sign-in that shows it:"),
		Witness:   dimensions("service principal = "+cutMiddle(plain(name), 40), "audience = Microsoft Graph", "network = any", "risk = none"),
	}
	return f.with(excludePipeline(p))
}

const excludeServicePrincipals = "conditions.client_applications.exclude_service_principals"

func excludePipeline(p engine.Pipeline) remedy {
	return remedy{
		attribute:   excludeServicePrincipals,
		text:        "To fix it, add to `" + excludeServicePrincipals + "` the pipeline's service principal:",
		lines:       idList("exclude_service_principals", []account{{id: p.ID, name: pipelineName(p)}}),
		alternative: reportOnlyFirst,
	}
}

func pipelineName(p engine.Pipeline) string {
	if p.DisplayName != "" {
		return p.DisplayName
	}
	return p.ID
}
