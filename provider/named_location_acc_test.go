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

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func TestAccNamedLocationEveryAttribute(t *testing.T) {
	t.Parallel()
	for mode, options := range map[string]graphsim.Options{
		"plain":  {Reorder: true},
		"stale":  {Staleness: 2, PatchReplaces: true},
		"strict": {NullStrict: true, OldErrors: true},
	} {
		t.Run(mode, func(t *testing.T) {
			t.Parallel()
			f := newTenant(t, options)
			step := func(ip, country string, stored map[string]string) resource.TestStep {
				return resource.TestStep{
					Config: f.config(locationBlock("address", ip) + locationBlock("country", country)),
					Check: func(s *terraform.State) error {
						for attribute, want := range stored {
							name, property, _ := strings.Cut(attribute, ".")
							id := s.RootModule().Resources["entraguard_named_location."+name].Primary.ID
							if err := holds(f.Get("namedLocations", id), property, want); err != nil {
								return err
							}
						}
						return nil
					},
				}
			}
			least := step(
				`display_name = "Bergen"
				ip = { ip_ranges = ["198.51.100.0/25"] }`,
				`display_name = "Nordics"
				country = { countries_and_regions = ["NO"] }`,
				map[string]string{
					"address.display_name": `"Bergen"`, "address.is_trusted": `false`,
					"address.ip_ranges":                             `[{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "198.51.100.0/25"}]`,
					"country.countries_and_regions":                 `["NO"]`,
					"country.country_lookup_method":                 `"clientIpAddress"`,
					"country.include_unknown_countries_and_regions": `false`,
				})
			run(t, least,
				// The service masks and shortens what is written here.
				step(
					`display_name = "Bergen office"
					ip = {
					  ip_ranges  = ["198.51.100.7/25", "2001:0DB8:0017::/48", "203.0.113.9/32"]
					  is_trusted = true
					}`,
					`display_name = "Nordic countries"
					country = {
					  countries_and_regions                 = ["no", "DK"]
					  include_unknown_countries_and_regions = true
					  country_lookup_method                 = "authenticatorAppGps"
					}`,
					map[string]string{
						"address.display_name": `"Bergen office"`, "address.is_trusted": `true`,
						"country.countries_and_regions":                 `["NO", "DK"]`,
						"country.country_lookup_method":                 `"authenticatorAppGps"`,
						"country.include_unknown_countries_and_regions": `true`,
					}),
				step(
					`display_name = "Bergen office"
					ip = { ip_ranges = ["203.0.113.9/32"], is_trusted = false }`,
					`display_name = "Nordic countries"
					country = { countries_and_regions = ["SE"], country_lookup_method = "clientIpAddress" }`,
					map[string]string{"address.is_trusted": `false`, "country.include_unknown_countries_and_regions": `false`}),
				least)
		})
	}
}

func locationBlock(name, body string) string {
	return fmt.Sprintf("resource \"entraguard_named_location\" %q {\n%s\n}\n", name, body)
}

func TestAccNamedLocationReplacement(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	step := func(body string, action plancheck.ResourceActionType) resource.TestStep {
		return resource.TestStep{
			Config: f.config(locationBlock("test", "display_name = \"Bergen\"\n"+body)),
			ConfigPlanChecks: resource.ConfigPlanChecks{PreApply: []plancheck.PlanCheck{
				plancheck.ExpectResourceAction("entraguard_named_location.test", action),
			}},
		}
	}
	run(t,
		step(`ip = { ip_ranges = ["198.51.100.0/25"], is_trusted = true }`, plancheck.ResourceActionCreate),
		step(`ip = { ip_ranges = ["198.51.100.0/26"], is_trusted = true }`, plancheck.ResourceActionUpdate),
		step(`country = { countries_and_regions = ["NO"] }`, plancheck.ResourceActionDestroyBeforeCreate),
		step(`ip = { ip_ranges = ["198.51.100.0/26"] }`, plancheck.ResourceActionDestroyBeforeCreate),
	)
	if id := f.idOf("namedLocations", "Bergen"); id != "" {
		t.Errorf("%s is left behind", id)
	}
}

func TestAccNamedLocationConfiguration(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	refused := func(body, pattern string) resource.TestStep {
		return resource.TestStep{Config: f.config(locationBlock("test", body)), PlanOnly: true, ExpectError: regexp.MustCompile(pattern)}
	}
	run(t,
		refused(`display_name = "Bergen"`, `No attribute specified when one \(and only one\)`),
		refused(`display_name = "Bergen"
			ip      = { ip_ranges = ["198.51.100.0/25"] }
			country = { countries_and_regions = ["NO"] }`, `2 attributes specified when one \(and only one\)`),
		refused(`display_name = "Bergen"
			ip = { ip_ranges = ["198.51.100.300/25"] }`, `EG060: "Bergen" has a range that is none`),
		refused(`display_name = "Bergen"
			country = { countries_and_regions = ["Norway"] }`, `EG060: "Bergen" has a country that does not exist`),
		refused(`display_name = ""
			country = { countries_and_regions = ["NO"] }`, `string length must be at least 1`),
	)
	f.wroteNothing(t)
}

// A location with a thousand ranges is written, and stays as it is.
func TestAccNamedLocationThousandRanges(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{Reorder: true})
	w := newWorkspace(t)
	w.configure(f.config(locationBlock("test", `display_name = "Everywhere"
		ip = { ip_ranges = [for i in range(1000) : "2001:db8:${format("%x", i)}::/48"] }`)))
	w.must("apply", "-auto-approve")
	w.must("plan", "-detailed-exitcode")
	ranges, _ := f.Get("namedLocations", f.idOf("namedLocations", "Everywhere"))["ipRanges"].([]any)
	if len(ranges) != 1000 {
		t.Errorf("the tenant holds %d ranges", len(ranges))
	}
}

// A trusted location is untrusted before it is deleted. What that does to policies about trusted locations is
// judged before either is sent.
func TestAccTrustedLocationDeletion(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	config := f.configWith(oneAdministrator, fmt.Sprintf("import {\n  to = entraguard_named_location.test\n  id = %q\n}\n", office)+
		locationBlock("test", `display_name = "Office"
			ip = { ip_ranges = ["198.51.100.0/24"], is_trusted = true }`))
	w.configure(config)
	w.must("apply", "-auto-approve")
	onlyTrusted := func(state string) {
		f.policy("CA030 Trusted networks only", func(p map[string]any) {
			p["state"] = state
			conditions := p["conditions"].(map[string]any)
			conditions["users"] = map[string]any{"includeUsers": []any{"All"}}
			conditions["locations"] = map[string]any{"includeLocations": []any{"All"}, "excludeLocations": []any{"AllTrusted"}}
			p["grantControls"] = map[string]any{"operator": "OR", "builtInControls": []any{"block"}}
		})
	}
	onlyTrusted("enabled")
	f.ResetLog()
	for name, change := range map[string]func() string{
		"delete": func() string { return w.fails("destroy", "-auto-approve") },
		"untrust": func() string {
			w.configure(strings.Replace(config, "is_trusted = true", "is_trusted = false", 1))
			return w.fails("apply", "-auto-approve")
		},
	} {
		if output := change(); !strings.Contains(output, `EG001: "Office" locks out every administrator`) {
			t.Errorf("%s:\n%s", name, output)
		}
	}
	f.wroteNothing(t)

	// Nobody minds, but the service. The location is trusted again, Terraform still has it, and the error of a
	// trust that could not be given back says so.
	w.configure(config)
	onlyTrusted("disabled")
	const no = `{"error":{"code":"BadRequest","message":"No."}}`
	f.Fail(func(r *http.Request) bool { return r.Method == http.MethodDelete }, 2, http.StatusBadRequest, nil, no)
	wants(t, w.fails("destroy", "-auto-approve"), `Microsoft Graph refused to delete the named location "Office" (400 Bad Request)`)
	w.must("plan", "-detailed-exitcode")

	patches := 0
	f.Fail(func(r *http.Request) bool {
		if r.Method == http.MethodPatch {
			patches++
		}
		return patches == 2
	}, 1, http.StatusForbidden, nil, no)
	wants(t, w.fails("destroy", "-auto-approve"), "refused to delete", "It is no longer marked as trusted, and that could not be undone")
	wants(t, w.must("plan"), "~ is_trusted = false -> true")
	w.must("destroy", "-auto-approve")
	if f.Get("namedLocations", office) != nil {
		t.Error("the location is still there")
	}
}
