package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"

	abstractions "github.com/microsoft/kiota-abstractions-go"
	azauth "github.com/microsoft/kiota-authentication-azure-go"
	khttp "github.com/microsoft/kiota-http-go"
	kjson "github.com/microsoft/kiota-serialization-json-go"
	core "github.com/microsoftgraph/msgraph-sdk-go-core"
)

// sdkVersion is told to the service in the SDK's own header.
const sdkVersion = "1.103.0"

// newAdapters makes the SDK's request adapter for each version of Graph. Compression is off: after a 429
// the SDK may send a plain body that is still labelled gzip. Its own retries are off too, since their
// order among its middlewares is left to chance and they know nothing of the quota.
func newAdapters(c Config, p place, credential *signIn, transport http.RoundTripper, s *sender) (map[string]*core.GraphRequestAdapterBase, error) {
	auth, err := azauth.NewAzureIdentityAuthenticationProviderWithScopesAndValidHosts(credential, []string{p.scope}, []string{p.endpoint.Hostname()})
	if err != nil {
		return nil, err
	}
	options := core.GraphClientOptions{GraphServiceLibraryVersion: sdkVersion}
	client := &http.Client{
		Transport: khttp.NewCustomTransportWithParentTransport(transport,
			core.NewGraphTelemetryHandler(&options), khttp.NewParametersNameDecodingHandler(), headers{userAgent: c.UserAgent}, s),
		// A redirect would carry the token elsewhere; Graph sends none.
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	adapters := map[string]*core.GraphRequestAdapterBase{}
	for _, version := range []string{v1, beta} {
		adapter, err := core.NewGraphRequestAdapterBaseWithParseNodeFactoryAndSerializationWriterFactoryAndHttpClient(
			auth, options, kjson.NewJsonParseNodeFactory(), kjson.NewJsonSerializationWriterFactory(), client)
		if err != nil {
			return nil, err
		}
		adapter.SetBaseUrl(p.base(version))
		adapters[version] = adapter
	}
	return adapters, nil
}

// The versions of Graph.
const (
	v1   = "v1.0"
	beta = "beta"
)

// preference goes with every request: without it the service writes unknownFutureValue for members that it
// added to an enumeration late.
const preference = "include-unknown-enum-members"

// headers sets what every request carries.
type headers struct{ userAgent string }

// Intercept implements khttp.Middleware.
func (h headers) Intercept(pipeline khttp.Pipeline, index int, request *http.Request) (*http.Response, error) {
	request.Header.Set("Prefer", preference)
	if id := mannerOf(request.Context()).requestID; id != "" {
		request.Header.Set("client-request-id", id)
	}
	if h.userAgent != "" {
		request.Header.Set("User-Agent", h.userAgent)
	}
	return pipeline.Next(request, index)
}

// An order is a request that is ready to be sent.
type order struct {
	operation string // completes "cannot …"
	version   string
	info      *abstractions.RequestInformation
	err       error    // the request could not be built
	needs     []string // application permissions
}

// sendOnce sends a request and returns the answer, if it is one of success.
func (c *Client) sendOnce(ctx context.Context, o order) (answer, error) {
	var got answer
	if o.err != nil {
		return got, &Error{Operation: o.operation, Message: o.err.Error(), cause: o.err}
	}
	option := abstractions.NewRequestHandlerOption()
	option.SetResponseHandler(func(response any, _ abstractions.ErrorMappings) (any, error) {
		raw, ok := response.(*http.Response)
		if !ok {
			return nil, errors.New("the SDK gave no HTTP response")
		}
		body, err := readAll(raw)
		got = answer{status: raw.StatusCode, header: raw.Header, body: body}
		return nil, err
	})
	o.info.AddRequestOptions([]abstractions.RequestOption{option})
	err := c.adapters[o.version].SendNoContent(ctx, o.info, nil)
	c.clock.heard(got.header)
	switch {
	case err != nil:
		return got, c.lost(ctx, o, err)
	case got.status < 200 || got.status > 299:
		refused := got.refusal(o.operation)
		refused.unclear = got.status >= 500
		c.denied(ctx, refused, o.needs)
		return got, refused
	}
	c.allowed(o.needs)
	return got, nil
}

// lost explains a request that got no answer.
func (c *Client) lost(ctx context.Context, o order, err error) error {
	if ctx.Err() != nil {
		var lost *lostError
		sent := errors.As(err, &lost) && lost.sent // else it ended in the queue, or before that
		return &Error{Operation: o.operation, Message: reason(ctx).Error(), cause: context.Cause(ctx), unclear: sent}
	}
	var refused *SignInError
	if errors.As(err, &refused) {
		return refused
	}
	e := &Error{Operation: o.operation, Message: withoutURL(err).Error(), cause: err, unclear: true}
	var lost *lostError
	if errors.As(err, &lost) {
		e.unclear = lost.sent
		e.Message = fmt.Sprintf("no answer from %s: %s", c.place.endpoint.Host, lost.cause)
	}
	return e
}

// follow is the request for the next page. Its address comes from an answer, so it has to lead to where
// the token may go.
func (c *Client) follow(o order, link string) (order, error) {
	u, err := url.Parse(link)
	if err != nil || u.Scheme != c.place.endpoint.Scheme || u.Host != c.place.endpoint.Host {
		return o, &Error{Operation: o.operation, Message: fmt.Sprintf("the next page is at %q, which is not %s", link, c.place.endpoint.Host)}
	}
	o.info = abstractions.NewRequestInformation()
	o.info.Method = abstractions.GET
	o.info.Headers.Add("Accept", "application/json")
	o.info.SetUri(*u)
	return o, nil
}
