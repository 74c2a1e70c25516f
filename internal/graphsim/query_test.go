package graphsim_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// escape writes the values of a query as a client has to.
func escape(path string) string {
	path, query, _ := strings.Cut(path, "?")
	var out []string
	for pair := range strings.SplitSeq(query, "&") {
		if name, value, found := strings.Cut(pair, "="); found {
			out = append(out, name+"="+url.QueryEscape(value))
		}
	}
	return path + "?" + strings.Join(out, "&")
}

func TestFilter(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	for i, p := range []object{
		policy(with("displayName", "Block legacy"), with("state", "enabled"), with("createdDateTime", "2026-01-01T00:00:00Z")),
		policy(with("displayName", "Editor's MFA"), with("state", "disabled"), with("createdDateTime", "2026-02-01T00:00:00.1234567Z")),
		policy(with("displayName", "Block (legacy)"), with("state", "enabledForReportingButNotEnforced"), with("createdDateTime", "2026-03-01T00:00:00Z"), with("templateId", someID)),
	} {
		p["id"] = idNumber(i)
		c.server.Put("policies", p)
	}
	tests := []struct {
		filter string
		want   []string // the last digits of the ids
	}{
		{"state eq 'enabled'", []string{"0"}},
		{"state ne 'enabled'", []string{"1", "2"}},
		{"displayName eq 'editor''s mfa'", []string{"1"}},
		{"displayName eq 'Block (legacy)'", []string{"2"}},
		{"startsWith(displayName,'block')", []string{"0", "2"}},
		{"startswith(displayName, 'Block') and state eq 'enabled'", []string{"0"}},
		{"endsWith(displayName,')') or contains(displayName,'MFA')", []string{"1", "2"}},
		{"not startsWith(displayName,'Block')", []string{"1"}},
		{"not (state eq 'enabled' or state eq 'disabled')", []string{"2"}},
		{"state eq 'enabled' or state eq 'disabled' and displayName eq 'x'", []string{"0"}},
		{"(state eq 'enabled' or state eq 'disabled') and displayName eq 'x'", nil},
		{"state in ('enabled', 'disabled')", []string{"0", "1"}},
		{"id in ('" + idNumber(2) + "')", []string{"2"}},
		{"createdDateTime ge 2026-02-01T00:00:00Z", []string{"1", "2"}},
		{"createdDateTime le 2026-02-01T00:00:00.1234567Z and createdDateTime gt 2026-01-01T00:00:00Z", []string{"1"}},
		{"createdDateTime lt 2026-01-01T00:00:00Z", nil},
		{"templateId eq null", []string{"0", "1"}},
		{"templateId ne null", []string{"2"}},
		{"templateId eq " + someID, []string{"2"}},
		{"conditions/users/includeUsers/any(u: u eq 'All')", []string{"0", "1", "2"}},
		{"conditions/users/includeUsers/any(u:u eq 'None')", nil},
		{"nothing eq 'like that'", nil},
	}
	for _, test := range tests {
		t.Run(test.filter, func(t *testing.T) {
			t.Parallel()
			c := c.in(t)
			var got []string
			for _, p := range c.get(escape(policiesPath + "?$filter=" + test.filter)).want(http.StatusOK).value() {
				id := p["id"].(string)
				got = append(got, id[len(id)-1:])
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
	for _, filter := range []string{
		"state", "state eq", "state eq enabled", "state like 'x'", "(state eq 'enabled'", "state eq 'enabled')", "and state eq 'x'",
		"state eq 'enabled", "startsWith(state)", "startsWith(state,x)", "indexOf(state,'x') eq 1", "state in ('a'", "state in 'a'",
		"not", "isof(state", "a/any(x eq 1)", "state eq 'a' state eq 'b'", strings.Repeat("(", 3000),
	} {
		r := c.get(escape(policiesPath + "?$filter=" + filter))
		if r.status != http.StatusBadRequest || !strings.HasPrefix(r.message(), "Invalid filter clause") {
			t.Errorf("%.40s: status %d, message %q; want 400", filter, r.status, r.message())
		}
	}
}

func TestFilterByType(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	c.post(locationsPath, ipLocation("Office", true, "203.0.113.0/24")).want(http.StatusCreated)
	c.post(locationsPath, countryLocation("Canada", "CA", "US")).want(http.StatusCreated)
	for filter, want := range map[string][]string{
		"isof('microsoft.graph.ipNamedLocation')":                                                  {"Office"},
		"not isof('microsoft.graph.ipNamedLocation')":                                              {"Canada"},
		"microsoft.graph.countryNamedLocation/countriesAndRegions/any(c: c eq 'CA')":               {"Canada"},
		"microsoft.graph.ipNamedLocation/isTrusted eq true":                                        {"Office"},
		"microsoft.graph.countryNamedLocation/includeUnknownCountriesAndRegions eq false":          {"Canada"},
		"isof('microsoft.graph.ipNamedLocation') or displayName eq 'Canada' and isTrusted eq true": {"Office"},
	} {
		if diff := cmp.Diff(want, names(c.get(escape(locationsPath+"?$filter="+filter)).want(http.StatusOK).value())); diff != "" {
			t.Errorf("%s (-want +got):\n%s", filter, diff)
		}
	}
}

func TestSelect(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	id := c.post(policiesPath, policy()).want(http.StatusCreated).id()
	want := object{"id": id, "displayName": "Require MFA", "state": "disabled"}
	if diff := cmp.Diff([]object{want}, c.get(policiesPath+"?$select=displayName,state").value()); diff != "" {
		t.Errorf("list (-want +got):\n%s", diff)
	}
	got := c.get(policiesPath + "/" + id + "?$select=displayName,%20state").body
	delete(got, "@odata.context")
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("object (-want +got):\n%s", diff)
	}
}

func TestOrderAndCount(t *testing.T) {
	t.Parallel()
	c := directory(t)
	r := c.get(escape("/v1.0/users?$orderby=displayName desc&$count=true&$top=1"))
	if got := r.value(); len(got) != 1 || got[0]["displayName"] != "Grace" || r.body["@odata.count"] != 2.0 {
		t.Errorf("got %s", r.raw)
	}
}

func TestPages(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name, query string
		options     graphsim.Options
		pages       []int
	}{
		{"default", "", graphsim.Options{}, []int{100, 100, 50}},
		{"top", "?$top=120", graphsim.Options{}, []int{120, 120, 10}},
		{"most", "?$top=999", graphsim.Options{}, []int{250}},
		{"skip", "?$skip=240&$top=7", graphsim.Options{}, []int{7, 3}},
		{"configured", "", graphsim.Options{PageSize: 200}, []int{200, 50}},
		{"filtered", "?$filter=" + url.QueryEscape("startsWith(displayName,'user 1')") + "&$top=50", graphsim.Options{}, []int{50, 50, 11}},
		{"past-the-end", "?$skip=1000", graphsim.Options{}, []int{0}},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			c := start(t, test.options)
			for i := range 250 {
				c.server.Put("users", object{"id": idNumber(i), "displayName": "User " + strings.TrimLeft(idNumber(i)[24:], "0")})
			}
			var pages []int
			seen := map[any]bool{}
			for next := "/v1.0/users" + test.query; next != ""; {
				r := c.get(next).want(http.StatusOK)
				for _, user := range r.value() {
					if seen[user["id"]] {
						t.Errorf("%v is on two pages", user["id"])
					}
					seen[user["id"]] = true
				}
				pages = append(pages, len(r.value()))
				next, _ = r.body["@odata.nextLink"].(string)
				if next != "" && !strings.HasPrefix(next, c.base+"/v1.0/users?") {
					t.Fatalf("the next link %s does not lead back here", next)
				}
			}
			if diff := cmp.Diff(test.pages, pages); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestQueryRefused(t *testing.T) {
	t.Parallel()
	c := start(t, graphsim.Options{})
	for _, query := range []string{"$top=0", "$top=1001", "$top=x", "$skip=-1", "$skiptoken=nonsense", "$fitler=x", "$orderby=a,b", "$expand=conditions", "%zz=1"} {
		c.get(policiesPath + "?" + query).want(http.StatusBadRequest)
	}
}
