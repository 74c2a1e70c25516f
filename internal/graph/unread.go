package graph

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"
)

// An Unread is a fact of the tenant that could not be read.
type Unread struct {
	Fact       string // what it is, in words: registered authentication methods
	Permission string // the application permission that is missing; "" where that is not the reason
	Err        error
}

// Unread lists what the last reads could not read, in alphabetical order.
func (c *Client) Unread() []Unread {
	c.mu.Lock()
	defer c.mu.Unlock()
	list := make([]Unread, 0, len(c.unread))
	for _, u := range c.unread {
		list = append(list, u)
	}
	slices.SortFunc(list, func(a, b Unread) int { return strings.Compare(a.Fact, b.Fact) })
	return list
}

// note remembers how the reading of a fact went. It returns the error only where that must end everything:
// the caller gave up, nobody could sign in, or the service answered what this client does not understand.
func (c *Client) note(ctx context.Context, fact string, err error) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if err == nil {
		delete(c.unread, fact)
		return nil
	}
	var e *Error
	if ctx.Err() != nil || !errors.As(err, &e) || e.Status == http.StatusUnauthorized || e.Status >= 200 && e.Status < 300 {
		return err
	}
	u := Unread{Fact: fact, Err: err}
	if IsForbidden(err) {
		u.Permission = strings.Join(e.Scopes, ", ")
	}
	c.unread[fact] = u
	return nil
}
