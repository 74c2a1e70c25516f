package graphsim

import (
	"net/http"
	"net/url"
	"strings"
	"time"
)

// call is one request to one endpoint, as a handler sees it. The server's lock is
// held while it is served.
type call struct {
	tenant  *tenant
	options Options
	now     time.Time

	by            initiator // who asks, for the audits
	correlationID string

	beta           bool
	base           string // "http://127.0.0.1:8080/v1.0"
	path           string // below the version, as the client wrote it
	params         map[string]string
	query          url.Values
	body           []byte
	includeUnknown bool     // Prefer: include-unknown-enum-members
	expandable     []string // what $expand may name
	countOnly      bool     // the path ends in $count
	eventual       bool     // ConsistencyLevel: eventual
}

// object parses the body as the JSON object of that type.
func (c *call) object(typeName string) (tree, *refusal) {
	value, err := parse(c.body)
	if err != nil {
		return nil, malformed(typeName, "body: "+err.Error())
	}
	object, ok := value.(tree)
	if !ok {
		return nil, malformed(typeName, "body is not a JSON object")
	}
	return object, nil
}

// context is the @odata.context annotation for a fragment of the metadata.
func (c *call) context(fragment string) string { return c.base + "/$metadata#" + fragment }

// entity adds the annotation that a single object is answered with.
func (c *call) entity(fragment string, object tree) tree {
	object["@odata.context"] = c.context(fragment + "/$entity")
	return object
}

func prefersUnknownMembers(h http.Header) bool {
	for _, value := range h.Values("Prefer") {
		for preference := range strings.SplitSeq(value, ",") {
			if strings.EqualFold(strings.TrimSpace(preference), "include-unknown-enum-members") {
				return true
			}
		}
	}
	return false
}
