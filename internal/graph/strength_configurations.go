package graph

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	abstractions "github.com/microsoft/kiota-abstractions-go"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// addConfiguration creates a combination configuration. Two of the same content would both be kept, so a
// creation that got no answer is looked for before it is sent again.
func (c *Client) addConfiguration(ctx context.Context, s ca.AuthenticationStrength, wanted ca.CombinationConfiguration) (ca.CombinationConfiguration, error) {
	operation := "restrict " + combinationsOf(wanted) + " in " + strengthKind.title(s)
	body := ca.EncodeCombinationConfiguration(wanted)
	if err := writable(operation, body); err != nil {
		return wanted, err
	}
	for lost := 0; ; lost++ {
		o := order{operation: operation, version: v1, needs: writeStrengths}
		o.info = withBody(c.strength(s.ID).CombinationConfigurations().BaseRequestBuilder, abstractions.POST, body)
		a, err := c.send(ctx, o)
		if err == nil {
			added, err := ca.DecodeCombinationConfiguration(a.body)
			if err != nil || added.ID == "" {
				c.lists.strengths.forget()
				return wanted, unreadable(operation, a, firstError(err, errors.New("it has no id")))
			}
			return added, nil
		}
		if !isUnclear(err) {
			return wanted, err
		}
		c.lists.strengths.forget()
		if ctx.Err() != nil {
			return wanted, fmt.Errorf("%w; it may have been done all the same", err)
		}
		added, found, lookErr := c.findConfiguration(ctx, s, wanted)
		switch {
		case lookErr != nil:
			return wanted, fmt.Errorf("%w; it may have been done all the same, which could not be found out: %w", err, lookErr)
		case found:
			return added, nil
		case lost == createTries-1:
			return wanted, err
		}
	}
}

// findConfiguration looks for a configuration that a lost creation made: one that does what was wanted and was
// not there before.
func (c *Client) findConfiguration(ctx context.Context, before ca.AuthenticationStrength, wanted ca.CombinationConfiguration) (found ca.CombinationConfiguration, ok bool, err error) {
	for look := range lookups {
		if err := sleep(ctx, backoff(c.unit, look)); err != nil {
			return found, false, err
		}
		o := c.onStrength(ctx, abstractions.GET, before.ID, "read "+strengthKind.title(before), nil)
		now, _, err := one(ctx, c, o, ca.DecodeStrength) // a replica may not know the strength itself yet
		if err != nil {
			return found, false, err
		}
		for _, candidate := range now.CombinationConfigurations {
			known := slices.ContainsFunc(before.CombinationConfigurations, func(k ca.CombinationConfiguration) bool { return ca.SameID(k.ID, candidate.ID) })
			if !known && sameRestriction(candidate, wanted) {
				return candidate, true, nil
			}
		}
	}
	return found, false, nil
}

// counterpart is the configuration of a list that a wanted one is, or turns into: the one with its id, or of
// its kind for the same combinations.
func counterpart(wanted ca.CombinationConfiguration, list []ca.CombinationConfiguration) (ca.CombinationConfiguration, bool) {
	for _, have := range list {
		if wanted.ID != "" && ca.SameID(wanted.ID, have.ID) {
			return have, true
		}
	}
	for _, have := range list {
		if have.Kind == wanted.Kind && sameCombinations(have.AppliesToCombinations, wanted.AppliesToCombinations) {
			return have, true
		}
	}
	return ca.CombinationConfiguration{}, false
}

// withConfiguration is a strength with a configuration added, or put in the place of the one with its id.
func withConfiguration(s ca.AuthenticationStrength, c ca.CombinationConfiguration) ca.AuthenticationStrength {
	s.CombinationConfigurations = slices.Clone(s.CombinationConfigurations)
	for i, have := range s.CombinationConfigurations {
		if ca.SameID(have.ID, c.ID) {
			s.CombinationConfigurations[i] = c
			return s
		}
	}
	s.CombinationConfigurations = append(s.CombinationConfigurations, c)
	return s
}

func withoutConfiguration(s ca.AuthenticationStrength, id string) ca.AuthenticationStrength {
	s.CombinationConfigurations = slices.DeleteFunc(slices.Clone(s.CombinationConfigurations),
		func(have ca.CombinationConfiguration) bool { return ca.SameID(have.ID, id) })
	return s
}

// combinationsOf names what a configuration restricts, for messages.
func combinationsOf(c ca.CombinationConfiguration) string {
	if len(c.AppliesToCombinations) == 0 {
		return "every combination"
	}
	return strings.Join(c.AppliesToCombinations, " and ")
}

func sameRestriction(a, b ca.CombinationConfiguration) bool {
	return a.Kind == b.Kind && sameCombinations(a.AppliesToCombinations, b.AppliesToCombinations) &&
		sameWords(a.AllowedAAGUIDs, b.AllowedAAGUIDs) && sameWords(a.AllowedIssuerSKIs, b.AllowedIssuerSKIs) &&
		sameWords(a.AllowedPolicyOIDs, b.AllowedPolicyOIDs)
}

func sameCombinations(a, b []string) bool { return sameWords(spelled(a), spelled(b)) }

func sameWords(a, b []string) bool { return len(minus(a, b)) == 0 && len(minus(b, a)) == 0 }

// minus are the words of one list that another does not have, whatever their case.
func minus(list, without []string) []string {
	return slices.DeleteFunc(slices.Clone(list), func(word string) bool {
		return slices.ContainsFunc(without, func(other string) bool { return ca.SameID(word, other) })
	})
}

// spelled writes combinations in one way: the order of their members means nothing, nor does a blank.
func spelled(combinations []string) []string {
	list := make([]string, len(combinations))
	for i, combination := range combinations {
		list[i] = spell(combination)
	}
	return list
}

func spell(combination string) string {
	modes := ca.SplitModes(combination)
	words := make([]string, len(modes))
	for i, mode := range modes {
		words[i] = string(mode)
	}
	slices.Sort(words)
	return strings.Join(words, ",")
}

// inOrder is a strength in which nothing depends on the order in which the service lists things.
func inOrder(s ca.AuthenticationStrength) ca.AuthenticationStrength {
	s.AllowedCombinations = spelled(s.AllowedCombinations)
	slices.Sort(s.AllowedCombinations)
	s.CombinationConfigurations = slices.Clone(s.CombinationConfigurations)
	for i := range s.CombinationConfigurations {
		c := &s.CombinationConfigurations[i]
		c.AppliesToCombinations = slices.Sorted(slices.Values(spelled(c.AppliesToCombinations)))
		c.AllowedAAGUIDs = folded(c.AllowedAAGUIDs)
		c.AllowedIssuerSKIs = folded(c.AllowedIssuerSKIs)
		c.AllowedPolicyOIDs = folded(c.AllowedPolicyOIDs)
	}
	slices.SortFunc(s.CombinationConfigurations, func(a, b ca.CombinationConfiguration) int {
		return strings.Compare(string(ca.EncodeCombinationConfiguration(a)), string(ca.EncodeCombinationConfiguration(b)))
	})
	return s
}

func folded(words []string) []string {
	list := make([]string, len(words))
	for i, word := range words {
		list[i] = ca.FoldID(word)
	}
	slices.Sort(list)
	return list
}
