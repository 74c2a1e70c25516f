package graph

import (
	"errors"
	"net/http"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	azcloud "github.com/Azure/azure-sdk-for-go/sdk/azcore/cloud"
	azpolicy "github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"
)

// newCredential builds the credential that the configuration asks for. It reads files, but sends nothing.
func newCredential(c Config, p place, client *http.Client) (azcore.TokenCredential, error) {
	w, err := c.chooseWay()
	if err != nil {
		return nil, err
	}
	options := azcore.ClientOptions{
		// azidentity joins the tenant to the authority and insists on https; plainly puts http back.
		Cloud:     azcloud.Configuration{ActiveDirectoryAuthorityHost: "https://" + p.authority.Host + p.authority.Path + "/"},
		Transport: client,
		Retry:     azpolicy.RetryOptions{RetryDelay: c.unit(), MaxRetryDelay: 30 * c.unit()},
	}
	if p.authority.Scheme == "http" {
		options.Transport = plainly{host: p.authority.Host, client: client}
	}
	switch w {
	case byCertificate:
		chain, key, err := loadCertificate(c)
		if err != nil {
			return nil, err
		}
		return azidentity.NewClientCertificateCredential(c.TenantID, c.ClientID, chain, key, &azidentity.ClientCertificateCredentialOptions{
			ClientOptions: options, DisableInstanceDiscovery: p.own, SendCertificateChain: true,
		})
	case bySecret:
		return azidentity.NewClientSecretCredential(c.TenantID, c.ClientID, c.ClientSecret, &azidentity.ClientSecretCredentialOptions{
			ClientOptions: options, DisableInstanceDiscovery: p.own,
		})
	case byOIDC:
		return azidentity.NewClientAssertionCredential(c.TenantID, c.ClientID, assertion(c, client), &azidentity.ClientAssertionCredentialOptions{
			ClientOptions: options, DisableInstanceDiscovery: p.own,
		})
	case byManagedIdentity:
		var id azidentity.ManagedIDKind
		if c.ClientID != "" {
			id = azidentity.ClientID(c.ClientID)
		}
		return azidentity.NewManagedIdentityCredential(&azidentity.ManagedIdentityCredentialOptions{ID: id})
	case byCLI:
		return azidentity.NewAzureCLICredential(&azidentity.AzureCLICredentialOptions{TenantID: c.TenantID})
	}
	return nil, errors.New("no credential is configured")
}

// plainly speaks http to the one loopback host that azidentity was told to be https.
type plainly struct {
	host   string
	client *http.Client
}

// Do implements azcore's policy.Transporter.
func (p plainly) Do(r *http.Request) (*http.Response, error) {
	if r.URL.Host == p.host && r.URL.Scheme == "https" {
		r = r.Clone(r.Context())
		r.URL.Scheme = "http"
	}
	return p.client.Do(r)
}
