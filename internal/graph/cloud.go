package graph

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// A cloud is a Microsoft cloud: where its tokens come from and where its Graph is.
type cloud struct {
	authority string
	graph     string
}

var clouds = map[string]cloud{
	"global":       {"https://login.microsoftonline.com", "https://graph.microsoft.com"},
	"usgovernment": {"https://login.microsoftonline.us", "https://graph.microsoft.us"},
	"dod":          {"https://login.microsoftonline.us", "https://dod-graph.microsoft.us"},
	"china":        {"https://login.chinacloudapi.cn", "https://microsoftgraph.chinacloudapi.cn"},
}

// cloudAliases are the other names that azuread takes.
var cloudAliases = map[string]string{
	"":               "global",
	"public":         "global",
	"usgovernmentl4": "usgovernment",
	"usgovernmentl5": "dod",
}

// A place is where one client sends its requests.
type place struct {
	endpoint  *url.URL // of Graph, without a version
	authority *url.URL
	scope     string // what to ask a token for
	own       bool   // the authority is not one of Microsoft's, so there is no use in asking Microsoft about it
}

func (p place) base(version string) string { return p.endpoint.String() + "/" + version }

// resolvePlace finds the addresses that the configuration means.
func resolvePlace(c Config) (place, error) {
	name := strings.ToLower(c.Environment)
	if alias, ok := cloudAliases[name]; ok {
		name = alias
	}
	home, ok := clouds[name]
	if !ok {
		return place{}, fmt.Errorf("environment %q is not known: want global, usgovernment, dod or china", c.Environment)
	}
	endpoint, err := parseEndpoint(firstOf(c.Endpoint, home.graph))
	if err != nil {
		return place{}, fmt.Errorf("graph_endpoint %q: %w", c.Endpoint, err)
	}
	p := place{endpoint: endpoint, scope: home.graph + "/.default"}
	authority := home.authority
	switch {
	case c.AuthorityHost != "":
		authority, p.own = c.AuthorityHost, !isMicrosoftAuthority(c.AuthorityHost)
	case isLoopback(endpoint.Hostname()):
		authority, p.own = endpoint.String(), true
	}
	if p.authority, err = parseEndpoint(authority); err != nil {
		return place{}, fmt.Errorf("the authority host %q (AZURE_AUTHORITY_HOST): %w", authority, err)
	}
	return p, nil
}

// parseEndpoint reads an address. Secrets and policies travel there, so it has to be https, save on
// loopback, where nobody listens in.
func parseEndpoint(text string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(text))
	switch {
	case err != nil || u.Host == "" || u.Hostname() == "":
		return nil, errors.New("want an address such as https://graph.microsoft.com")
	case u.User != nil:
		return nil, errors.New("an address must not hold a user name or a password")
	case u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("an address must not hold a query or a fragment")
	case u.Scheme == "https", u.Scheme == "http" && isLoopback(u.Hostname()):
	case u.Scheme == "http":
		return nil, errors.New("http would send the access token in the clear: use https (http is for 127.0.0.1, ::1 and localhost only)")
	default:
		return nil, fmt.Errorf("want https, found %q", u.Scheme)
	}
	path := strings.TrimRight(u.Path, "/")
	for _, version := range []string{"/v1.0", "/beta"} {
		path = strings.TrimSuffix(path, version)
	}
	return &url.URL{Scheme: u.Scheme, Host: u.Host, Path: strings.TrimRight(path, "/")}, nil
}

func isLoopback(host string) bool {
	return strings.EqualFold(host, "localhost") || host == "127.0.0.1" || host == "::1"
}

func isMicrosoftAuthority(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	for _, c := range clouds {
		if known, err := url.Parse(c.authority); err == nil && strings.EqualFold(known.Host, u.Host) {
			return true
		}
	}
	return false
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
