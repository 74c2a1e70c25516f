package graphsim

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

const (
	defaultPageSize = 100
	maximumPageSize = 999
)

// queryOptions are the options that some endpoint understands. The service
// answers others with 400, and so a client's typing error is not read as a no-op.
var queryOptions = []string{"$filter", "$select", "$top", "$skip", "$count", "$skiptoken", "$expand", "$orderby"}

// standardMembers are the members that an object is answered with unless $select
// names others; nil is all of them.
type standardMembers func(object tree) []string

// list answers a collection: filtered, counted, cut into pages, selected, in this order.
func (c *call) list(fragment string, objects []tree, standard standardMembers) (answer, *refusal) {
	if why := c.checkOptions(); why != nil {
		return answer{}, why
	}
	if why := c.checkSupport(fragment); why != nil {
		return answer{}, why
	}
	var filter condition
	if clause := c.query.Get("$filter"); clause != "" {
		var err error
		if filter, err = parseFilter(clause); err != nil {
			return answer{}, badRequest("Invalid filter clause: %s", err)
		}
	}
	if why := c.checkAdvanced(fragment, filter); why != nil {
		return answer{}, why
	}
	if filter != nil {
		objects = slices.DeleteFunc(objects, func(o tree) bool { return !filter.holds(o) })
	}
	if c.countOnly {
		return answer{status: http.StatusOK, text: strconv.Itoa(len(objects)), header: http.Header{"Content-Type": {"text/plain"}}}, nil
	}
	if why := order(objects, c.query.Get("$orderby")); why != nil {
		return answer{}, why
	}
	body := tree{}
	if c.counts() {
		body["@odata.count"] = len(objects)
	}
	start, size, why := c.page(fragment)
	if why != nil {
		return answer{}, why
	}
	end := min(start+size, len(objects))
	page := objects[min(start, end):end]
	if end < len(objects) {
		body["@odata.nextLink"] = c.nextLink(end)
	}
	names := selection(c.query.Get("$select"))
	value := make([]any, 0, len(page))
	for _, object := range page {
		value = append(value, pick(object, names, standard))
	}
	if len(names) > 0 {
		fragment += "(" + strings.Join(names, ",") + ")"
	}
	body["@odata.context"] = c.context(fragment)
	body["value"] = value
	return ok(body), nil
}

func (c *call) checkOptions() *refusal {
	for name := range c.query {
		if strings.HasPrefix(name, "$") && !slices.Contains(queryOptions, strings.ToLower(name)) {
			return badRequest("The query option '%s' is not supported.", name)
		}
	}
	for _, name := range selection(c.query.Get("$expand")) {
		if !slices.ContainsFunc(c.expandable, func(known string) bool { return strings.EqualFold(known, name) }) {
			return badRequest("Parsing OData Select and Expand failed: Could not find a property named '%s'.", name)
		}
	}
	return nil
}

// expands lets the endpoint take $expand with that name, and says whether it is there.
func (c *call) expands(name string) bool {
	if !slices.Contains(c.expandable, name) {
		c.expandable = append(c.expandable, name)
	}
	return slices.ContainsFunc(selection(c.query.Get("$expand")), func(n string) bool { return strings.EqualFold(n, name) })
}

// selected applies $select to a single object.
func (c *call) selected(object tree) (tree, *refusal) {
	if why := c.checkOptions(); why != nil {
		return nil, why
	}
	return pick(object, selection(c.query.Get("$select")), nil), nil
}

func selection(clause string) []string {
	var out []string
	for name := range strings.SplitSeq(clause, ",") {
		if name = strings.TrimSpace(name); name != "" {
			out = append(out, name)
		}
	}
	return out
}

// pick is an object with the named members, or the standard ones, or all. The id
// and the type are always there, as annotations are for what is.
func pick(object tree, names []string, standard standardMembers) tree {
	if len(names) == 0 && standard != nil {
		names = standard(object)
	}
	if len(names) == 0 {
		return object
	}
	out := tree{}
	for name, value := range object {
		property, _, _ := strings.Cut(name, "@")
		if name == "@odata.type" || name == "id" || slices.ContainsFunc(names, func(n string) bool { return property != "" && strings.EqualFold(n, property) }) {
			out[name] = value
		}
	}
	return out
}

// page is where the page starts and how many objects it holds.
func (c *call) page(fragment string) (start, size int, why *refusal) {
	size, most := pageLimits(fragment)
	if c.options.PageSize > 0 {
		size = c.options.PageSize
	}
	if top := c.query.Get("$top"); top != "" {
		n, err := strconv.Atoi(top)
		if err != nil || n < 1 || n > most {
			return 0, 0, badRequest("Invalid page size specified: '%s'. Must be between 1 and %d inclusive.", top, most)
		}
		size = n
	}
	if skip := c.query.Get("$skip"); skip != "" {
		n, err := strconv.Atoi(skip)
		if err != nil || n < 0 {
			return 0, 0, badRequest("Invalid value '%s' for $skip.", skip)
		}
		start = n
	}
	if token := c.query.Get("$skiptoken"); token != "" {
		n, ok := readSkipToken(token)
		if !ok {
			return 0, 0, badRequest("The $skiptoken is invalid.")
		}
		start = n
	}
	return start, size, nil
}

// nextLink leads to the page that begins at start, on the host that the client used.
func (c *call) nextLink(start int) string {
	query := url.Values{}
	for name, values := range c.query {
		if name != "$skiptoken" && name != "$skip" {
			query[name] = values
		}
	}
	query.Set("$skiptoken", skipToken(start))
	return c.base + c.path + "?" + strings.ReplaceAll(query.Encode(), "%24", "$")
}

// A skip token is opaque to clients, so it does not look like a number.
func skipToken(start int) string {
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "at:%d", start))
}

func readSkipToken(token string) (int, bool) {
	data, err := base64.RawURLEncoding.DecodeString(token)
	if err != nil {
		return 0, false
	}
	n, err := strconv.Atoi(strings.TrimPrefix(string(data), "at:"))
	return n, err == nil && n >= 0
}

// order sorts by one property, ascending or descending.
func order(objects []tree, clause string) *refusal {
	if clause == "" {
		return nil
	}
	property, direction, _ := strings.Cut(strings.TrimSpace(clause), " ")
	if direction != "" && direction != "asc" && direction != "desc" || strings.Contains(property, ",") {
		return badRequest("Invalid $orderby clause '%s'.", clause)
	}
	slices.SortStableFunc(objects, func(a, b tree) int {
		n := strings.Compare(sortKey(a[property]), sortKey(b[property]))
		if direction == "desc" {
			return -n
		}
		return n
	})
	return nil
}

func sortKey(value any) string {
	if w, ok := value.(string); ok {
		return strings.ToLower(w)
	}
	data, _ := json.Marshal(value) // came from JSON
	return string(data)
}
