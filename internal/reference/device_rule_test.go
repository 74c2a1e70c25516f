package reference

import (
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

func TestRules(t *testing.T) {
	t.Parallel()
	device := windowsDevice(map[string]ca.Property{
		"displayName":         holding("SAW-1"),
		"isCompliant":         holding("true"),
		"trustType":           holding("ServerAd"),
		"model":               {},
		"physicalIds":         holding("[ZTDID]:1", "[OrderId]:a"),
		"systemLabels":        {},
		"extensionAttribute1": holding("saw"),
	})
	for _, c := range []struct {
		rule string
		want value // of the device; what no device is, see below
		none value
	}{
		{`device.displayName -eq "saw-1"`, yes, no},
		{`device.displayName -ne "saw-1"`, no, yes},
		{`device.displayName -startsWith "saw"`, yes, no},
		{`device.displayName -notStartsWith "saw"`, no, yes},
		{`device.displayName -endsWith "-1"`, yes, no},
		{`device.displayName -notEndsWith "-2"`, yes, yes},
		{`device.displayName -contains "aw"`, yes, no},
		{`device.displayName -notContains "aw"`, no, yes},
		{`device.displayName -in ["a", 'saw-1']`, yes, no},
		{`device.displayName -notIn ["a"]`, yes, yes},
		{`device.isCompliant -eq True`, yes, no},
		{`device.isCompliant -eq "false"`, no, no},
		{`device.isCompliant -ne fALSE`, yes, yes},
		{`device.trustType -eq "ServerAD"`, yes, no},
		{`device.model -eq "a"`, no, no},
		{`device.model -notContains "a"`, yes, yes},
		{`device.manufacturer -eq "a"`, unknown, no},
		{`-not device.manufacturer -eq "a"`, unknown, yes},
		{`device.manufacturer -eq "a" -or device.isCompliant -eq True`, yes, no},
		{`device.manufacturer -eq "a" -and device.isCompliant -eq False`, no, no},
		{`device.physicalIds -contains "[ztdid]:1"`, yes, no},
		{`device.physicalIds -contains "[ZTDID]"`, no, no},
		{`device.physicalIds -notContains "[OrderId]:a"`, no, yes},
		{`device.systemLabels -notContains "a"`, yes, yes},
		{`device.extensionAttribute1 -eq "SAW"`, yes, no},
		{`DEVICE.DisplayName -EQ "saw-1" -AND device.isCompliant -eq true`, yes, no},
		{`device.isCompliant -eq False -and device.isCompliant -eq False -or device.isCompliant -eq True`, yes, no},
		{`device.isCompliant -eq True -or device.isCompliant -eq False -and device.isCompliant -eq False`, yes, no},
		{`(device.isCompliant -eq True -or device.isCompliant -eq False) -and device.isCompliant -eq False`, no, no},
		{`-not device.isCompliant -eq True -or device.isCompliant -eq True`, yes, yes},
		{`-not (device.isCompliant -eq True -or device.isCompliant -eq True)`, no, yes},
		{`-not -not device.isCompliant -eq True`, yes, no},
		{`-not(device.isCompliant -eq"True")-and(device.displayName -in["a"])`, no, no},
		{`device.displayName -ne "a ""quoted"" name"`, yes, yes},
		{`device.displayName -ne 'it''s'`, yes, yes},
	} {
		r, err := parseRule(c.rule)
		if err != nil {
			t.Errorf("%s: %v", c.rule, err)
			continue
		}
		if got := r.value(&device); got != c.want {
			t.Errorf("%s: got %d for the device, want %d", c.rule, got, c.want)
		}
		if got := r.value(nil); got != c.none {
			t.Errorf("%s: got %d for no device, want %d", c.rule, got, c.none)
		}
	}
}

func TestQuotes(t *testing.T) {
	t.Parallel()
	device := windowsDevice(map[string]ca.Property{"displayName": holding(`the "big" one's`)})
	for _, rule := range []string{`device.displayName -eq "the ""big"" one's"`, `device.displayName -eq 'the "big" one''s'`} {
		if r, err := parseRule(rule); err != nil || r.value(&device) != yes {
			t.Errorf("%s: %v", rule, err)
		}
	}
}

func TestUnreadableRules(t *testing.T) {
	t.Parallel()
	for _, rule := range []string{
		"", " ", "device", `device.`, `device.foo -eq "a"`, `user.displayName -eq "a"`, `displayName -eq "a"`, `device.extensionAttribute16 -eq "a"`,
		`device.displayName`, `device.displayName -eq`, `device.displayName "a"`, `device.displayName -like "a"`, `device.displayName -eq a`,
		`device.displayName -eq "a`, `device.displayName -eq "a" "b"`, `device.displayName -eq ["a"]`, `device.displayName -in "a"`,
		`device.displayName -in []`, `device.displayName -in ["a",]`, `device.displayName -in ["a"`, `device.displayName -in ["a" "b"]`,
		`device.isCompliant -eq Maybe`, `device.isCompliant -contains True`, `device.displayName -eq True`, `device.trustType -startsWith "a"`,
		`device.physicalIds -eq "a"`, `device.deviceId -contains "a"`, `device.mdmAppId -startsWith "a"`, `(device.model -eq "a"`, `device.model -eq "a")`,
		`()`, `device.model -eq "a" -and`, `-and device.model -eq "a"`, `device.model -eq "a" -not device.model -eq "b"`, `"device.model" -eq "a"`,
		`device.model-eq "a"`, `-not-not device.model -eq "a"`, `device.isCompliant -eq True-and device.model -eq "a"`, "device.model\v-eq \"a\"",
		strings.Repeat("-not ", 1000) + `device.model -eq "a"`,
	} {
		if r, err := parseRule(rule); err == nil {
			t.Errorf("%s: read as %v", rule, r)
		}
	}
}

// TestExtensionAttributes: the service does not see those of a device that nobody manages.
func TestExtensionAttributes(t *testing.T) {
	t.Parallel()
	saw := func(others map[string]ca.Property) *ca.Device {
		others["extensionAttribute1"] = holding("SAW")
		d := windowsDevice(others)
		return &d
	}
	is, isNot := holding("true"), holding("false")
	for _, c := range []struct {
		name   string
		device *ca.Device
		want   value
	}{
		{"managed", saw(map[string]ca.Property{"isManaged": is}), yes},
		{"management-not-read", saw(map[string]ca.Property{"isCompliant": isNot}), yes},
		{"not-managed", saw(map[string]ca.Property{"isManaged": isNot, "isCompliant": isNot, "trustType": holding("Workplace")}), no},
		{"not-managed-but-compliant", saw(map[string]ca.Property{"isManaged": {}, "isCompliant": is}), yes},
		{"not-managed-but-hybrid", saw(map[string]ca.Property{"isManaged": isNot, "isCompliant": isNot, "trustType": holding("ServerAD")}), yes},
		{"not-managed-and-compliance-not-read", saw(map[string]ca.Property{"isManaged": isNot, "trustType": {}}), unknown},
	} {
		r, err := parseRule(`device.extensionAttribute1 -eq "SAW"`)
		if err != nil {
			t.Fatal(err)
		}
		if got := r.value(c.device); got != c.want {
			t.Errorf("%s: got %d, want %d", c.name, got, c.want)
		}
	}
}

// FuzzParseRule: whatever stands in a policy, the parser returns; and what it returns is a rule like any
// other, which can be denied, put in parentheses, and joined to itself.
func FuzzParseRule(f *testing.F) {
	for _, rule := range []string{
		`device.displayName -eq "a"`, `device.model -in ["a", 'b'] -or -not (device.isCompliant -eq True -and device.trustType -ne "AzureAD")`,
		`device.physicalIds -contains "[ZTDID]:1"`, `device.model -eq "a""b"`, `device.`, `"`, `-not`, `((`, `device.model -notIn [`, "\xff", `-`,
	} {
		f.Add(rule)
	}
	device := windowsDevice(map[string]ca.Property{"displayName": holding("a"), "isCompliant": holding("false"), "physicalIds": {}})
	f.Fuzz(func(t *testing.T, text string) {
		r, err := parseRule(text)
		if err != nil {
			return
		}
		for _, d := range []*ca.Device{nil, &device, {}} {
			v := r.value(d)
			for changed, want := range map[string]value{
				"(" + text + ")":                          v,
				"-not (" + text + ")":                     not(v),
				"(" + text + ") -or (" + text + ")":       v,
				"(" + text + ") -and -not (" + text + ")": and(v, not(v)),
				"\t(" + strings.ToUpper(text) + "\n)\r ":  v,
			} {
				again, err := parseRule(changed)
				if len(changed) > longestRule {
					continue
				}
				if err != nil {
					t.Fatalf("%q is a rule, %q is not: %v", text, changed, err)
				}
				if got := again.value(d); got != want {
					t.Fatalf("%q is %d, %q is %d and not %d", text, v, changed, got, want)
				}
			}
		}
	})
}
