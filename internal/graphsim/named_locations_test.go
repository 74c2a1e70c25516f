package graphsim_test

import (
	"fmt"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

func TestNamedLocationLifecycle(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	created := c.post(locationsPath, ipLocation("Office", false, "203.0.113.0/24", "2001:db8::/48")).want(http.StatusCreated)
	if created.body["modifiedDateTime"] != created.body["createdDateTime"] || created.body["createdDateTime"] == nil {
		t.Errorf("created %v, modified %v: want the same", created.body["createdDateTime"], created.body["modifiedDateTime"])
	}
	path := locationsPath + "/" + created.id()
	c.patch(path, ipLocation("Head office", true, "203.0.113.0/25")).want(http.StatusNoContent)
	got := c.get(path).want(http.StatusOK).body
	want := []any{object{"@odata.type": "#microsoft.graph.iPv4CidrRange", "cidrAddress": "203.0.113.0/25"}}
	if diff := cmp.Diff(want, got["ipRanges"]); diff != "" {
		t.Errorf("ipRanges (-want +got):\n%s", diff)
	}
	if got["displayName"] != "Head office" || got["isTrusted"] != true {
		t.Errorf("got %v", got)
	}
	c.delete(path).refused(http.StatusBadRequest, "trusted")
	c.patch(path, object{"@odata.type": "#microsoft.graph.ipNamedLocation", "isTrusted": false}).want(http.StatusNoContent)
	c.delete(path).want(http.StatusNoContent)
	c.get(path).refused(http.StatusNotFound, "NamedLocation with id")
}

func TestCountryLocationDefaults(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	got := c.post(locationsPath, countryLocation("Home", "NO", "SE")).want(http.StatusCreated).body
	for name, want := range map[string]any{"countryLookupMethod": "clientIpAddress", "includeUnknownCountriesAndRegions": false} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v", name, got[name], want)
		}
	}
	if _, present := got["ipRanges"]; present {
		t.Error("a country location has ipRanges")
	}
}

func TestNamedLocationRefused(t *testing.T) {
	t.Parallel()
	untyped := ipLocation("x", false, "203.0.113.0/24")
	delete(untyped, "@odata.type")
	renamed := func(odataType string) object {
		o := ipLocation("x", false, "203.0.113.0/24")
		o["@odata.type"] = odataType
		return o
	}
	wrongRange := ipLocation("x", false, "203.0.113.0/24")
	wrongRange["ipRanges"].([]any)[0].(object)["@odata.type"] = "#microsoft.graph.iPv6CidrRange"
	many := make([]string, 2001)
	for i := range many {
		many[i] = fmt.Sprintf("10.%d.%d.0/24", i/256, i%256)
	}
	tests := []struct {
		name string
		body any
		want string
	}{
		{"no-type", untyped, "Invalid OData type specified"},
		{"empty-type", renamed(""), `Invalid OData type specified: ""`},
		{"unknown-type", renamed("#microsoft.graph.moonLocation"), "Invalid OData type specified"},
		{"abstract-type", renamed("#microsoft.graph.namedLocation"), "Invalid OData type specified"},
		{"member-of-the-other-type", func() object { o := countryLocation("x", "NO"); o["isTrusted"] = true; return o }(), "1007:"},
		{"no-name", ipLocation("", false, "203.0.113.0/24"), "1007:"},
		{"no-ranges", ipLocation("x", false), "1007:"},
		{"empty-ranges", func() object { o := ipLocation("x", false); o["ipRanges"] = []any{}; return o }(), "at least one range"},
		{"not-an-address", ipLocation("x", false, "office"), "not a valid CIDR"},
		{"no-prefix", ipLocation("x", false, "203.0.113.7"), "not a valid CIDR"},
		{"too-wide", ipLocation("x", false, "0.0.0.0/7"), "wider than /8"},
		{"wrong-range-type", wrongRange, "not of the type"},
		{"too-many-ranges", ipLocation("x", false, many...), "2000"},
		{"no-countries", func() object { o := countryLocation("x"); o["countriesAndRegions"] = []any{}; return o }(), "at least one country"},
		{"long-country", countryLocation("x", "NOR"), "two-letter"},
		{"unknown-lookup", func() object { o := countryLocation("x", "NO"); o["countryLookupMethod"] = "dowsing"; return o }(), "1007:"},
	}
	c := start(t, graphsim.Options{})
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := c.in(t)
			r := c.post(locationsPath, test.body)
			r.refused(http.StatusBadRequest, test.want)
		})
	}
}

func TestNamedLocationPatchRefused(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	path := locationsPath + "/" + c.post(locationsPath, ipLocation("x", false, "203.0.113.0/24")).want(http.StatusCreated).id()
	c.patch(path, object{"displayName": "y"}).refused(http.StatusBadRequest, "Invalid OData type specified")
	c.patch(path, countryLocation("y", "NO")).refused(http.StatusBadRequest, "1007:")
	c.patch(locationsPath+"/"+someID, ipLocation("y", false, "203.0.113.0/24")).want(http.StatusNotFound)
}

func TestReferencedLocationStays(t *testing.T) {
	t.Parallel()
	for _, side := range []string{"includeLocations", "excludeLocations"} {
		c := start(t, graphsim.Options{})
		id := c.post(locationsPath, ipLocation("Office", false, "203.0.113.0/24")).want(http.StatusCreated).id()
		policyID := c.post(policiesPath, policy(with("conditions/locations", object{"includeLocations": []any{"All"}, side: []any{id}}))).want(http.StatusCreated).id()
		c.delete(locationsPath+"/"+id).refused(http.StatusBadRequest, "referenced")
		c.delete(policiesPath + "/" + policyID).want(http.StatusNoContent)
		c.delete(locationsPath + "/" + id).want(http.StatusNoContent)
	}
}

func TestNamedLocationLimit(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	for i := range 195 {
		o := countryLocation("x", "NO")
		o["id"] = idNumber(i)
		c.server.Put("namedLocations", o)
	}
	c.post(locationsPath, countryLocation("one more", "NO")).refused(http.StatusBadRequest, "195")
}
