package graphsim

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
)

const betaPolicies = "policies.beta"

// Load replaces the tenant by the one in a folder. What the folder has no file for
// is not known, and the endpoints for it answer 403; only what the provider
// writes is empty instead, so that it can be written. Objects are stored without
// judging them: an export may hold what the service would not accept today.
func (s *Server) Load(dir string) error {
	t, err := readTenant(dir, s.options.lag())
	if err != nil {
		return fmt.Errorf("graphsim: %w", err)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tenant = t
	return nil
}

func readTenant(dir string, l lag) (*tenant, error) {
	if info, err := os.Stat(dir); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("%s is not a tenant folder", dir)
	}
	t := &tenant{collections: map[string]*collection{}, related: map[string]*relation{}}
	for _, name := range slices.Concat(listed, single, alwaysKnown, unfiled) {
		c := newCollection(l)
		c.known = slices.Contains(alwaysKnown, name)
		t.collections[name] = c
	}
	for _, name := range slices.Concat(listed, single) {
		if err := t.readCollection(dir, name); err != nil {
			return nil, err
		}
	}
	if err := t.readBetaPolicies(dir); err != nil {
		return nil, err
	}
	for _, name := range perObject {
		if err := t.readRelation(dir, name); err != nil {
			return nil, err
		}
	}
	t.adoptStrengths()
	t.addBuiltInStrengths()
	t.addTemplates()
	return t, nil
}

// adoptStrengths takes strengths that no file holds from the copies that policies
// carry: the service has no policy whose strength is missing.
func (t *tenant) adoptStrengths() {
	for _, policy := range t.collection(policies).current() {
		copied := child(child(policy, "grantControls"), "authenticationStrength")
		if copied["allowedCombinations"] != nil && t.collection(strengths).find(word(copied, "id")) == nil {
			t.collection(strengths).put(tidyFor(strengths, copied))
		}
	}
}

func (t *tenant) readCollection(dir, name string) error {
	objects, found, err := readObjects(dir, name)
	if err != nil || !found {
		return err
	}
	c := t.collection(name)
	c.known = true
	for i, object := range objects {
		// Exports of the directory are at times pasted together: there the last counts.
		if c.find(word(object, "id")) != nil && slices.Contains(alwaysKnown, name) {
			return fmt.Errorf("%s.json: value[%d]: the id %s occurs twice", name, i, word(object, "id"))
		}
		c.put(tidyFor(name, object))
	}
	return nil
}

// readBetaPolicies lays the beta export over that of v1.0: beta shows the former,
// v1.0 goes on showing the latter.
func (t *tenant) readBetaPolicies(dir string) error {
	objects, _, err := readObjects(dir, betaPolicies)
	if err != nil {
		return err
	}
	c := t.collection(policies)
	for _, beta := range objects {
		beta = tidyFor(policies, beta)
		r := c.find(word(beta, "id"))
		if r == nil {
			c.put(beta).hidden = true
			continue
		}
		merged := overlay(r.object, beta)
		r.veils = veils(r.object, merged)
		r.object = merged
	}
	return nil
}

// overlay is base with what top says, object by object.
func overlay(base, top tree) tree {
	out := cloneTree(base)
	for name, value := range top {
		below, isObject := value.(tree)
		if before := child(out, name); isObject && before != nil {
			out[name] = overlay(before, below)
			continue
		}
		out[name] = clone(value)
	}
	return out
}

// readObjects reads {"value": [...]}, or one object, and sees to it that every
// object has an id.
func readObjects(dir, name string) (objects []tree, found bool, err error) {
	content, found, err := readJSON(dir, name)
	if err != nil || !found {
		return nil, false, err
	}
	elements := []any{content}
	if !slices.Contains(single, name) {
		list, isList := content["value"].([]any)
		if !isList {
			return nil, false, fmt.Errorf(`%s.json: want {"value": [...]}, the answer to a list request`, name)
		}
		elements = list
	}
	ids := identifier{collection: name}
	for i, element := range elements {
		object, isObject := element.(tree)
		if !isObject {
			return nil, false, fmt.Errorf("%s.json: value[%d] is not an object", name, i)
		}
		if err := ids.identify(object); err != nil {
			return nil, false, fmt.Errorf("%s.json: value[%d]: %w", name, i, err)
		}
		objects = append(objects, object)
	}
	return objects, true, nil
}

func (t *tenant) readRelation(dir, name string) error {
	t.related[name] = &relation{lists: map[string]relatedList{}}
	content, found, err := readJSON(dir, name)
	if err != nil || !found {
		return err
	}
	t.related[name].known = true
	for _, id := range sortedNames(content) {
		elements, isList := content[id].([]any)
		if !isList {
			return fmt.Errorf("%s.json: %s: want a list", name, id)
		}
		objects := []tree{}
		for i, element := range elements {
			object, isObject := element.(tree)
			if !isObject {
				return fmt.Errorf("%s.json: %s[%d] is not an object", name, id, i)
			}
			objects = append(objects, object)
		}
		t.related[name].set(id, objects)
	}
	return nil
}

// readJSON reads a file that holds one JSON object; found is false when it is missing.
func readJSON(dir, name string) (content tree, found bool, err error) {
	data, err := os.ReadFile(filepath.Join(dir, name+".json"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, false, nil
	}
	if err != nil {
		return nil, false, err
	}
	value, err := parse(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf"))) // PowerShell writes a byte order mark
	if err != nil {
		return nil, false, fmt.Errorf("%s.json%s: %w", name, lineOf(data, err), err)
	}
	content, isObject := value.(tree)
	if !isObject {
		return nil, false, fmt.Errorf("%s.json: want a JSON object", name)
	}
	return content, true, nil
}

func lineOf(data []byte, err error) string {
	var syntax *json.SyntaxError
	if !errors.As(err, &syntax) {
		return ""
	}
	return fmt.Sprintf(" line %d", 1+bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n")))
}
