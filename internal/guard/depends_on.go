package guard

import (
	"fmt"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

const (
	alreadySaid = "Where the configuration says so already, nothing has to be done: a provider does not see it."
	twoApplies  = "Or make two applies of it, %s first."
)

// dependency is the way out for a step that has to wait for others: the depends_on lines to paste, as far as
// there can be any. Lines that would go in a circle are none.
func dependency(waiting step, firsts []step, circular bool) remedy {
	var deleted, stays []step
	for _, s := range firsts {
		if s.isDelete() {
			deleted = append(deleted, s)
		} else {
			stays = append(stays, s)
		}
	}
	if waiting.isDelete() || len(stays) == 0 {
		return remedy{text: fmt.Sprintf("To fix it, make two applies of it, %s first: no `depends_on` can make a change wait for a deletion, or a deletion wait.", quotedNames(firsts))}
	}
	lines, known := dependsOn(waiting, stays)
	if known && circular {
		return remedy{text: fmt.Sprintf("To fix it, make two applies of it, %s first: `depends_on` is about whole resources and modules, and among these it would go in a circle.", quotedNames(firsts))}
	}
	those, others, label := "that one", "the other change", ", by the label that it has in the configuration"
	if len(stays) > 1 {
		those, others, label = "those", "the other changes", ", by the labels that they have in the configuration"
	}
	if known {
		label = ""
	}
	r := remedy{text: fmt.Sprintf("To fix it, let this resource depend on %s%s:", those, label), lines: lines, alternative: joinSentences(alreadySaid, fmt.Sprintf(twoApplies, others))}
	if len(deleted) > 0 {
		r.alternative = joinSentences(fmt.Sprintf("And make an apply of its own for the deletion of %s first: nothing can depend on what is no longer in the configuration.", quotedNames(deleted)), alreadySaid)
	}
	return r
}

// dependsOn writes the lines, by the addresses of the resources where all of them are known. Terraform does not
// tell a provider what a resource is called.
func dependsOn(waiting step, firsts []step) (lines []string, known bool) {
	then, known := parseAddress(waiting.Address)
	var blocks []block
	for _, s := range firsts {
		first, ok := parseAddress(s.Address)
		known = known && ok
		blocks = addReference(blocks, then, first)
	}
	if !known {
		lines = append(lines, "depends_on = [")
		for _, s := range firsts {
			line := "  " + resourceTypes[s.Object] + ".<label>, # "
			name := fmt.Sprintf("%q", plain(s.Name()))
			lines = append(lines, line+cutMiddle(name, max(indentedColumns-len(indent)-columns(line), 8)))
		}
		return append(lines, "]"), false
	}
	for _, b := range blocks {
		lines = append(lines, b.lines()...)
	}
	return lines, true
}

var resourceTypes = map[Object]string{
	ObjectPolicy:           "entraguard_conditional_access_policy",
	ObjectNamedLocation:    "entraguard_named_location",
	ObjectStrength:         "entraguard_authentication_strength_policy",
	ObjectContext:          "entraguard_authentication_context",
	ObjectSecurityDefaults: "entraguard_security_defaults",
}

// A block of the configuration, and what it is to depend on. Resources of one module can depend on each other;
// beyond that, only the calls of the modules that they are in.
type block struct {
	module     []string // that the block is in
	name       string   // type.label, or module.name
	references []string
}

func addReference(blocks []block, then, first address) []block {
	module, name, reference := dependable(then, first)
	i := slices.IndexFunc(blocks, func(b block) bool { return b.name == name && slices.Equal(b.module, module) })
	if i < 0 {
		i, blocks = len(blocks), append(blocks, block{module: module, name: name})
	}
	if !slices.Contains(blocks[i].references, reference) {
		blocks[i].references = append(blocks[i].references, reference)
	}
	return blocks
}

func (b block) lines() []string {
	var lines []string
	if len(b.module) > 0 {
		lines = append(lines, "# in module."+strings.Join(b.module, ".module."))
	}
	kind, label, _ := strings.Cut(b.name, ".")
	if kind == "module" {
		lines = append(lines, fmt.Sprintf("module %q {", label))
	} else {
		lines = append(lines, fmt.Sprintf("resource %q %q {", kind, label))
	}
	if line := "  depends_on = [" + strings.Join(b.references, ", ") + "]"; len(b.references) == 1 || columns(line) <= indentedColumns-len(indent) {
		return append(lines, line, "}")
	}
	lines = append(lines, "  depends_on = [")
	for _, reference := range b.references {
		lines = append(lines, "    "+reference+",")
	}
	return append(lines, "  ]", "}")
}

// areCircular reports whether the lines of all findings together would make something depend on itself. They
// are about whole resources, so instances of one resource and modules may say more than the pairs do.
func (j *judgement) areCircular(pairs []order.Pair) bool {
	addresses := make([]address, len(j.steps))
	for i, s := range j.steps {
		addresses[i], _ = parseAddress(s.Address)
	}
	waitsFor := make([]order.Set, len(j.steps))
	for _, p := range pairs {
		module, name, reference := dependable(addresses[p.Then], addresses[p.First])
		var firsts order.Set
		for i, a := range addresses {
			if a.within(module, reference) {
				firsts = firsts.With(i)
			}
		}
		for i, a := range addresses {
			if a.within(module, name) {
				waitsFor[i] = waitsFor[i].Union(firsts)
			}
		}
	}
	for through := range j.steps {
		for i := range j.steps {
			if waitsFor[i].Has(through) {
				waitsFor[i] = waitsFor[i].Union(waitsFor[through])
			}
		}
	}
	for i := range j.steps {
		if waitsFor[i].Has(i) {
			return true
		}
	}
	return false
}
