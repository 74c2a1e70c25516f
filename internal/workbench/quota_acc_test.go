package workbench_test

import (
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
	"github.com/entraguard/terraform-provider-entraguard/internal/workbench"
)

// TestAccHundredPoliciesWithinTheQuota creates and plans a hundred policies behind the service's quota of
// one Conditional Access request a second, in real time: what it proves is how few requests are made, and
// that none is refused.
func TestAccHundredPoliciesWithinTheQuota(t *testing.T) {
	t.Parallel()
	const policies = 100
	terraform, err := workbench.FindTerraform()
	if err != nil {
		t.Skip(err)
	}
	provider := t.TempDir()
	if err := workbench.BuildProvider(t.Context(), provider, io.Discard); err != nil {
		t.Fatal(err)
	}
	graph := graphsim.New(graphsim.Options{Quota: 1})
	if err := graph.Load("../demo/tenant"); err != nil {
		t.Fatal(err)
	}
	url, err := graph.Listen("127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = graph.Close() })
	bench, err := workbench.New(terraform, t.TempDir(), provider,
		"ARM_TENANT_ID=7a1d3c52-5f0e-4a0b-9a55-2f6a1c0e9d10", "ARM_CLIENT_ID=81000000-0000-4000-8000-000000000001", "ARM_CLIENT_SECRET=secret")
	if err != nil {
		t.Fatal(err)
	}
	if err := bench.Write("main.tf", []byte(hundredPolicies(url, policies))); err != nil {
		t.Fatal(err)
	}
	spend := func(most int, says string, args ...string) {
		graph.ResetLog()
		printed, exit, err := bench.Run(t.Context(), args...)
		if err != nil || exit != 0 || !strings.Contains(printed, says) {
			t.Fatalf("terraform %s ended with %d (%v), and has to say %q:\n%s", args[0], exit, err, says, printed)
		}
		spent, refused := 0, 0
		for _, r := range graph.Requests() {
			if r.ConditionalAccess {
				spent++
			}
			if r.Status == 429 {
				refused++
			}
		}
		t.Logf("%s of %d policies: %d Conditional Access requests, %d of them refused with 429", args[0], policies, spent, refused)
		if spent == 0 || spent > most {
			t.Errorf("terraform %s made %d Conditional Access requests, at most %d are allowed", args[0], spent, most)
		}
		if refused > 0 {
			t.Errorf("%d requests of terraform %s were refused with 429: the queue has to pace itself", refused, args[0])
		}
	}
	spend(125, "100 added", "apply", "-auto-approve")
	spend(8, "No changes.", "plan", "-detailed-exitcode")
}

func hundredPolicies(endpoint string, n int) string {
	return fmt.Sprintf(`
terraform {
  required_providers {
    entraguard = { source = "entraguard/entraguard" }
  }
}

provider "entraguard" {
  graph_endpoint = %q
  guard = {
    break_glass = { groups = ["20000000-0000-4000-8000-000000000001"] }
  }
}

resource "entraguard_conditional_access_policy" "many" {
  count        = %d
  display_name = format("CA%%03d Multifactor authentication", 500 + count.index)
  state        = "enabledForReportingButNotEnforced"

  conditions = {
    users = {
      include_users  = ["All"]
      exclude_groups = ["20000000-0000-4000-8000-000000000001"]
    }
    applications = { include_applications = ["All"] }
    locations = {
      include_locations = ["All"]
      exclude_locations = ["30000000-0000-4000-8000-000000000001"]
    }
  }

  grant_controls = {
    operator          = "OR"
    built_in_controls = ["mfa"]
  }
}
`, endpoint, n)
}
