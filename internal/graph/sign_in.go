package graph

import (
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"
	azpolicy "github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
)

// An Identity is who the client is, by its own access token.
type Identity struct {
	TenantID string
	AppID    string
	ObjectID string // of the service principal, or of the user
	IsApp    bool   // false: somebody's delegated token
}

// Identity signs in, unless that is done, and says as whom.
func (c *Client) Identity(ctx context.Context) (Identity, error) {
	token, err := c.accessToken(ctx)
	if err != nil {
		return Identity{}, err
	}
	return readIdentity(token)
}

func (c *Client) accessToken(ctx context.Context) (string, error) {
	token, err := c.signIn.GetToken(ctx, azpolicy.TokenRequestOptions{Scopes: []string{c.place.scope}, EnableCAE: true})
	return token.Token, err
}

// readIdentity reads the claims of an access token. Nobody but Graph can verify them, and nothing here
// rests on their being true.
func readIdentity(token string) (Identity, error) {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return Identity{}, errors.New("the access token is not a JWT, so it does not say whose it is")
	}
	data, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	var claims struct {
		Tenant      string `json:"tid"`
		App         string `json:"appid"`
		AppV2       string `json:"azp"`
		Object      string `json:"oid"`
		Kind        string `json:"idtyp"`
		Permissions string `json:"scp"`
	}
	if err != nil || json.Unmarshal(data, &claims) != nil {
		return Identity{}, errors.New("the access token cannot be read, so it does not say whose it is")
	}
	return Identity{
		TenantID: claims.Tenant,
		AppID:    firstOf(claims.App, claims.AppV2),
		ObjectID: claims.Object,
		IsApp:    claims.Kind == "app" || claims.Kind == "" && claims.Permissions == "",
	}, nil
}

// renewBefore is how long before its end a token is no longer used.
const renewBefore = 5 * time.Minute

// A signIn is a credential that keeps its token: the Azure CLI takes a second for each that it is asked for.
// It turns what went wrong into one line.
type signIn struct {
	credential azcore.TokenCredential
	explain    func(error) error
	turn       chan struct{} // holds one; who took it may use token
	token      azcore.AccessToken
	obtained   time.Time
}

func newSignIn(credential azcore.TokenCredential, explain func(error) error) *signIn {
	s := &signIn{credential: credential, explain: explain, turn: make(chan struct{}, 1)}
	s.turn <- struct{}{}
	return s
}

// GetToken implements azcore.TokenCredential.
func (s *signIn) GetToken(ctx context.Context, o azpolicy.TokenRequestOptions) (azcore.AccessToken, error) {
	select {
	case <-s.turn:
	case <-ctx.Done():
		return azcore.AccessToken{}, context.Cause(ctx)
	}
	defer func() { s.turn <- struct{}{} }()
	if o.Claims == "" && time.Until(s.token.ExpiresOn) > renewBefore {
		return s.token, nil
	}
	token, err := s.credential.GetToken(ctx, o)
	if err != nil {
		if ctx.Err() != nil {
			return azcore.AccessToken{}, context.Cause(ctx)
		}
		return azcore.AccessToken{}, s.explain(err)
	}
	s.token, s.obtained = token, time.Now()
	return token, nil
}

// A SignInError says why no access token was issued, and what to do.
type SignInError struct {
	Code    string // AADSTS53003; "" where the token endpoint was not reached
	Message string // one line
}

func (e *SignInError) Error() string { return e.Message }

// explainSignIn makes one line of what azidentity says in many. The secrets of the configuration are cut
// out of it, whoever put them there.
func explainSignIn(c Config) func(error) error {
	who := "cannot sign in"
	if c.ClientID != "" {
		who += " as the application " + c.ClientID
	}
	if c.TenantID != "" {
		who += " in the tenant " + c.TenantID
	}
	return func(err error) error {
		text := c.redact(err.Error())
		code, sentence := aadsts(text)
		if code == "" {
			cause := plainCause(text)
			if said(c.UseCLI) {
				cause += "; use_cli needs the Azure CLI, and a login with it: az login"
			}
			return &SignInError{Message: who + ": " + cause}
		}
		message := fmt.Sprintf("%s: %s: %s", who, code, sentence)
		if advice, ok := signInAdvice[strings.TrimPrefix(code, "AADSTS")]; ok {
			message += " " + advice
		}
		return &SignInError{Code: code, Message: message}
	}
}

// redact blots out every secret of the configuration.
func (c Config) redact(text string) string {
	for _, secret := range []string{c.ClientSecret, c.ClientCertificate, c.ClientCertificatePassword, c.OIDCToken, c.OIDCRequestToken} {
		if len(secret) > 3 {
			text = strings.ReplaceAll(text, secret, "***")
		}
	}
	return text
}
