package provider

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"
)

var guid = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)

// importID takes the id out of what an import names: the bare id, the path that the azuread provider keeps,
// or the object's full address in Graph. Collection is the name that stands before the id in both.
func importID(text, collection string) (string, error) {
	want := fmt.Sprintf("want the object id, /identity/conditionalAccess/%s/<id>, or the object's address in Microsoft Graph", collection)
	rest := strings.TrimSpace(text)
	if address, err := url.Parse(rest); err == nil && address.Host != "" {
		rest = address.Path
	}
	segments := strings.Split(strings.Trim(rest, "/"), "/")
	id := segments[len(segments)-1]
	if !guid.MatchString(id) {
		return "", fmt.Errorf("%q holds no object id: %s", text, want)
	}
	if len(segments) > 1 && !strings.EqualFold(segments[len(segments)-2], collection) {
		return "", fmt.Errorf("%q is not in %s but in %s: %s", text, collection, segments[len(segments)-2], want)
	}
	return strings.ToLower(id), nil
}
