package provider

import (
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestMovedLocation(t *testing.T) {
	t.Parallel()
	const (
		addresses = `{"id": "` + adopted + `", "displayName": "Office", "@odata.type": "#microsoft.graph.ipNamedLocation", "isTrusted": true,
			"ipRanges": [{"cidrAddress": "198.51.100.0/24"}, {"cidrAddress": "2001:db8::/32"}]}`
		countries = `{"id": "` + adopted + `", "displayName": "Nordics", "@odata.type": "#microsoft.graph.countryNamedLocation",
			"countriesAndRegions": ["NO", "DK"], "includeUnknownCountriesAndRegions": true, "countryLookupMethod": "authenticatorAppGps"}`
		path   = "/identity/conditionalAccess/namedLocations/" + adopted
		flat   = "microsoft365_graph_beta_identity_and_access_named_location"
		blocks = "azuread_named_location"
	)
	for name, test := range map[string]struct {
		foreign
		want string
	}{
		"azuread-addresses": {foreign{azuread, blocks, 1, `{"id": "` + path + `", "object_id": "` + adopted + `", "display_name": "Office", "country": [], "timeouts": null,
			"ip": [{"ip_ranges": ["2001:db8::/32", "198.51.100.0/24"], "trusted": true}]}`}, addresses},
		"azuread-untrusted": {foreign{azuread, blocks, 1, `{"id": "` + path + `", "display_name": "Office", "country": [],
			"ip": [{"ip_ranges": ["2001:db8::/32", "198.51.100.0/24"], "trusted": false}]}`}, strings.Replace(addresses, "true", "false", 1)},
		"azuread-bare-id": {foreign{azuread, blocks, 0, `{"id": "` + adopted + `", "display_name": "Office", "country": [],
			"ip": [{"ip_ranges": ["2001:db8::/32", "198.51.100.0/24"], "trusted": true}]}`}, addresses},
		"azuread-countries": {foreign{azuread, blocks, 1, `{"id": "` + path + `", "display_name": "Nordics", "ip": [],
			"country": [{"countries_and_regions": ["DK", "NO"], "include_unknown_countries_and_regions": true, "country_lookup_method": "authenticatorAppGps"}]}`}, countries},
		"azuread-old-countries": {foreign{azuread, blocks, 0, `{"id": "` + adopted + `", "display_name": "Nordics", "ip": [],
			"country": [{"countries_and_regions": ["DK", "NO"], "include_unknown_countries_and_regions": false, "country_lookup_method": ""}]}`},
			strings.NewReplacer("true", "false", "authenticatorAppGps", "clientIpAddress").Replace(countries)},
		"microsoft365-addresses": {foreign{microsoft365, flat, 0, `{"id": "` + adopted + `", "display_name": "Office", "is_trusted": true, "ipv4_ranges": ["198.51.100.0/24"],
			"ipv6_ranges": ["2001:db8::/32"], "country_lookup_method": "clientIpAddress", "countries_and_regions": [], "include_unknown_countries_and_regions": null}`}, addresses},
		"microsoft365-countries": {foreign{microsoft365, flat, 0, `{"id": "` + adopted + `", "display_name": "Nordics", "is_trusted": false, "ipv4_ranges": null,
			"ipv6_ranges": [], "country_lookup_method": "authenticatorAppGps", "countries_and_regions": ["DK", "NO"], "include_unknown_countries_and_regions": true}`}, countries},
		"msgraph": {msgraphState("identity/conditionalAccess/namedLocations", addresses), addresses},
		// What a body does not say, the tenant does.
		"msgraph-nothing": {msgraphState("identity/conditionalAccess/namedLocations", `{}`), `{"id": "` + adopted + `"}`},
		"msgraph-null":    {msgraphState("identity/conditionalAccess/namedLocations", `null`), `{"id": "` + adopted + `"}`},
		"msgraph-text":    {msgraphState("identity/conditionalAccess/namedLocations", `"{\"displayName\": \"x\"}"`), `{"id": "` + adopted + `", "displayName": "x"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			location, err := ca.DecodeNamedLocation([]byte(test.want))
			if err != nil {
				t.Fatal(err)
			}
			state, diags := test.become(t, locationType)
			if len(diags) > 0 {
				t.Fatal(diags[0].Summary, diags[0].Detail)
			}
			sameState(t, state, locationShape.plain(location))
		})
	}
}
