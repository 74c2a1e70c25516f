package provider

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const authContext = "entraguard_authentication_context.test"

func contextBlock(body string) string {
	return fmt.Sprintf("resource \"entraguard_authentication_context\" \"test\" {\n%s\n}\n", body)
}

func TestAccContextEveryAttribute(t *testing.T) {
	t.Parallel()
	for mode, options := range map[string]graphsim.Options{
		"plain": {}, "stale": {Staleness: 2}, "strict": {OldErrors: true, NullStrict: true},
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			f := newTenant(t, options)
			step := func(body string, action plancheck.ResourceActionType, stored map[string]string) resource.TestStep {
				return resource.TestStep{
					Config: f.config(contextBlock(body)),
					ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
						plancheck.ExpectResourceAction(authContext, action),
					}},
					Check: func(s *terraform.State) error {
						object := f.Get("authenticationContextClassReferences", s.RootModule().Resources[authContext].Primary.ID)
						for property, want := range stored {
							if err := holds(object, property, want); err != nil {
								return err
							}
						}
						return nil
					},
				}
			}
			least := func(action plancheck.ResourceActionType) resource.TestStep {
				return step("id = \"c5\"\ndisplay_name = \"Payments\"", action,
					map[string]string{"id": `"c5"`, "display_name": `"Payments"`, "description": "", "is_available": "false"})
			}
			run(t, least(plancheck.ResourceActionCreate),
				step(`id = "c5"
					display_name = "Large payments"
					description  = "A key, every time"
					is_available = true`, plancheck.ResourceActionUpdate,
					map[string]string{"display_name": `"Large payments"`, "description": `"A key, every time"`, "is_available": "true"}),
				least(plancheck.ResourceActionUpdate),
				// Another id is another context; the published one is withdrawn on the way.
				step("id = \"c5\"\ndisplay_name = \"Payments\"\nis_available = true", plancheck.ResourceActionUpdate, nil),
				step("id = \"c6\"\ndisplay_name = \"Payments\"\nis_available = true", plancheck.ResourceActionDestroyBeforeCreate,
					map[string]string{"id": `"c6"`, "is_available": "true"}),
			)
			if left := f.idOf("authenticationContextClassReferences", "Payments"); left != "" {
				t.Errorf("the destroy left %s", left)
			}
		})
	}
}

func TestAccContextImportAndDrift(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	const block = "id = \"c2\"\ndisplay_name = \"Context c2\"\nis_available = true"
	config := f.config(contextBlock(block) + `
import {
  to = ` + authContext + `
  id = "/identity/conditionalAccess/authenticationContextClassReferences/c2"
}
`)
	expect := func(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(authContext, action)}}
	}
	imported := func(id string) resource.TestStep {
		return resource.TestStep{ResourceName: authContext, ImportState: true, ImportStateId: id, ImportStateVerify: true, ImportStatePersist: false}
	}
	run(t,
		resource.TestStep{Config: config, ConfigPlanChecks: expect(plancheck.ResourceActionNoop)},
		imported("C2"),
		imported("https://graph.microsoft.com/v1.0/identity/conditionalAccess/authenticationContextClassReferences/c2"),
		resource.TestStep{
			PreConfig: func() {
				f.Edit("authenticationContextClassReferences", "c2", func(x map[string]any) {
					x["isAvailable"], x["description"] = false, "Somebody's"
				})
			},
			Config: config, ConfigPlanChecks: expect(plancheck.ResourceActionUpdate),
			Check: func(*terraform.State) error {
				return holds(f.Get("authenticationContextClassReferences", "c2"), "description", "")
			},
		},
		resource.TestStep{
			PreConfig: func() { f.Remove("authenticationContextClassReferences", "c2") },
			Config:    f.config(contextBlock(block)), ConfigPlanChecks: expect(plancheck.ResourceActionCreate),
		},
	)
	w := newWorkspace(t)
	w.configure(f.config(contextBlock(block)))
	wants(t, w.fails("import", authContext, "c100"), "That is no id of an authentication context")
}

func TestAccContextRefusals(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	run(t,
		resource.TestStep{Config: f.config(contextBlock("id = \"c100\"\ndisplay_name = \"x\"")), PlanOnly: true,
			ExpectError: regexp.MustCompile(`EG060: "x" has an id that does not exist`)},
		resource.TestStep{Config: f.config(contextBlock("id = \"c99\"\ndisplay_name = \"x\"")),
			ExpectError: regexp.MustCompile(`EG060: "x" has an id that is taken`)},
	)
	f.wroteNothing(t)

	// The service deletes no context that a policy is about. It was published, and is so again.
	w := newWorkspace(t)
	w.configure(f.config(contextBlock("id = \"c5\"\ndisplay_name = \"Payments\"\nis_available = true")))
	w.must("apply", "-auto-approve")
	f.policy("CA020 Payments", func(p map[string]any) {
		p["conditions"].(map[string]any)["applications"] = map[string]any{"includeAuthenticationContextClassReferences": []any{"c5"}}
	})
	output := w.fails("destroy", "-auto-approve")
	if !strings.Contains(output, "Payments") || f.Get("authenticationContextClassReferences", "c5")["isAvailable"] != true {
		t.Errorf("the tenant has %v after\n%s", f.Get("authenticationContextClassReferences", "c5"), output)
	}
	w.must("plan", "-detailed-exitcode")
}
