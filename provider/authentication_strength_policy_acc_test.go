package provider

import (
	"fmt"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/plancheck"
	"github.com/hashicorp/terraform-plugin-testing/terraform"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const (
	theirKey = "2fc0579f-8113-47ea-b116-bb5a8db9202a" // the model that the administrators of the tests have
	otherKey = "d8522d9f-575b-4866-88a9-ba99fa02f35b"
	issuer   = "0123456789abcdef0123456789abcdef01234567"
	strength = "entraguard_authentication_strength_policy.test"
)

func strengthBlock(body string) string {
	return fmt.Sprintf("resource \"entraguard_authentication_strength_policy\" \"test\" {\n%s\n}\n", body)
}

// strength is a strength of somebody else, and the policy that asks everybody for it.
func (f *fixture) strength(combinations ...any) {
	f.Put("authenticationStrengthPolicies", map[string]any{
		"id": someGUID, "displayName": "Strong", "description": "Of the old days", "policyType": "custom", "requirementsSatisfied": "mfa",
		"createdDateTime": "2026-01-01T00:00:00Z", "modifiedDateTime": "2026-01-01T00:00:00Z",
		"allowedCombinations": combinations, "combinationConfigurations": []any{},
	})
}

func (f *fixture) asksForStrength(state string) {
	f.policy("CA010 Strong sign-in", func(p map[string]any) {
		p["state"] = state
		p["conditions"].(map[string]any)["users"] = map[string]any{"includeUsers": []any{"All"}}
		p["grantControls"] = map[string]any{"operator": "OR", "builtInControls": []any{}, "authenticationStrength": map[string]any{"id": someGUID}}
	})
}

const importStrength = `
import {
  to = ` + strength + `
  id = "/policies/authenticationStrengthPolicies/` + someGUID + `"
}
`

func TestAccStrengthEveryAttribute(t *testing.T) {
	t.Parallel()
	for mode, options := range map[string]graphsim.Options{
		"plain":  {Reorder: true},
		"stale":  {Staleness: 2},
		"strict": {OldErrors: true, NullStrict: true},
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			f := newTenant(t, options)
			step := func(body string, restrictions int, stored map[string]string) resource.TestStep {
				return resource.TestStep{
					Config: f.config(strengthBlock(body)),
					Check: func(s *terraform.State) error {
						primary := s.RootModule().Resources[strength].Primary
						object := f.Get("authenticationStrengthPolicies", primary.ID)
						for property, want := range stored {
							if err := holds(object, property, want); err != nil {
								return err
							}
						}
						if primary.Attributes["requirements_satisfied"] != object["requirementsSatisfied"] || primary.Attributes["policy_type"] != "custom" {
							return fmt.Errorf("the state has %v", primary.Attributes)
						}
						if list, _ := object["combinationConfigurations"].([]any); len(list) != restrictions {
							return fmt.Errorf("the tenant has %d restrictions, want %d: %v", len(list), restrictions, list)
						}
						return nil
					},
				}
			}
			least := step(`display_name = "Keys"
				allowed_combinations = ["fido2", "windowsHelloForBusiness"]`, 0,
				map[string]string{"display_name": `"Keys"`, "description": "", "allowed_combinations": `["fido2", "windowsHelloForBusiness"]`})
			run(t, least,
				// What is there is restricted, and what comes is, too.
				step(`display_name = "Keys and cards"
					description          = "For administrators"
					allowed_combinations = ["sms, password", "fido2", "x509CertificateMultiFactor", "x509CertificateSingleFactor"]
					combination_configurations = {
					  fido2                          = { allowed_aaguids = ["`+strings.ToUpper(theirKey)+`", "`+otherKey+`"] }
					  x509_certificate_multi_factor  = { allowed_issuer_skis = ["`+issuer+`"], allowed_policy_oids = ["1.3.6.1.4.1.311.21"] }
					  x509_certificate_single_factor = { allowed_policy_oids = ["2.16.578"] }
					}`, 3,
					map[string]string{"display_name": `"Keys and cards"`, "description": `"For administrators"`, "requirements_satisfied": `"none"`}),
				step(`display_name = "Keys and cards"
					description          = "For all administrators"
					allowed_combinations = ["fido2", "x509CertificateMultiFactor"]
					combination_configurations = {
					  fido2                         = { allowed_aaguids = ["`+theirKey+`"] }
					  x509_certificate_multi_factor = { allowed_issuer_skis = ["`+strings.Repeat("A", 40)+`"] }
					}`, 2,
					map[string]string{"description": `"For all administrators"`, "requirements_satisfied": `"mfa"`}),
				least)
			if left := f.idOf("authenticationStrengthPolicies", "Keys"); left != "" {
				t.Errorf("the destroy left %s", left)
			}
		})
	}
}

func TestAccStrengthImportAndDrift(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{Reorder: true})
	f.strength("fido2", "password,sms")
	config := f.config(strengthBlock(`
		display_name         = "Strong"
		description          = "Of the old days"
		allowed_combinations = ["password,sms", "fido2"]
	`) + importStrength)
	edit := func(change func(map[string]any)) func() {
		return func() { f.Edit("authenticationStrengthPolicies", someGUID, change) }
	}
	expect := func(action plancheck.ResourceActionType) resource.ConfigPlanChecks {
		return resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{plancheck.ExpectResourceAction(strength, action)}}
	}
	imported := func(id string) resource.TestStep {
		return resource.TestStep{
			ResourceName: strength, ImportState: true, ImportStateId: id, ImportStateVerify: true, ImportStatePersist: false,
		}
	}
	run(t,
		resource.TestStep{Config: config, ConfigPlanChecks: expect(plancheck.ResourceActionNoop)},
		imported(someGUID),
		imported(strings.ToUpper(someGUID)),
		imported("https://graph.microsoft.com/beta/identity/conditionalAccess/authenticationStrength/policies/"+someGUID),
		resource.TestStep{
			PreConfig: edit(func(s map[string]any) {
				s["allowedCombinations"] = []any{"fido2", "password,voice"}
				s["combinationConfigurations"] = []any{map[string]any{"@odata.type": ca.ConfigurationFIDO2, "id": otherGUID,
					"appliesToCombinations": []any{"fido2"}, "allowedAAGUIDs": []any{otherKey}}}
				s["description"] = nil
			}),
			Config: config, ConfigPlanChecks: expect(plancheck.ResourceActionUpdate),
			Check: func(*terraform.State) error {
				object := f.Get("authenticationStrengthPolicies", someGUID)
				if list, _ := object["combinationConfigurations"].([]any); len(list) > 0 {
					return fmt.Errorf("the restriction is still there: %v", list)
				}
				return holds(object, "allowed_combinations", `["fido2", "password,sms"]`)
			},
		},
		// What no attribute stands for stays.
		resource.TestStep{
			PreConfig: edit(func(s map[string]any) {
				s["combinationConfigurations"] = []any{map[string]any{"@odata.type": ca.ConfigurationX509, "id": otherGUID,
					"appliesToCombinations": []any{"x509CertificateMultiFactor", "x509CertificateSingleFactor"}, "allowedPolicyOIDs": []any{"1.2"}}}
			}),
			Config: strings.Replace(config, "Of the old days", "Of today", 1), ConfigPlanChecks: expect(plancheck.ResourceActionUpdate),
			Check: func(*terraform.State) error {
				if list, _ := f.Get("authenticationStrengthPolicies", someGUID)["combinationConfigurations"].([]any); len(list) != 1 {
					return fmt.Errorf("the restriction is gone: %v", list)
				}
				return nil
			},
		},
		// Somebody deletes it: it is made again.
		resource.TestStep{
			PreConfig: func() { f.Remove("authenticationStrengthPolicies", someGUID) },
			Config:    strings.Replace(config, importStrength, "", 1), ConfigPlanChecks: expect(plancheck.ResourceActionCreate),
		},
	)
}

// A strength that everybody has to meet is narrowed so that the break-glass accounts no longer do.
func TestAccStrengthRefusal(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	f.strength("fido2", "windowsHelloForBusiness")
	w := newWorkspace(t)
	config := func(body string) string {
		return f.config(strengthBlock("display_name = \"Strong\"\ndescription = \"Of the old days\"\n"+body) + importStrength)
	}
	w.configure(config(`allowed_combinations = ["fido2", "windowsHelloForBusiness"]`))
	w.must("apply", "-auto-approve")
	narrowed := config(`allowed_combinations = ["fido2", "windowsHelloForBusiness"]
		combination_configurations = { fido2 = { allowed_aaguids = ["` + otherKey + `"] } }`)

	// Nobody asks for it: it may become anything. When the plan is applied, somebody does.
	w.configure(narrowed)
	w.must("plan", "-out=plan")
	f.asksForStrength("enabled")
	f.ResetLog()
	wants(t, w.fails("apply", "plan"), `Error: EG001: "Strong" locks out every administrator`)
	f.wroteNothing(t)

	wants(t, w.fails("plan"), `Error: EG001: "Strong"`, "Nothing has been changed in the", "\n  bg-1@contoso.example")
	f.wroteNothing(t)

	// With the model that they have, it is one that they meet.
	w.configure(strings.Replace(narrowed, otherKey, theirKey, 1))
	w.must("apply", "-auto-approve")
	w.must("plan", "-detailed-exitcode")

	// The service deletes no strength that a policy names.
	wants(t, w.fails("destroy", "-auto-approve"), `"Strong"`)
	w.must("plan", "-detailed-exitcode")
}

// A change of several requests stops at the last one. The state has what was done, and the next apply does
// the rest.
func TestAccStrengthHalfway(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	w.configure(f.config(strengthBlock("display_name = \"Keys\"\nallowed_combinations = [\"fido2\", \"password,sms\"]")))
	w.must("apply", "-auto-approve")
	w.configure(f.config(strengthBlock(`display_name = "Keys"
		description          = "For administrators"
		allowed_combinations = ["fido2"]
		combination_configurations = { fido2 = { allowed_aaguids = ["` + theirKey + `"] } }`)))
	f.Fail(func(r *http.Request) bool { return strings.HasSuffix(r.URL.Path, "/combinationConfigurations") }, 1, 403, nil,
		`{"error":{"code":"AccessDenied","message":"You cannot perform the requested operation, required scopes are missing in the token."}}`)
	output := w.fails("apply", "-auto-approve")
	wants(t, output, "Microsoft Graph refused to restrict fido2 in the authentication strength", "Policy.ReadWrite.ConditionalAccess",
		"Changed before that: its name and its description, its combinations.")
	wants(t, w.must("state", "show", strength), `description            = "For administrators"`)
	wants(t, w.must("plan", "-refresh=false"), "1 to change", "+ combination_configurations")
	if plan := w.must("plan"); strings.Contains(plan, "password,sms") {
		t.Errorf("what was done is planned again:\n%s", plan)
	}
	w.must("apply", "-auto-approve")
	w.must("plan", "-detailed-exitcode")
}

func TestAccStrengthConfiguration(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	refused := func(body, pattern string) resource.TestStep {
		return resource.TestStep{Config: f.config(strengthBlock(body)), PlanOnly: true, ExpectError: regexp.MustCompile(pattern)}
	}
	run(t,
		refused(`display_name = "Keys"
			allowed_combinations = []`, `EG060: "Keys" allows no combination`),
		refused(`display_name = "Keys, and whatever else somebody may have"
			allowed_combinations = ["fido2"]`, `EG060: .* has a text that is too long`),
		refused(`display_name = "Keys"
			allowed_combinations = ["fid02"]`, `EG060: "Keys" has a method that does not exist`),
		refused(`display_name = "Keys"
			allowed_combinations = ["windowsHelloForBusiness"]
			combination_configurations = { fido2 = { allowed_aaguids = ["`+theirKey+`"] } }`, `EG060: "Keys" restricts what it does not allow`),
		refused(`display_name = "Keys"
			allowed_combinations = ["fido2"]
			combination_configurations = { fido2 = { allowed_aaguids = ["YubiKey 5"] } }`, `EG060: "Keys" has an AAGUID that is none`),
		refused(`display_name = "Keys"
			allowed_combinations = ["fido2"]
			combination_configurations = { fido2 = { allowed_aaguids = [] } }`, `set must\s+contain\s+at\s+least 1 elements`),
		refused(`display_name = "Cards"
			allowed_combinations = ["x509CertificateMultiFactor"]
			combination_configurations = { x509_certificate_multi_factor = {} }`, `restricts nothing`),
	)
	f.wroteNothing(t)
}

func TestAccBuiltInStrength(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	w.configure(f.config(strengthBlock("display_name = \"x\"\nallowed_combinations = [\"fido2\"]")))
	wants(t, w.fails("import", strength, ca.StrengthPhishingResistant),
		`Error: The authentication strength "Phishing-resistant MFA" cannot be managed`, "Policies can name its id as it is")
	f.wroteNothing(t)
}
