package provider

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const defaults = "entraguard_security_defaults.test"

func defaultsBlock(on bool) string {
	return fmt.Sprintf("resource \"entraguard_security_defaults\" \"test\" {\n  is_enabled = %v\n}\n", on)
}

func (f *fixture) switchOnDefaults() {
	object := f.Get("securityDefaults", defaultsEntity.address.sole)
	object["isEnabled"] = true
	f.Put("securityDefaults", object)
}

func TestAccSecurityDefaults(t *testing.T) {
	t.Parallel()
	for mode, options := range map[string]graphsim.Options{"plain": {}, "stale": {Staleness: 2}} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			f := newTenant(t, options)
			f.switchOnDefaults()
			step := func(on bool, action plancheck.ResourceActionType) resource.TestStep {
				return resource.TestStep{
					Config:           f.config(defaultsBlock(on)),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(defaults, action)}},
					Check: func(*terraform.State) error {
						return holds(f.Get("securityDefaults", defaultsEntity.address.sole), "is_enabled", strconv.FormatBool(on))
					},
				}
			}
			drift := step(false, plancheck.ResourceActionUpdate)
			drift.PreConfig = func() { f.switchOnDefaults() }
			run(t,
				step(false, plancheck.ResourceActionCreate),
				step(true, plancheck.ResourceActionUpdate),
				step(false, plancheck.ResourceActionUpdate),
				drift,
				resource.TestStep{ResourceName: defaults, ImportState: true, ImportStateVerify: true, ImportStatePersist: false,
					ImportStateId: "/policies/identitySecurityDefaultsEnforcementPolicy"},
				resource.TestStep{ResourceName: defaults, ImportState: true, ImportStateVerify: true, ImportStatePersist: false,
					ImportStateId: defaultsEntity.address.sole},
			)
			if f.Get("securityDefaults", defaultsEntity.address.sole)["isEnabled"] != false {
				t.Error("the destroy has switched them")
			}
		})
	}
}

// Taking over what is already so writes nothing, and neither does giving it up.
func TestAccSecurityDefaultsStay(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	w.configure(f.config(defaultsBlock(false)))
	w.must("apply", "-auto-approve")
	w.must("plan", "-detailed-exitcode")
	output := w.must("destroy", "-auto-approve")
	wants(t, output, `Warning: "Security Defaults" stays as it is in the tenant`, "1 destroyed")
	f.wroteNothing(t)
}

// The service enables no policy while security defaults are on. In one apply, they go first.
func TestAccSecurityDefaultsMakeWay(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	f.switchOnDefaults()
	w := newWorkspace(t)
	policy := strings.Replace(strings.Replace(quietPolicy, `"disabled"`, `"enabled"`, 1), "display_name", "depends_on = [entraguard_security_defaults.test]\n  display_name", 1)
	w.configure(f.config(defaultsBlock(false) + policy))
	w.must("apply", "-auto-approve")
	w.must("plan", "-detailed-exitcode")
}
