package differential

import (
	"fmt"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// propertyValues are what a device's properties may hold; "" is null.
var propertyValues = map[string][]string{
	"operatingSystem":        {"Windows", "Windows", "WINDOWS 11", "MacMDM", "macOS", "Linux", "iOS", "IPadOS", "iPhone", "AndroidForWork", "WindowsPhone", "Printer", ""},
	"accountEnabled":         {"true", "true", "true", "true", "false", ""},
	"isCompliant":            {"true", "true", "false", ""},
	"isManaged":              {"true", "false", ""},
	"trustType":              {"AzureAd", "ServerAd", "serverAD", "Workplace", ""},
	"deviceOwnership":        {"Company", "Personal", ""},
	"profileType":            {"RegisteredDevice", "SecureVM", ""},
	"displayName":            {"SAW-1", "saw-2", "laptop", `the "big" one`, ""},
	"manufacturer":           {"Contoso", "Fabrikam", ""},
	"model":                  {"Book 1", ""},
	"operatingSystemVersion": {"10.0.1", "11", ""},
	"enrollmentProfileName":  {"saw", ""},
	"deviceId":               {"d-1", "D-2", ""},
	"mdmAppId":               {"m-1", ""},
	"extensionAttribute1":    {"SAW", "saw", "none", ""},
	"extensionAttribute15":   {"SAW", ""},
}

// propertyNames is ordered, so that the same seed draws the same tenant.
var propertyNames = []string{
	"operatingSystem", "accountEnabled", "isCompliant", "isManaged", "trustType", "deviceOwnership", "profileType", "displayName",
	"manufacturer", "model", "operatingSystemVersion", "enrollmentProfileName", "deviceId", "mdmAppId", "extensionAttribute1", "extensionAttribute15",
}

// devices draws up to two registered devices for each user.
func (g *generator) devices() {
	g.t.Devices = map[string][]ca.Device{}
	for i := range 3 {
		if g.chance(12) {
			continue // not read
		}
		list := []ca.Device{}
		for k := range pick(g, 0, 0, 1, 1, 1, 2, 2) {
			list = append(list, g.device(fmt.Sprintf("device-%d-%d", i+1, k+1)))
		}
		g.t.Devices[fmt.Sprintf("user-%d", i+1)] = list
	}
	if g.chance(3) {
		g.t.Devices = nil
	}
}

func (g *generator) device(id string) ca.Device {
	d := ca.Device{ID: id, Properties: map[string]ca.Property{}}
	for _, name := range propertyNames {
		if g.chance(10) || (name == "isManaged" && g.chance(50)) {
			continue // not read
		}
		d.Properties[name] = one(pick(g, propertyValues[name]...))
	}
	if g.chance(80) {
		d.Properties["physicalIds"] = pick(g, ca.Property{}, one("[ZTDID]:1"), ca.Property{Values: []string{"[ZTDID]:1", "[OrderId]:a"}})
		d.Properties["systemLabels"] = pick(g, ca.Property{}, one("MultiSession"), ca.Property{Values: []string{"AzureResource", "MultiSession"}})
	}
	return d
}

func one(value string) ca.Property {
	if value == "" {
		return ca.Property{}
	}
	return ca.Property{Values: []string{value}}
}

// unreadable are rules that break the grammar, each in another way.
var unreadable = []string{
	"", ca.NotYetKnown, `device.foo -eq "x"`, `device.displayName -eq x`, `device.displayName -eq "x`, `device.isCompliant -eq "maybe"`,
	`device.trustType -contains "a"`, `(device.model -eq "a"`, `device.model -in []`, `device.model -eq "a" -and`, `device.physicalIds -eq "a"`,
	`device.model -eq "a" device.model -eq "b"`, strings.Repeat("-not ", 615) + `device.model -eq "a"`,
}

// rule draws a device filter rule: mostly one that can be read.
func (g *generator) rule() string {
	if g.chance(6) {
		return pick(g, unreadable...)
	}
	return g.expression(3)
}

func (g *generator) expression(depth int) string {
	if depth > 0 {
		switch g.IntN(7) {
		case 0:
			return g.expression(depth-1) + g.spell(" -and ") + g.expression(depth-1)
		case 1:
			return g.expression(depth-1) + g.spell(" -or ") + g.expression(depth-1)
		case 2:
			return g.spell("-not ") + g.expression(depth-1)
		case 3:
			return "(" + g.expression(depth-1) + ")"
		}
	}
	return g.comparison()
}

func (g *generator) comparison() string {
	quote := func(s string) string {
		q := pick(g, `"`, `"`, `'`)
		return q + strings.ReplaceAll(s, q, q+q) + q
	}
	stringOperators := []string{"-eq", "-ne", "-startsWith", "-notStartsWith", "-endsWith", "-notEndsWith", "-contains", "-notContains", "-in", "-notIn"}
	name := pick(g, append([]string{"physicalIds", "systemLabels", "isCompliant", "trustType", "extensionAttribute1"}, propertyNames[4:]...)...)
	operators := stringOperators
	values := propertyValues[name]
	switch name {
	case "physicalIds":
		operators, values = []string{"-contains", "-notContains"}, []string{"[ztdid]:1", "[ZTDID]", "[OrderId]:a"}
	case "systemLabels":
		operators, values = []string{"-contains", "-notContains"}, []string{"MultiSession", "Multi"}
	case "isCompliant":
		return g.spell("device.isCompliant") + " " + pick(g, "-eq", "-ne") + " " + pick(g, "True", "False", "true", `"False"`, `'true'`)
	case "trustType", "deviceOwnership", "profileType":
		operators = []string{"-eq", "-ne"}
	case "deviceId", "mdmAppId":
		operators = []string{"-eq", "-ne", "-in", "-notIn"}
	}
	operator := pick(g, operators...)
	value := quote(pick(g, values...))
	if operator == "-in" || operator == "-notIn" {
		value = "[" + value + pick(g, "", ", "+quote("other")) + "]"
	}
	return g.spell("device."+name) + " " + g.spell(operator) + " " + value
}

// spell writes a word as people may.
func (g *generator) spell(word string) string {
	return pick(g, word, word, word, strings.ToLower(word), strings.ToUpper(word))
}
