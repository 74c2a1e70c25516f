package guard

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

var writeGolden = flag.Bool("update", false, "write the golden files anew")

// asTerraform prints a diagnostic the way Terraform does on a terminal of so many columns: the summary and
// the lines that start with a space as they are, everything else wrapped.
func asTerraform(f Finding, width int) string {
	label := "Error"
	if !f.Refuses() {
		label = "Warning"
	}
	lines := []string{label + ": " + f.Summary(), ""}
	for line := range strings.SplitSeq(f.Detail(), "\n") {
		if line == "" || strings.HasPrefix(line, " ") {
			lines = append(lines, line)
			continue
		}
		lines = append(lines, wrap(line, width-3)...)
	}
	return "│ " + strings.Join(lines, "\n│ ") + "\n"
}

func (f fixture) firing() []Finding {
	return slices.DeleteFunc(f.fires(), func(found Finding) bool { return found.Rule != f.rule })
}

func TestGoldenMessages(t *testing.T) {
	t.Parallel()
	for _, f := range fixtures {
		t.Run(f.rule, func(t *testing.T) {
			t.Parallel()
			var got strings.Builder
			for _, width := range []int{60, 78, 120} {
				fmt.Fprintf(&got, "%d columns\n\n", width)
				for _, found := range f.firing() {
					got.WriteString(asTerraform(found, width) + "\n")
				}
			}
			path := filepath.Join("testdata", f.rule+".golden")
			if *writeGolden {
				if err := os.WriteFile(path, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatalf("%s has no golden message: %v", f.rule, err)
			}
			if diff := cmp.Diff(string(want), got.String()); diff != "" {
				t.Errorf("the message changed (-want +got); go test -run Golden -update writes it anew:\n%s", diff)
			}
		})
	}
}

// TestMessagesFit holds every message, also with the longest names, to the columns that a terminal has.
func TestMessagesFit(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Ein sehr langer Name mit Ümlauten und 漢字 ", 6)
	checked := 0
	for _, f := range fixtures {
		for _, found := range f.fires() {
			found.Object = long
			checked++
			if n := columns(found.Summary()); n > summaryColumns {
				t.Errorf("the summary takes %d columns: %s", n, found.Summary())
			}
			if !strings.HasSuffix(found.Summary(), found.Harm) {
				t.Errorf("the harm is cut off: %s", found.Summary())
			}
			for line := range strings.SplitSeq(found.Detail(), "\n") {
				if strings.HasPrefix(line, " ") && columns(line) > indentedColumns {
					t.Errorf("%s: %d columns: %s", found.Rule, columns(line), line)
				}
			}
		}
	}
	if checked < len(fixtures) {
		t.Fatalf("%d messages were checked, at least %d were expected", checked, len(fixtures))
	}
}

func TestLongEvidenceFits(t *testing.T) {
	t.Parallel()
	name := strings.Repeat("a-long-account-name.", 5) + "@contoso.onmicrosoft.com"
	lines := table(row{"Administrator", "Stopped by"}, []row{{name, strings.Repeat("word ", 40)}, {"", strings.Repeat("x", 200)}})
	for _, line := range lines {
		if columns(indent+line) > indentedColumns {
			t.Errorf("%d columns: %s", columns(indent+line), line)
		}
	}
	if len(lines) < 6 {
		t.Errorf("the cells were not wrapped: %q", lines)
	}
}

func TestSummaryNames(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		f    Finding
		want string
	}{
		{"short", Finding{Rule: "EG001", Object: "CA001", Harm: "locks out every administrator"}, `EG001: "CA001" locks out every administrator`},
		{"no-object", Finding{Rule: "EG091", Harm: "the tenant could not be read"}, `EG091: the tenant could not be read`},
		{"cut-in-the-middle", Finding{Rule: "EG001", Object: "CA007 Require compliant devices for all users and all resources", Harm: "locks out every administrator"},
			`EG001: "CA007 Require c… all resources" locks out every administrator`},
		{"control-characters", Finding{Rule: "EG001", Object: "two\nlines\u202eand\x1b[31m", Harm: "harms"}, `EG001: "two linesand [31m" harms`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := c.f.Summary(); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// TestMostEvidence keeps a message readable however many administrators there are.
func TestMostEvidence(t *testing.T) {
	t.Parallel()
	tenant := contoso()
	users, assignments := tenant.Users.Value(), tenant.RoleAssignments.Value()
	for i := range 20 {
		id := fmt.Sprintf("ad000000-0000-4000-8000-0000000000%02d", i)
		users[id] = ca.User{ID: id, UserPrincipalName: fmt.Sprintf("admin%02d@contoso.onmicrosoft.com", i), AccountEnabled: ptr(true), UserType: "Member"}
		assignments = append(assignments, ca.RoleAssignment{PrincipalID: id, RoleDefinitionID: ca.RoleGlobalAdministrator, DirectoryScopeID: "/"})
	}
	tenant.RoleAssignments = ca.Known(assignments)
	block := policy("", "Block", demanding(ca.ControlBlock), excluding(), forApps(ca.AppMicrosoftGraph, ca.AppWindowsAzureAD))
	for _, f := range Judge(tenant, []Change{create(block)}, settings(), noon).Findings {
		if f.Rule == "EG001" {
			if got := f.Evidence[len(f.Evidence)-1]; got != "and 19 more administrators" || len(f.Evidence) != 7 {
				t.Errorf("%d lines, the last one %q", len(f.Evidence), got)
			}
			return
		}
	}
	t.Fatal("EG001 is missing")
}
