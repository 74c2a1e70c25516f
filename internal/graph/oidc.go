package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"strings"
)

// assertion returns where the token of the pipeline comes from. It is asked for anew at each sign-in,
// since such tokens live for minutes.
func assertion(c Config, client *http.Client) func(context.Context) (string, error) {
	return func(ctx context.Context) (string, error) {
		switch {
		case c.OIDCToken != "":
			return c.OIDCToken, nil
		case c.OIDCTokenFilePath != "":
			data, err := os.ReadFile(c.OIDCTokenFilePath)
			if err != nil {
				return "", fmt.Errorf("oidc_token_file_path: %w", err)
			}
			if token := strings.TrimSpace(string(data)); token != "" {
				return token, nil
			}
			return "", fmt.Errorf("oidc_token_file_path: %s is empty", c.OIDCTokenFilePath)
		}
		request, err := tokenRequest(ctx, c)
		if err != nil {
			return "", err
		}
		return fetchToken(request, client)
	}
}

// tokenRequest asks GitHub Actions, or Azure DevOps where a service connection is named.
func tokenRequest(ctx context.Context, c Config) (*http.Request, error) {
	u, err := parseRequestURL(c.OIDCRequestURL)
	if err != nil {
		return nil, fmt.Errorf("oidc_request_url: %w", err)
	}
	query, method := u.Query(), http.MethodGet
	if c.ADOServiceConnectionID != "" {
		method = http.MethodPost
		query.Set("api-version", "7.1")
		query.Set("serviceConnectionId", c.ADOServiceConnectionID)
	} else if query.Get("audience") == "" {
		query.Set("audience", "api://AzureADTokenExchange")
	}
	u.RawQuery = query.Encode()
	request, err := http.NewRequestWithContext(ctx, method, u.String(), nil)
	if err != nil {
		return nil, fmt.Errorf("oidc_request_url: %w", err)
	}
	request.Header.Set("Authorization", "Bearer "+c.OIDCRequestToken)
	request.Header.Set("Accept", "application/json")
	request.Header.Set("X-TFS-FedAuthRedirect", "Suppress") // Azure DevOps: 401, not a page to sign in
	return request, nil
}

// parseRequestURL is parseEndpoint for an address with a query.
func parseRequestURL(text string) (*url.URL, error) {
	u, err := url.Parse(text)
	if err != nil {
		return nil, errors.New("not an address")
	}
	bare := url.URL{Scheme: u.Scheme, Host: u.Host}
	if _, err := parseEndpoint(bare.String()); err != nil {
		return nil, err
	}
	return u, nil
}

func fetchToken(request *http.Request, client *http.Client) (string, error) {
	answer, err := client.Do(request)
	if err != nil {
		return "", fmt.Errorf("the pipeline gave no OIDC token: %w", withoutURL(err))
	}
	defer func() { _ = answer.Body.Close() }()
	data, err := io.ReadAll(io.LimitReader(answer.Body, 1<<20))
	if err != nil {
		return "", fmt.Errorf("the pipeline gave no OIDC token: %w", err)
	}
	if answer.StatusCode != http.StatusOK {
		return "", fmt.Errorf("the pipeline gave no OIDC token: oidc_request_url answered %s: check that the job may ask for one (GitHub: permissions: id-token: write; Azure DevOps: the service connection's id)", answer.Status)
	}
	var token struct {
		GitHub string `json:"value"`
		DevOps string `json:"oidcToken"`
	}
	if json.Unmarshal(data, &token) != nil || token.GitHub+token.DevOps == "" {
		return "", errors.New("the pipeline gave no OIDC token: oidc_request_url answered something else")
	}
	return firstOf(token.GitHub, token.DevOps), nil
}

// withoutURL takes the address out of a network error: its query may name what nobody needs to see.
func withoutURL(err error) error {
	var u *url.Error
	if errors.As(err, &u) {
		return u.Err
	}
	return err
}
