package review

import (
	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine"
	"github.com/entraguard/terraform-provider-entraguard/internal/guard"
)

// A Check is what there is to say about a tenant as it is.
type Check struct {
	Tenant   *ca.Tenant // as it was judged; the text takes names from it
	Verdict  guard.Verdict
	Report   engine.Report
	Findings []guard.Finding
}
