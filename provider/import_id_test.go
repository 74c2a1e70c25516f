package provider

import (
	"strings"
	"testing"
)

func TestImportID(t *testing.T) {
	t.Parallel()
	const id = "5f0e3b9a-4a5e-4f7b-9a57-0d5b6f1c2a3d"
	policies, strengths, contexts, defaults := policyEntity.address, strengthEntity.address, contextEntity.address, defaultsEntity.address
	for name, test := range map[string]struct {
		address       address
		text          string
		want, failure string
	}{
		"bare-id":                 {policies, id, id, ""},
		"spaces":                  {policies, " " + id + "\n", id, ""},
		"upper-case":              {policies, strings.ToUpper(id), id, ""},
		"azuread-path":            {policies, "/identity/conditionalAccess/policies/" + id, id, ""},
		"path-no-slash":           {policies, "identity/conditionalAccess/policies/" + id, id, ""},
		"msgraph-path":            {policies, "identity/conditionalAccess/policies/" + id + "?api-version=beta", id, ""},
		"short-path":              {policies, "policies/" + id, id, ""},
		"other-case":              {policies, "/Identity/ConditionalAccess/Policies/" + id, id, ""},
		"graph-address":           {policies, "https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies/" + id, id, ""},
		"address-with-query":      {policies, "https://graph.microsoft.com/beta/identity/conditionalAccess/policies/" + id + "?$select=id", id, ""},
		"us-government":           {policies, "https://graph.microsoft.us/beta/identity/conditionalAccess/policies/" + id + "/", id, ""},
		"us-department-defense":   {policies, "https://dod-graph.microsoft.us/v1.0/identity/conditionalAccess/policies/" + id, id, ""},
		"china":                   {policies, "https://microsoftgraph.chinacloudapi.cn/v1.0/identity/conditionalAccess/policies/" + id, id, ""},
		"odata-key":               {policies, "https://graph.microsoft.com/v1.0/identity/conditionalAccess/policies('" + id + "')", id, ""},
		"odata-key-bare":          {policies, "identity/conditionalAccess/policies(" + id + ")", id, ""},
		"empty":                   {policies, "", "", "holds no object id"},
		"slash":                   {policies, "/", "", "holds no object id"},
		"display-name":            {policies, "CA001 Block legacy", "", "holds no object id"},
		"bad-escape":              {policies, "100%zz", "", "holds no object id"},
		"short-id":                {policies, id[:30], "", "holds no object id"},
		"no-id":                   {policies, "/identity/conditionalAccess/policies", "", "holds no object id"},
		"below-the-object":        {policies, "/identity/conditionalAccess/policies/" + id + "/conditions", "", "holds no object id"},
		"other-collection":        {policies, "/identity/conditionalAccess/namedLocations/" + id, "", "is not in identity/conditionalAccess/policies but in identity/conditionalAccess/namedLocations"},
		"strength-as-policy":      {policies, "identity/conditionalAccess/authenticationStrength/policies/" + id, "", "but in identity/conditionalAccess/authenticationStrength/policies"},
		"half-a-name":             {policies, "licies/" + id, "", "but in licies"},
		"strength-azuread":        {strengths, "/policies/authenticationStrengthPolicies/" + id, id, ""},
		"strength-address":        {strengths, "https://graph.microsoft.com/v1.0/identity/conditionalAccess/authenticationStrength/policies/" + id, id, ""},
		"policy-as-strength":      {strengths, "/identity/conditionalAccess/policies/" + id, "", "is not in identity/conditionalAccess/authenticationStrength/policies"},
		"context-id":              {contexts, "C12", "c12", ""},
		"context-address":         {contexts, "https://graph.microsoft.com/v1.0/identity/conditionalAccess/authenticationContextClassReferences/c1", "c1", ""},
		"context-guid":            {contexts, id, "", "holds no id from c1 to c99: want the id from c1 to c99, /identity/conditionalAccess/authenticationContextClassReferences/<id>, or"},
		"context-out-of-range":    {contexts, "c100", "", `"c100" holds no id from c1 to c99`},
		"context-zero":            {contexts, "c0", "", "holds no id from c1 to c99"},
		"context-elsewhere":       {contexts, "/identity/conditionalAccess/policies/c1", "", "want the id from c1 to c99"},
		"security-defaults":       {defaults, "/policies/identitySecurityDefaultsEnforcementPolicy", defaults.sole, ""},
		"security-defaults-id":    {defaults, defaults.sole, defaults.sole, ""},
		"security-defaults-both":  {defaults, "/policies/identitySecurityDefaultsEnforcementPolicy/" + defaults.sole, defaults.sole, ""},
		"security-defaults-other": {defaults, id, "", "want 00000000-0000-0000-0000-000000000005, /policies/identity"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := test.address.idIn(test.text)
			if test.failure != "" {
				if err == nil || !strings.Contains(err.Error(), test.failure) {
					t.Fatalf("got %q, %v; want an error with %q", got, err, test.failure)
				}
				return
			}
			if err != nil || got != test.want {
				t.Errorf("got %q, %v; want %q", got, err, test.want)
			}
		})
	}
}
