package provider

import (
	"cmp"
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"
)

// An address is where the objects of one kind are in Microsoft Graph, as far as an import has to know it.
type address struct {
	// collections are the paths under which the objects are, the usual one first, with neither a version
	// before nor an id behind.
	collections []string

	// form is what an id looks like, and called what messages call one; nil and "" are a GUID, the object id.
	form   *regexp.Regexp
	called string

	// sole is the id of the only object of its kind. Its path ends without an id.
	sole string
}

var (
	guid    = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	version = regexp.MustCompile(`(?i)^(v1\.0|beta)$`)

	// keyed is how OData writes an id behind its collection, where the path has no segment of its own for it.
	keyed = regexp.MustCompile(`^(\w+)\('?([^()']+)'?\)$`)
)

// idIn takes the id out of what an import names: the bare id, the path that other providers keep, with or
// without a query behind it, or the object's full address in any cloud.
func (a address) idIn(text string) (string, error) {
	segments := pathSegments(text)
	if a.sole != "" && a.isCollection(segments) {
		return a.sole, nil
	}
	id, parents := "", segments
	if last := len(segments) - 1; last >= 0 {
		id, parents = segments[last], segments[:last]
	}
	if !a.isID(id) {
		return "", fmt.Errorf("%q holds no %s: %s", text, a.idCalled(), a.wanted())
	}
	if len(parents) > 0 && !a.isCollection(parents) {
		return "", fmt.Errorf("%q is not in %s but in %s: %s", text, a.collections[0], strings.Join(parents, "/"), a.wanted())
	}
	return strings.ToLower(id), nil
}

// pathSegments are the names in a path or in the path of an address, without Graph's version.
func pathSegments(text string) []string {
	rest := strings.TrimSpace(text)
	if parsed, err := url.Parse(rest); err == nil && parsed.Path != "" {
		rest = parsed.Path
	}
	segments := strings.Split(strings.Trim(rest, "/"), "/")
	if last := keyed.FindStringSubmatch(segments[len(segments)-1]); last != nil {
		segments = append(segments[:len(segments)-1], last[1], last[2])
	}
	if len(segments) > 1 && version.MatchString(segments[0]) {
		segments = segments[1:]
	}
	return segments
}

// isCollection reports whether names are a collection's path, or the end of it.
func (a address) isCollection(names []string) bool {
	path := "/" + strings.ToLower(strings.Join(names, "/"))
	return slices.ContainsFunc(a.collections, func(collection string) bool {
		return strings.HasSuffix("/"+strings.ToLower(collection), path)
	})
}

func (a address) isID(text string) bool {
	switch {
	case a.sole != "":
		return strings.EqualFold(text, a.sole)
	case a.form != nil:
		return a.form.MatchString(text)
	}
	return guid.MatchString(text)
}

func (a address) wanted() string {
	if a.sole != "" {
		return fmt.Sprintf("want %s, /%s, or the object's address in Microsoft Graph", a.sole, a.collections[0])
	}
	return fmt.Sprintf("want the %s, /%s/<id>, or the object's address in Microsoft Graph", a.idCalled(), a.collections[0])
}

func (a address) idCalled() string { return cmp.Or(a.called, "object id") }
