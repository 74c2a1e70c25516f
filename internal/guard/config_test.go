package guard

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestDefaultsAreValid(t *testing.T) {
	t.Parallel()
	if err := Defaults().Validate(); err != nil {
		t.Error(err)
	}
	decoded, err := DecodeConfig([]byte("{}"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(Defaults(), decoded); diff != "" {
		t.Errorf("an empty guard.json (-defaults +got):\n%s", diff)
	}
}

func TestDecodeConfig(t *testing.T) {
	t.Parallel()
	got, err := DecodeConfig([]byte("\xef\xbb\xbf" + `{
		"minimum_admins": 3,
		"break_glass": {"users": ["u1"], "groups": ["g1"], "minimum": 1},
		"pipeline": {"service_principal_id": "sp1"},
		"assume": {"platforms": ["windows", "macOS"],
			"networks": [{"address": "203.0.113.7", "country": "NO", "account": "u1"}],
			"pipeline_networks": [{"address": "203.0.113.9"}],
			"certificate_users": ["u1"], "terms_of_use_accepted": true},
		"waivers": [{"rule": "EG021", "policy": "P", "reason": "R", "expires": "2027-01-31"}],
		"staging": {"mode": "auto", "minimum_soak": "24h", "evidence": "required", "maximum_impact": 5},
		"on_undecided": "warn", "verify": "what_if",
		"max_staleness": "5s", "order_wait": "30s", "settle": "1s"}`))
	if err != nil {
		t.Fatal(err)
	}
	want := Config{
		MinimumAdmins: 3,
		BreakGlass:    ca.BreakGlass{Users: []string{"u1"}, Groups: []string{"g1"}, Minimum: 1},
		Pipeline:      "sp1",
		Assume: ca.Assumptions{
			Platforms:          []ca.Platform{ca.PlatformWindows, ca.PlatformMacOS},
			Networks:           []ca.Network{{Address: "203.0.113.7", Country: "NO", Account: "u1"}},
			PipelineNetworks:   []ca.Network{{Address: "203.0.113.9"}},
			CertificateUsers:   []string{"u1"},
			TermsOfUseAccepted: true,
		},
		Waivers:      []Waiver{{Rule: "EG021", Policy: "P", Reason: "R", Expires: "2027-01-31"}},
		Staging:      Staging{Mode: StagingAuto, MinimumSoak: 24 * time.Hour, Evidence: EvidenceRequired, MaximumImpact: 5},
		OnUndecided:  WarnUndecided,
		Verify:       VerifyWhatIf,
		MaxStaleness: 5 * time.Second, OrderWait: 30 * time.Second, Settle: time.Second,
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDecodeConfigErrors(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, data, want string }{
		{"empty", "", "the document is empty"},
		{"no-json", "{\n  minimum: 2}", "line 2: not JSON: invalid character 'm' looking for beginning of object key string"},
		{"cut-off", "{\"minimum_admins\": 2", "line 1: not JSON: the document ends too early"},
		{"trailing", "{}\n{}", "line 2: more text after the end of the JSON value"},
		{"list", "[]", "line 1: the document: want an object, found an array"},
		{"unknown-key", "{\n\"minimum_admin\": 2,\n\"settle\": \"1s\"\n}\n", `line 2: "minimum_admin" is not a key of the guard block`},
		{"unknown-key-that-is-a-value-too", "{\n\"on_undecided\": \"refused\",\n\"refused\": 1}", `line 3: "refused" is not a key of the guard block`},
		{"unknown-nested-key", `{"break_glass": {"user": []}}`, `line 1: "user" is not a key of the guard block`},
		{"shape", `{"minimum_admins": "2"}`, "line 1: minimum_admins: want a whole number, found a string"},
		{"fraction", `{"minimum_admins": 1.5}`, "line 1: minimum_admins: want a whole number, found the number 1.5"},
		{"nested-shape", `{"break_glass": {"users": "u1"}}`, "line 1: break_glass.users: want a list, found a string"},
		{"duration", `{"settle": "2 seconds"}`, `settle: "2 seconds" is not a duration such as 168h or 10s`},
		{"duration-shape", `{"settle": 2}`, "line 1: settle: want a string, found a number"},
		{"negative-duration", `{"staging": {"minimum_soak": "-1h"}}`, "staging.minimum_soak: must not be negative, found -1h0m0s"},
		{"floor", `{"minimum_admins": 0}`, "minimum_admins: at least 1 administrator must stay able to sign in, found 0"},
		{"break-glass-minimum", `{"break_glass": {"minimum": -1}}`, "break_glass.minimum: must be 0 or more, found -1"},
		{"impact", `{"staging": {"maximum_impact": -1}}`, "staging.maximum_impact: must be 0 or more, found -1"},
		{"mode", `{"staging": {"mode": "manual"}}`, `staging.mode: want "gate" or "auto", found "manual"`},
		{"evidence", `{"staging": {"evidence": "maybe"}}`, `staging.evidence: want "if_available" or "required", found "maybe"`},
		{"undecided", `{"on_undecided": "allow"}`, `on_undecided: want "refuse" or "warn", found "allow"`},
		{"verify", `{"verify": "yes"}`, `verify: want "none" or "what_if", found "yes"`},
		{"empty-id", `{"break_glass": {"users": [""]}}`, "break_glass.users[0]: is empty"},
		{"platform", `{"assume": {"platforms": ["windows", "Linux"]}}`, `assume.platforms[1]: want "windows" or "macOS" or "linux" or "iOS" or "android" or "unknown", found "Linux"`},
		{"network", `{"assume": {"networks": [{"account": "u1"}]}}`, "assume.networks[0]: needs an address, a country, or both"},
		{"address", `{"assume": {"networks": [{"address": "203.0.113.0/24"}]}}`, `assume.networks[0].address: "203.0.113.0/24" is not an IPv4 or IPv6 address`},
		{"private-address", `{"assume": {"networks": [{"address": "10.1.2.3"}]}}`, "assume.networks[0].address: 10.1.2.3 is not a public address, and the service only ever sees public ones"},
		{"mapped-private-address", `{"assume": {"networks": [{"address": "::ffff:10.1.2.3"}]}}`, "assume.networks[0].address: ::ffff:10.1.2.3 is not a public address, and the service only ever sees public ones"},
		{"loopback", `{"assume": {"pipeline_networks": [{"address": "::1"}]}}`, "assume.pipeline_networks[0].address: ::1 is not a public address, and the service only ever sees public ones"},
		{"country", `{"assume": {"networks": [{"country": "UK"}]}}`, `assume.networks[0].country: "UK" is not a country code of two letters (ISO 3166-1)`},
		{"pipeline-account", `{"assume": {"pipeline_networks": [{"country": "NO", "account": "u1"}]}}`, "assume.pipeline_networks[0].account: the pipeline's networks belong to no account"},
		{"waiver-rule", `{"waivers": [{"rule": "EG999"}]}`, `waivers[0].rule: "EG999" is not a rule`},
		{"waiver-of-the-floor", `{"waivers": [{"rule": "EG001", "policy": "P", "reason": "R", "expires": "2027-01-31"}]}`, "waivers[0].rule: EG001 cannot be waived"},
		{"waiver-policy", `{"waivers": [{"rule": "EG021", "policy": " "}]}`, "waivers[0].policy: is empty: a waiver names one policy by its display name"},
		{"waiver-wildcard", `{"waivers": [{"rule": "EG021", "policy": "CA*"}]}`, `waivers[0].policy: "CA*": a waiver names one policy, without wildcards`},
		{"waiver-reason", `{"waivers": [{"rule": "EG021", "policy": "P"}]}`, "waivers[0].reason: is empty: a waiver says why"},
		{"waiver-date", `{"waivers": [{"rule": "EG021", "policy": "P", "reason": "R", "expires": "31.1.2027"}]}`, `waivers[0].expires: "31.1.2027" is not a date such as 2027-01-31`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := DecodeConfig([]byte(c.data))
			if err == nil {
				t.Fatal("decoded")
			}
			if err.Error() != c.want {
				t.Errorf("got  %s\nwant %s", err, c.want)
			}
		})
	}
}

func FuzzDecodeConfig(f *testing.F) {
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := DecodeConfig(data)
		if err == nil && c.Validate() != nil {
			t.Errorf("decoded to what is not valid: %v", c.Validate())
		}
		if err != nil && (err.Error() == "" || strings.ContainsAny(err.Error(), "\r\n")) {
			t.Errorf("the error is not one line: %q", err)
		}
	})
}
