package ca

// A Template is a conditionalAccessTemplate: a policy that Microsoft suggests, for tenants to begin with.
type Template struct {
	ID          string
	Name        string
	Description string
	Scenarios   []string // one comma-joined string on the wire

	// Details are the conditions and controls of the policy. It has neither a name nor a state, and its
	// ExcludeUsers holds a sentence where the id of an administrator is to be.
	Details Policy
	Extra   Extra
}

// TemplateScenarios are what templates are for.
var TemplateScenarios = []string{"new", "secureFoundation", "zeroTrust", "remoteWork", "protectAdmins", "emergingThreats", "aiAgents"}

// DecodeTemplates reads the answer of a template list request.
func DecodeTemplates(data []byte) ([]Template, error) { return decodeCollection(data, readTemplate) }

func readTemplate(r *reader) Template {
	t := Template{
		ID:          r.text("id"),
		Name:        r.text("name"),
		Description: r.text("description"),
		Scenarios:   r.flags("scenarios"),
	}
	if details := readObject(r, "details", readPolicy); details != nil {
		t.Details = *details
	}
	t.Extra = r.rest()
	return t
}
