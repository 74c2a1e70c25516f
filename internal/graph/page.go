package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
)

// maximumPages ends a list that goes on for ever.
const maximumPages = 10_000

// list reads a list to its end and returns it as one page, with the answer that its first page came in.
func (c *Client) list(ctx context.Context, o order) ([]byte, answer, error) {
	first, err := c.send(ctx, o)
	if err != nil {
		return nil, first, err
	}
	data, err := c.rest(ctx, o, first)
	return data, first, err
}

// rest reads the pages behind the first one.
func (c *Client) rest(ctx context.Context, o order, first answer) ([]byte, error) {
	p, err := readPage(first.body)
	if p.Next == "" || err != nil {
		return first.body, nil //nolint:nilerr // what is wrong with a body, its decoder says better
	}
	items, seen := p.Items, map[string]bool{}
	for p.Next != "" {
		if seen[p.Next] || len(seen) == maximumPages {
			return nil, unreadable(o.operation, first, errors.New("its pages do not end"))
		}
		seen[p.Next] = true
		next, err := c.follow(o, p.Next)
		if err != nil {
			return nil, err
		}
		a, err := c.send(ctx, next)
		if err != nil {
			return nil, err
		}
		if p, err = readPage(a.body); err != nil {
			return nil, unreadable(o.operation, a, fmt.Errorf("page %d: %w", len(seen)+1, err))
		}
		items = append(items, p.Items...)
	}
	return json.Marshal(map[string][]json.RawMessage{"value": items})
}

type page struct {
	Items []json.RawMessage `json:"value"`
	Next  string            `json:"@odata.nextLink"`
}

func readPage(data []byte) (page, error) {
	var p page
	if err := json.Unmarshal(data, &p); err != nil {
		return p, errors.New("it is no list")
	}
	return p, nil
}
