package provider

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entraguard/terraform-provider-entraguard/internal/graph"
)

// addFailure is the function of the same name. Where a permission is missing, the first failure of a run lists all
// that are, so that they can be granted at once.
func (c *connection) addFailure(ctx context.Context, diags *diag.Diagnostics, doing string, err error) {
	var refused *graph.Error
	missing := ""
	if errors.As(err, &refused) && len(refused.Scopes) > 0 {
		missing, _ = c.newlyMissing(ctx)
	}
	addFailure(ctx, diags, doing, err, missing)
}

// warnOfMissing says once in a run that the tenant could not be read whole, for want of permissions.
func (c *connection) warnOfMissing(ctx context.Context, diags *diag.Diagnostics) {
	missing, n := c.newlyMissing(ctx)
	if missing == "" {
		return
	}
	summary := "The application lacks a permission"
	if n > 1 {
		summary = fmt.Sprintf("The application lacks %d permissions", n)
	}
	diags.AddWarning(summary, missing)
}

// newlyMissing lists the permissions that the application lacks, unless this run has said the same already.
func (c *connection) newlyMissing(ctx context.Context) (string, int) {
	list := c.client.Missing(ctx)
	text := missingPermissions(list)
	c.mu.Lock()
	defer c.mu.Unlock()
	if text == c.missing {
		return "", 0
	}
	c.missing = text
	return text, len(list)
}

// missingPermissions says of each permission what it is for; "" where none is missing.
func missingPermissions(list []graph.Permission) string {
	if len(list) == 0 {
		return ""
	}
	paragraphs := []string{}
	for _, part := range []struct {
		purpose graph.Purpose
		heading string
	}{
		{graph.ToRead, "Nothing can be planned or judged without:"},
		{graph.ToJudge, "Some facts are unknown, and what rests on them is undecided, without:"},
		{graph.ToApply, "Nothing can be written without:"},
	} {
		lines := []string{part.heading}
		for _, p := range list {
			if p.Purpose == part.purpose {
				lines = append(lines, "- "+p.Name+": "+p.For)
			}
		}
		if len(lines) > 1 {
			paragraphs = append(paragraphs, strings.Join(lines, "\n"))
		}
	}
	return strings.Join(slices.Concat(paragraphs, []string{
		"Grant what is listed to the application in Microsoft Graph, with the consent of an administrator. Guide: docs/guides/permissions.md",
	}), "\n\n")
}
