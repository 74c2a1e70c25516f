package provider

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"

	"github.com/entraguard/terraform-provider-entraguard/internal/graph"
)

// addFailure turns an error of Graph, or of the way there, into one diagnostic. Doing completes "cannot", for
// the errors that do not say themselves what was attempted. Missing says which permissions the application lacks,
// where that has not been said yet.
func addFailure(ctx context.Context, diags *diag.Diagnostics, doing string, err error, missing string) {
	var refused *graph.Error
	var signIn *graph.SignInError
	switch {
	case errors.Is(context.Cause(ctx), errTimeout):
		diags.AddError("The timeout passed before it was possible to "+doing, sentence(err.Error())+"\n\n"+
			"The timeouts of a resource are set in its `timeouts` attribute.")
	case errors.Is(err, context.Canceled):
		diags.AddError("Interrupted while trying to "+doing, sentence(err.Error()))
	case errors.As(err, &signIn):
		diags.AddError("The provider cannot sign in to Microsoft Entra", sentence(signIn.Message))
	case errors.As(err, &refused):
		summary, detail := refusal(refused, missing)
		if more := beyond(err, refused); more != "" {
			detail += "\n\n" + sentence(more)
		}
		diags.AddError(summary, detail)
	default:
		diags.AddError("Cannot "+doing, sentence(err.Error()))
	}
}

// beyond is what an error says after Graph's refusal: what was done before it, and what is left.
func beyond(err error, refused *graph.Error) string {
	_, more, _ := strings.Cut(err.Error(), refused.Error())
	return strings.TrimLeft(more, "; ")
}

// refusal is what Graph said, the cause in plain words, and the ids that a support case asks for.
func refusal(e *graph.Error, missing string) (summary, detail string) {
	if e.Status == 0 {
		return "Microsoft Graph gave no answer", sentence(e.Error())
	}
	summary = fmt.Sprintf("Microsoft Graph refused to %s (%d %s)", e.Operation, e.Status, http.StatusText(e.Status))
	message := e.Message
	if e.Number != 0 {
		message = fmt.Sprintf("%d: %s", e.Number, message)
	}
	if e.Code != "" {
		message = e.Code + ": " + message
	}
	paragraphs := []string{sentence(message)}
	switch {
	case missing != "":
		paragraphs = append(paragraphs, missing)
	case len(e.Scopes) > 0:
		paragraphs = append(paragraphs, "The application needs the permission "+joinAnd(e.Scopes)+
			", with the consent of an administrator.")
	}
	if e.RequestID != "" || e.ClientRequestID != "" {
		paragraphs = append(paragraphs, "  request-id        "+e.RequestID+"\n  client-request-id "+e.ClientRequestID)
	}
	return summary, strings.Join(paragraphs, "\n\n")
}

func joinAnd(words []string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	return strings.Join(words[:len(words)-1], ", ") + " and " + words[len(words)-1]
}

func withArticle(noun string) string {
	if strings.ContainsAny(noun[:1], "aeiou") {
		return "an " + noun
	}
	return "a " + noun
}

// sentence makes a clause of an error into a sentence. A setting's name is no word, and stays as it is.
func sentence(clause string) string {
	if clause == "" {
		return clause
	}
	if _, named := settingNamedBy(clause); !named {
		clause = strings.ToUpper(clause[:1]) + clause[1:]
	}
	if strings.ContainsAny(clause[len(clause)-1:], ".!?") {
		return clause
	}
	return clause + "."
}
