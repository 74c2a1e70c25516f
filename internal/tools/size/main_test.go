package main

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func TestWhatIsOverItsLimitIsKept(t *testing.T) {
	t.Parallel()
	var out strings.Builder
	r := report{out: &out}
	r.size("binary", 44.9, "MB", 45)
	r.size("binary/bare", 99, "MB", 0)
	r.size("start/ratio", 1.51, "times", 1.5)
	if want := "size binary 44.90 MB\nsize binary/bare 99.00 MB\nsize start/ratio 1.51 times\n"; out.String() != want {
		t.Errorf("printed %q, want %q", out.String(), want)
	}
	if len(r.broken) != 1 || r.broken[0].Error() != "start/ratio is 1.51 times, and 1.5 is the limit" {
		t.Errorf("broken: %q", r.broken)
	}
}

func TestNothingMeasuredIsAFailure(t *testing.T) {
	t.Parallel()
	if err := (built{}).timeStarts(t.Context(), &report{}, 0); err == nil {
		t.Error("no start was timed, and nobody is told")
	}
	if _, err := peak(filepath.Join(t.TempDir(), "peaks")); err == nil {
		t.Error("no provider ran, and nobody is told")
	}
	if _, _, err := startToSchema(t.Context(), "true"); err == nil {
		t.Error("a program that is no provider has a start")
	}
}

func TestPeakIsTheLargest(t *testing.T) {
	t.Parallel()
	name := filepath.Join(t.TempDir(), "peaks")
	if err := os.WriteFile(name, []byte("2048\n8192\n4096\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if most, err := peak(name); err != nil || most != 8192 {
		t.Errorf("got %v, %v", most, err)
	}
}

func TestMedian(t *testing.T) {
	t.Parallel()
	if got := median([]float64{9, 1, 5}); got != 5 {
		t.Errorf("got %v", got)
	}
}

// The configuration says of every policy and location what the tenant holds of it, in Terraform's names.
func TestConfigurationDescribesTheTenant(t *testing.T) {
	t.Parallel()
	text, err := manner{adopts: true}.configuration("http://127.0.0.1:1")
	if err != nil {
		t.Fatal(err)
	}
	var whole struct {
		Resource map[string]map[string]object
		Import   []struct{ To, ID string }
	}
	if err := json.Unmarshal(text, &whole); err != nil {
		t.Fatal(err)
	}
	described := whole.Resource["entraguard_conditional_access_policy"]
	if len(described) != policies || len(whole.Resource["entraguard_named_location"]) != locations || len(whole.Import) != policies+locations {
		t.Fatalf("%d policies, %d locations, %d imports", len(described), len(whole.Resource["entraguard_named_location"]), len(whole.Import))
	}
	got, err := json.Marshal(described["p006"])
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"conditions":{"applications":{"include_applications":["All"]},"client_app_types":["all"],"users":{` +
		`"exclude_groups":["b1000000-0000-4000-8000-000000000001"],"include_guests_or_external_users":{"external_tenants":{"membership_kind":"all"},` +
		`"guest_or_external_user_types":["internalGuest","b2bCollaborationGuest","b2bCollaborationMember"]}}},"display_name":"CA006 Persona 6",` +
		`"grant_controls":{"built_in_controls":["mfa"],"operator":"OR"},"state":"enabled"}`
	if string(got) != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}
