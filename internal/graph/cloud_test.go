package graph

import "testing"

func TestResolvePlace(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		config                 Config
		base, authority, scope string
		own                    bool
	}{
		"global": {
			base: "https://graph.microsoft.com/v1.0", authority: "https://login.microsoftonline.com", scope: "https://graph.microsoft.com/.default"},
		"us-government": {config: Config{Environment: "usgovernment"},
			base: "https://graph.microsoft.us/v1.0", authority: "https://login.microsoftonline.us", scope: "https://graph.microsoft.us/.default"},
		"dod": {config: Config{Environment: "dod"},
			base: "https://dod-graph.microsoft.us/v1.0", authority: "https://login.microsoftonline.us", scope: "https://dod-graph.microsoft.us/.default"},
		"china": {config: Config{Environment: "China"},
			base: "https://microsoftgraph.chinacloudapi.cn/v1.0", authority: "https://login.chinacloudapi.cn", scope: "https://microsoftgraph.chinacloudapi.cn/.default"},
		"loopback-signs-in-there": {config: Config{Endpoint: "http://127.0.0.1:8080"},
			base: "http://127.0.0.1:8080/v1.0", authority: "http://127.0.0.1:8080", scope: "https://graph.microsoft.com/.default", own: true},
		"loopback-with-another-authority": {config: Config{Endpoint: "http://[::1]:8080/", AuthorityHost: "https://login.microsoftonline.com/"},
			base: "http://[::1]:8080/v1.0", authority: "https://login.microsoftonline.com", scope: "https://graph.microsoft.com/.default"},
		"version-and-slash-are-tolerated": {config: Config{Endpoint: "https://proxy.example/graph/v1.0/"},
			base: "https://proxy.example/graph/v1.0", authority: "https://login.microsoftonline.com", scope: "https://graph.microsoft.com/.default"},
		"beta-is-tolerated": {config: Config{Endpoint: "http://localhost:1/beta"},
			base: "http://localhost:1/v1.0", authority: "http://localhost:1", scope: "https://graph.microsoft.com/.default", own: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p, err := resolvePlace(test.config)
			if err != nil {
				t.Fatal(err)
			}
			if p.base(v1) != test.base || p.authority.String() != test.authority || p.scope != test.scope || p.own != test.own {
				t.Errorf("got %s, %s, %s, %v; want %s, %s, %s, %v", p.base(v1), p.authority, p.scope, p.own, test.base, test.authority, test.scope, test.own)
			}
		})
	}
}

func TestPlacesThatAreRefused(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		config Config
		says   string
	}{
		"http-off-loopback":   {Config{Endpoint: "http://graph.example"}, "http would send the access token in the clear"},
		"http-on-the-network": {Config{Endpoint: "http://10.0.0.1"}, "http would send the access token in the clear"},
		"looks-like-loopback": {Config{Endpoint: "http://127.0.0.1.example"}, "http would send the access token in the clear"},
		"http-authority":      {Config{AuthorityHost: "http://login.example"}, "AZURE_AUTHORITY_HOST"},
		"no-scheme":           {Config{Endpoint: "graph.example"}, "want an address such as"},
		"another-scheme":      {Config{Endpoint: "ftp://graph.example"}, `want https, found "ftp"`},
		"password-in-it":      {Config{Endpoint: "https://user:pass@graph.example"}, "user name or a password"},
		"query":               {Config{Endpoint: "https://graph.example?x=1"}, "query"},
		"unknown-environment": {Config{Environment: "mars"}, `environment "mars" is not known`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test.config.TenantID, test.config.ClientID, test.config.ClientSecret = "t", "c", secret
			_, err := New(t.Context(), test.config)
			wantLine(t, err, test.says)
		})
	}
}
