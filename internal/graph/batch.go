package graph

import (
	"context"
	"encoding/json"
	"net/http"
	"strings"
	"sync"

	abstractions "github.com/microsoft/kiota-abstractions-go"
	core "github.com/microsoftgraph/msgraph-sdk-go-core"
)

const (
	batchSize      = 20 // the service takes no more
	batchesAtATime = 4
)

// A result is the outcome of one step of a batch.
type result struct {
	answer answer
	err    error // a refusal, in words; nil is success
}

// batch sends requests twenty at a time and returns their results in the same order. It fails as a whole
// only when the caller gave up or nobody could sign in. A step that is refused for a while is sent again,
// as it would be alone.
func (c *Client) batch(ctx context.Context, steps []order) ([]result, error) {
	results := make([]result, len(steps))
	pending := make([]int, len(steps))
	for i := range pending {
		pending[i] = i
	}
	for repetition := 0; len(pending) > 0; repetition++ {
		c.inParallel((len(pending)+batchSize-1)/batchSize, func(n int) {
			part := pending[n*batchSize : min((n+1)*batchSize, len(pending))]
			c.sendBatch(ctx, steps, part, results)
		})
		if ctx.Err() != nil {
			return nil, context.Cause(ctx)
		}
		var again []int
		wait := backoff(c.unit, repetition)
		for _, i := range pending {
			if !isPassing(results[i]) {
				continue
			}
			again = append(again, i)
			if told, ok := retryAfter(results[i].answer.header); ok {
				wait = max(wait, told)
			}
		}
		if pending = again; len(pending) == 0 || repetition == failureRepeats {
			return results, nil
		}
		if err := sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
	return results, nil
}

// isPassing reports whether a step was refused for reasons that pass.
func isPassing(r result) bool {
	switch r.answer.status {
	case http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		return true
	}
	return false
}

// sendBatch sends the steps of one batch and files their results.
func (c *Client) sendBatch(ctx context.Context, steps []order, part []int, results []result) {
	fail := func(err error) {
		for _, i := range part {
			results[i] = result{err: err}
		}
	}
	o, places, err := c.batchOrder(ctx, steps, part)
	if err != nil {
		fail(err)
		return
	}
	a, err := c.send(withManner(ctx, manner{reads: true}), o)
	if err != nil {
		fail(err)
		return
	}
	var body struct {
		Responses []struct {
			ID      string            `json:"id"`
			Status  int               `json:"status"`
			Headers map[string]string `json:"headers"`
			Body    json.RawMessage   `json:"body"`
		} `json:"responses"`
	}
	if err := json.Unmarshal(a.body, &body); err != nil {
		fail(unreadable(o.operation, a, err))
		return
	}
	fail(&Error{Operation: o.operation, Message: "the batch was answered without this step"})
	for _, r := range body.Responses {
		i, ok := places[r.ID]
		if !ok {
			continue
		}
		got := answer{status: r.Status, header: http.Header{}, body: r.Body}
		for name, value := range r.Headers {
			got.header.Set(name, value)
		}
		results[i] = result{answer: got}
		if r.Status >= 200 && r.Status <= 299 {
			c.allowed(steps[i].needs)
			continue
		}
		refused := got.refusal(steps[i].operation)
		refused.RequestID = firstOf(refused.RequestID, a.header.Get("request-id"))
		c.denied(ctx, refused, steps[i].needs)
		results[i].err = refused
	}
}

// batchOrder is the batch as the SDK writes it, and the step that each of its ids stands for.
func (c *Client) batchOrder(ctx context.Context, steps []order, part []int) (order, map[string]int, error) {
	o := order{operation: "read the directory", version: v1}
	adapter := c.adapters[v1]
	request := core.NewBatchRequest(adapter)
	places := map[string]int{}
	for _, i := range part {
		if steps[i].err != nil {
			return o, nil, &Error{Operation: steps[i].operation, Message: steps[i].err.Error(), cause: steps[i].err}
		}
		steps[i].info.Headers.TryAdd("Prefer", preference) // the batch's own headers are not its steps'
		item, err := request.AddBatchRequestStep(*steps[i].info)
		if err != nil {
			return o, nil, &Error{Operation: steps[i].operation, Message: err.Error(), cause: err}
		}
		url := plainNames(*item.GetUrl())
		item.SetUrl(&url)
		places[*item.GetId()] = i
	}
	o.info = abstractions.NewRequestInformation()
	o.info.Method, o.info.UrlTemplate = abstractions.POST, "{+baseurl}/$batch"
	o.info.Headers.Add("Accept", "application/json")
	o.err = o.info.SetContentFromParsable(ctx, adapter, "application/json", request)
	return o, places, nil
}

// plainNames undoes the encoding of $ in parameter names that URI templates force, as the SDK's own
// middleware does for requests outside a batch.
func plainNames(url string) string {
	return strings.NewReplacer("?%24", "?$", "&%24", "&$").Replace(url)
}

// inParallel runs n jobs, a few at a time.
func (c *Client) inParallel(n int, job func(int)) {
	var wait sync.WaitGroup
	slots := make(chan struct{}, batchesAtATime)
	for i := range n {
		slots <- struct{}{}
		wait.Go(func() {
			defer func() { <-slots }()
			job(i)
		})
	}
	wait.Wait()
}
