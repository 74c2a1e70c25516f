package differential

import (
	"maps"
	"reflect"
	"slices"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// copyOf copies a value all the way down, and lets rebuild make another of each list and map on the way.
// Facts, whose fields are their own, stay as they are.
func copyOf(g *generator, v reflect.Value, rebuild func(*generator, reflect.Value) reflect.Value) reflect.Value {
	switch v.Kind() {
	case reflect.Pointer:
		if v.IsNil() {
			return v
		}
		p := reflect.New(v.Type().Elem())
		p.Elem().Set(copyOf(g, v.Elem(), rebuild))
		return p
	case reflect.Struct:
		c := reflect.New(v.Type()).Elem()
		c.Set(v)
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				c.Field(i).Set(copyOf(g, v.Field(i), rebuild))
			}
		}
		return c
	case reflect.Slice:
		if v.IsNil() {
			return v
		}
		c := reflect.MakeSlice(v.Type(), v.Len(), v.Len())
		for i := range v.Len() {
			c.Index(i).Set(copyOf(g, v.Index(i), rebuild))
		}
		return rebuild(g, c)
	case reflect.Map:
		return rebuild(g, v)
	default:
		return v
	}
}

// shuffleLists puts lists of words in another order, and repeats some of the words.
func shuffleLists(g *generator, v reflect.Value) reflect.Value {
	if v.Kind() != reflect.Slice || v.Type().Elem().Kind() != reflect.String || v.Len() == 0 {
		return v
	}
	for g.chance(30) {
		v = reflect.Append(v, v.Index(g.IntN(v.Len())))
	}
	g.Shuffle(v.Len(), reflect.Swapper(v.Interface()))
	return v
}

// refillMaps fills another map with the same entries, in another order and from another size.
func refillMaps(g *generator, v reflect.Value) reflect.Value {
	if v.Kind() != reflect.Map || v.IsNil() {
		return v
	}
	keys := v.MapKeys()
	slices.SortFunc(keys, func(a, b reflect.Value) int {
		if a.String() < b.String() {
			return -1
		}
		return 1
	})
	c := reflect.MakeMapWithSize(v.Type(), g.IntN(64))
	for _, i := range g.Perm(len(keys)) {
		c.SetMapIndex(keys[i], v.MapIndex(keys[i]))
	}
	return c
}

// refill does so inside a fact.
func refill[T any](g *generator, into *ca.Fact[map[string]T], from ca.Fact[map[string]T]) {
	*into = from
	if m, read := from.Get(); read {
		*into = ca.Known(refillMaps(g, reflect.ValueOf(m)).Interface().(map[string]T))
	}
}

func sortedKeys[T any](m map[string]T) []string { return slices.Sorted(maps.Keys(m)) }
