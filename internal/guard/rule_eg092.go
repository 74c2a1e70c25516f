package guard

import (
	"fmt"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

var ruleEG092 = Rule{
	ID:    "EG092",
	Title: "The object has changed since it was planned",
	Harm: `Somebody else changed or deleted the object between the plan and the apply. Writing the planned version would
undo that change without anybody having seen it.`,
	WayOut: `Plan again: the new plan shows what the other change was. If it should stay, take it over into the
configuration.`,
	Severity: Error,
}

// A ChangedError is what the Do of a [Write] returns where it has looked at the object once more and sent nothing,
// since somebody else has changed it.
type ChangedError struct {
	Planned, Modified time.Time // when the version that was planned from, and the tenant's, were last changed
}

func (*ChangedError) Error() string { return "the object has changed since it was planned" }

// lostUpdate finds out whether a write would undo a change that the plan has not seen. An object that is
// to be deleted and is gone already is as it should be.
func lostUpdate(t *ca.Tenant, c Change) (Finding, bool) {
	now, known := c.versions().current(t, c.ID)
	switch {
	case !known, !now.exists && c.isDelete(), now.exists && now.asPlanned:
		return Finding{}, false
	case !now.exists:
		return changed(c, fmt.Sprintf("The tenant no longer has this %s: somebody deleted it after it was planned.", c.Object)), true
	}
	return overwriting(c, now.planned, now.modified), true
}

// overwriting refuses a write over another version than the one that it was planned from.
func overwriting(c Change, planned, modified time.Time) Finding {
	f := changed(c, fmt.Sprintf("Somebody changed this %s after it was planned; writing the planned version would undo that.", c.Object))
	if !modified.Equal(planned) {
		f.Evidence = table(row{"Version", "Last changed"}, []row{
			{"planned from", moment(planned)}, {"in the tenant", moment(modified)},
		})
	}
	return f
}

func changed(c Change, paragraph string) Finding {
	return Finding{
		Rule: ruleEG092.ID, Severity: ruleEG092.Severity,
		Object: c.Name(), ObjectID: c.ID, Address: c.Address,
		Harm:      "has changed since it was planned",
		Paragraph: paragraph,
		FixText:   "To fix it, plan again, and see what the other change was.",
	}
}

func moment(t time.Time) string {
	if t.IsZero() {
		return "never since it was created"
	}
	return t.UTC().Format("2006-01-02 15:04:05 UTC")
}
