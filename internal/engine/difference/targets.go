package difference

import (
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// The values of the target dimension begin with what kind of target they are; the rest is its id. An
// application that no policy names has no id.
const (
	applicationPrefix = "application "
	actionPrefix      = "action "
	contextPrefix     = "context "
)

func isApplication(value string) bool { return strings.HasPrefix(value, applicationPrefix) }

func isRegistration(value string) bool {
	return value == actionPrefix+ca.UserActionRegisterSecurityInfo
}

// isResource is what "all resources" includes: every application, and to register security information.
func isResource(value string) bool { return isApplication(value) || isRegistration(value) }

func listsApplications(ids []string) lists {
	return func(value string) bool {
		id, ok := strings.CutPrefix(value, applicationPrefix)
		return ok && slices.Contains(ids, id)
	}
}

// excluding leaves out Microsoft Graph, which the service lets nobody exclude.
func excluding(l lists) lists {
	return func(value string) bool { return value != applicationPrefix+ca.AppMicrosoftGraph && l(value) }
}

func (r *reader) targetCondition(a ca.Applications) int {
	v := r.words[target]
	include, exclude := r.applications(a.IncludeApplications, false), r.applications(a.ExcludeApplications, true)
	if f := a.ApplicationFilter; filters(f) {
		in, out := filterTerms(r, v, "application", f, isApplication)
		include, exclude = append(include, in...), append(exclude, out...)
	}
	for _, action := range a.IncludeUserActions {
		if action == ca.NotYetKnown {
			include = append(include, v.free(r.wordKey(action, target, a.IncludeUserActions)+" (actions)", r.wordText(action, target), func(value string) bool { return strings.HasPrefix(value, actionPrefix) }))
			continue
		}
		r.target(actionPrefix + action)
		include = append(include, v.term(actionPrefix+action, listsOne(actionPrefix+action)))
	}
	for _, context := range a.IncludeAuthenticationContextClassReferences {
		if context == ca.NotYetKnown {
			include = append(include, v.free(r.wordKey(context, target, a.IncludeAuthenticationContextClassReferences)+" (contexts)", r.wordText(context, target), func(value string) bool { return strings.HasPrefix(value, contextPrefix) }))
			continue
		}
		r.target(contextPrefix + context)
		include = append(include, v.term(contextPrefix+context, listsOne(contextPrefix+context)))
	}
	return v.condition(false, include, exclude)
}

func (r *reader) applications(ids []string, exclude bool) []int {
	v := r.words[target]
	side, all, narrow := "include ", lists(isResource), func(l lists) lists { return l }
	if exclude {
		side, all, narrow = "exclude ", isApplication, excluding
	}
	var terms []int
	for _, id := range ids {
		switch id {
		case ca.None:
		case ca.All:
			terms = append(terms, v.term(side+id, narrow(all)))
		case ca.Office365:
			terms = append(terms, v.term(side+id, narrow(listsApplications(ca.Office365Apps))))
		case ca.MicrosoftAdminPortals:
			terms = append(terms, v.term(side+id, narrow(listsApplications(ca.AdminPortalApps))))
		case ca.NotYetKnown:
			terms = append(terms, v.free(side+r.wordKey(id, target, ids), r.wordText(id, target), all))
		default:
			value := applicationPrefix + ca.FoldID(id)
			r.target(value)
			terms = append(terms, v.term(side+value, narrow(listsOne(value))))
		}
	}
	return terms
}

// filters reports whether a filter is there at all: absent, null and empty are one value.
func filters(f *ca.Filter) bool {
	return f != nil && (f.Mode != "" || strings.TrimSpace(f.Rule) != "" || len(f.Extra) > 0)
}

// filterTerms are what a filter that cannot be decided adds to either side. Whether its rule holds is one
// proposition, whichever side it is on; a mode that nobody knows may mean either.
func filterTerms[T any](r *reader, v *vocabulary[T], of string, f *ca.Filter, about T) (include, exclude []int) {
	rule := plainBlanks(f.Rule)
	key, text := "filter "+rule, "the "+of+" matches the filter "+rule
	if f.Rule == ca.NotYetKnown {
		key = notYetKnown(ca.FoldID(r.policy.ID), of+" filter")
		text = "the " + of + " matches the filter of " + policyName(r.policy) + " that is not known yet"
	}
	switch f.Mode {
	case ca.FilterInclude:
		return []int{v.free(key, text, about)}, nil
	case ca.FilterExclude:
		return nil, []int{v.free(key, text, about)}
	}
	mode := notYetKnownOf(string(f.Mode), r.policy, of+" filter mode")
	return []int{v.free("include "+mode+" "+key, text+" in mode "+string(f.Mode)+", as included", about)},
		[]int{v.free("exclude "+mode+" "+key, text+" in mode "+string(f.Mode)+", as excluded", about)}
}

// plainBlanks makes one of several blanks in a rule, but for those in quotes, which are part of a value.
func plainBlanks(rule string) string {
	var out strings.Builder
	var quote rune
	blank := false
	for _, c := range strings.TrimSpace(rule) {
		if quote == 0 && unicode.IsSpace(c) {
			blank = true
			continue
		}
		if blank {
			out.WriteByte(' ')
			blank = false
		}
		switch {
		case c == quote:
			quote = 0
		case quote == 0 && (c == '"' || c == '\''):
			quote = c
		}
		out.WriteRune(c)
	}
	return out.String()
}

// target notes a target that some policy names.
func (r *reader) target(value string) {
	if !slices.Contains(r.targets, value) {
		r.targets = append(r.targets, value)
	}
}

// allTargets are the values of the dimension, the plainest first: an application that people know, the
// others, an application that no policy names, actions, contexts.
func (r *reader) allTargets(workload bool) []string {
	var applications, actions, contexts []string
	for _, id := range slices.Concat(ca.Office365Apps, ca.AdminPortalApps, []string{ca.AppMicrosoftGraph}) {
		applications = append(applications, applicationPrefix+id)
	}
	actions = []string{actionPrefix + ca.UserActionRegisterSecurityInfo, actionPrefix + ca.UserActionRegisterDevice}
	var named []string
	for _, value := range r.targets {
		switch {
		case strings.HasPrefix(value, actionPrefix):
			actions = append(actions, value)
		case strings.HasPrefix(value, contextPrefix):
			contexts = append(contexts, value)
		default:
			named = append(named, value)
		}
	}
	slices.Sort(named)
	slices.Sort(contexts)
	slices.Sort(actions[2:])
	values := unique(slices.Concat(applications[:1], named, applications, []string{applicationPrefix}))
	contexts = append(contexts, contextPrefix+r.spareContext())
	if workload {
		return unique(slices.Concat(values, contexts)) // user actions are for users
	}
	return unique(slices.Concat(values, actions, contexts))
}

// spareContext is an authentication context that no policy names, or one that is named where there is none.
func (r *reader) spareContext() string {
	for n := 1; ; n++ {
		if id := "c" + strconv.Itoa(n); n == 99 || !slices.Contains(r.targets, contextPrefix+id) {
			return id
		}
	}
}

func unique(list []string) []string {
	seen := make(map[string]bool, len(list))
	var out []string
	for _, member := range list {
		if !seen[member] {
			seen[member] = true
			out = append(out, member)
		}
	}
	return out
}
