package graph

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	abstractions "github.com/microsoft/kiota-abstractions-go"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// UpdateStrength turns the strength into desired, one request after the other ([strengthSteps]). What comes
// back is the strength as the requests left it, also where one of them failed. ModifiedDateTime and
// RequirementsSatisfied are as [Client.UpdatePolicy] has it: the next list shows what the service made of them. A
// strength that is no longer as current has it is not changed: that is a [ChangedError].
func (c *Client) UpdateStrength(ctx context.Context, desired, current ca.AuthenticationStrength) (ca.AuthenticationStrength, error) {
	operation := "change " + strengthKind.title(desired)
	if err := writable(operation, ca.EncodeStrength(desired)); err != nil {
		return ca.AuthenticationStrength{}, err
	}
	now, ok, err := c.startOf(ctx, current, operation)
	switch {
	case err != nil:
		return ca.AuthenticationStrength{}, err
	case !ok:
		now = current // the service says that it is gone
	}
	before := now
	var done []string
	for _, step := range strengthSteps(now, desired) {
		next, err := c.takeStep(ctx, now, desired, step)
		if err != nil {
			if step.closes {
				now, err = c.takeAway(ctx, now, before, err)
				done = slices.DeleteFunc(done, func(what string) bool { return what == itsCombinations })
			}
			return now, halfway(err, done)
		}
		now = next
		now.ModifiedDateTime = c.clock.now()
		c.lists.strengths.wrote(changed, now, c.clock.now())
		done = append(done, step.done())
	}
	return now, nil
}

// startOf is the strength as it is now.
func (c *Client) startOf(ctx context.Context, current ca.AuthenticationStrength, operation string) (ca.AuthenticationStrength, bool, error) {
	read := c.onStrength(ctx, abstractions.GET, current.ID, "read "+strengthKind.title(current), nil)
	now, ok, err := fresh(ctx, c, &c.lists.strengths, read, ca.DecodeStrength, current, operation)
	if ok || err != nil {
		return now, ok, err
	}
	return c.Strength(ctx, current.ID)
}

// takeStep sends one request and returns the strength as it is then.
func (c *Client) takeStep(ctx context.Context, now, desired ca.AuthenticationStrength, step strengthStep) (ca.AuthenticationStrength, error) {
	title := strengthKind.title(now)
	item := func(method abstractions.HttpMethod, operation string, body []byte) order {
		builder := c.strength(now.ID).CombinationConfigurations().ByAuthenticationCombinationConfigurationId(step.configuration.ID)
		return order{operation: operation, version: v1, needs: writeStrengths, info: withBody(builder.BaseRequestBuilder, method, body)}
	}
	sent := func(o order) error {
		return change(withManner(ctx, manner{sets: true}), c, &c.lists.strengths, func() order { return o }, never)
	}
	applies := combinationsOf(step.configuration)
	switch step.kind {
	case rename:
		o := c.onStrength(ctx, abstractions.PATCH, now.ID, "change "+title, ca.EncodeStrengthPatch(desired))
		now.DisplayName, now.Description = desired.DisplayName, desired.Description
		return now, sent(o)
	case combine:
		now.AllowedCombinations = step.combinations
		o := order{operation: "change the combinations of " + title, version: v1, needs: writeStrengths}
		o.info = withBody(c.strength(now.ID).UpdateAllowedCombinations().BaseRequestBuilder, abstractions.POST, ca.EncodeAllowedCombinations(now))
		return now, sent(o)
	case restrict:
		added, err := c.addConfiguration(ctx, now, step.configuration)
		if err != nil {
			return now, err
		}
		return withConfiguration(now, added), nil
	case adjust:
		o := item(abstractions.PATCH, "change how "+applies+" is restricted in "+title, ca.EncodeCombinationConfiguration(step.configuration))
		return withConfiguration(now, step.configuration), sent(o)
	default:
		err := sent(item(abstractions.DELETE, "lift the restriction of "+applies+" in "+title, nil))
		if IsNotFound(err) {
			err = nil // the service may drop it with its combination
		}
		return withoutConfiguration(now, step.configuration.ID), err
	}
}

// takeAwayWithin is how long taking a combination away may take whose restriction could not be added.
const takeAwayWithin = 2 * time.Minute

// takeAway takes combinations back that were allowed already and could not be restricted, also where the
// operation was given up: nobody asked for them to be there without their restrictions.
func (c *Client) takeAway(ctx context.Context, now, before ca.AuthenticationStrength, cause error) (ca.AuthenticationStrength, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), takeAwayWithin)
	defer cancel()
	added := minus(spelled(now.AllowedCombinations), spelled(before.AllowedCombinations))
	back, err := c.takeStep(ctx, now, now, strengthStep{kind: combine, combinations: before.AllowedCombinations})
	if err != nil {
		return now, fmt.Errorf("%w; until that is done, the strength allows %s without the restriction, which could not be undone: %w",
			cause, strings.Join(added, " and "), err)
	}
	c.lists.strengths.wrote(changed, back, c.clock.now())
	return back, fmt.Errorf("%w; so the strength does not allow %s either", cause, strings.Join(added, " and "))
}

const itsCombinations = "its combinations"

// done says in the past tense what a step did.
func (s strengthStep) done() string {
	switch s.kind {
	case rename:
		return "its name and its description"
	case combine:
		return itsCombinations
	}
	return "the restriction of " + combinationsOf(s.configuration)
}

// halfway says what was changed before a request failed.
func halfway(err error, done []string) error {
	if len(done) == 0 {
		return err
	}
	var named []string
	for _, what := range done {
		if !slices.Contains(named, what) {
			named = append(named, what)
		}
	}
	return fmt.Errorf("%w; changed before that: %s", err, strings.Join(named, ", "))
}
