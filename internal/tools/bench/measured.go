package main

import (
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"

	"golang.org/x/perf/benchfmt"
)

// What was measured, by benchmark and unit.
type measured struct {
	names  []string // in the order in which they ran
	values map[string]map[string][]float64
}

func (m *measured) add(r *benchfmt.Result) {
	name := r.Name.String()
	if _, known := m.values[name]; !known {
		m.names = append(m.names, name)
		m.values[name] = map[string][]float64{}
	}
	for _, v := range r.Values {
		m.values[name][v.Unit] = append(m.values[name][v.Unit], v.Value)
	}
}

// A unit is what Go calls a measure, and how it is printed.
type unit struct {
	measured, printed string
	scale             float64
	format            string
}

var units = []unit{
	{"sec/op", "ms", 1e3, "%.3f"},
	{"B/op", "MiB", 1.0 / (1 << 20), "%.2f"},
	{"allocs/op", "allocs", 1, "%.0f"},
}

func (m *measured) print(w io.Writer) {
	line := func(name, format string, value float64, unit string) {
		fmt.Fprintf(w, "bench %s "+format+" %s\n", name, value, unit)
	}
	for _, name := range m.names {
		for _, u := range units {
			if values, ok := m.values[name][u.measured]; ok {
				line(name, u.format, median(values)*u.scale, u.printed)
			}
		}
	}
	for _, g := range m.growths() {
		line("growth/"+g.name, "%.2f", g.factor, "times")
	}
	for _, r := range m.ratios() {
		line("ratio/"+r.name, "%.3f", r.factor, "of_full")
	}
}

func (m *measured) seconds(name string) (float64, bool) {
	values, ok := m.values[name]["sec/op"]
	return median(values), ok
}

// A factor is how many times longer one benchmark takes than another.
type factor struct {
	name   string
	factor float64
}

var size = regexp.MustCompile(`(policies|changed|ranges)=\d+`)

// growths compare each size with the next one that ran of the same benchmark.
func (m *measured) growths() []factor {
	var all []factor
	last := map[string]string{} // by name without its size
	for _, name := range m.names {
		sizes := size.FindAllString(name, -1)
		if len(sizes) == 0 {
			continue
		}
		grows := sizes[len(sizes)-1]
		series := strings.Replace(name, grows, "", 1)
		if before, ok := last[series]; ok {
			from, _ := m.seconds(before)
			to, _ := m.seconds(name)
			was := size.FindAllString(before, -1)
			from2 := was[len(was)-1]
			all = append(all, factor{strings.Replace(name, grows, from2+".."+grows[strings.Index(grows, "=")+1:], 1), to / from})
		}
		last[series] = name
	}
	return all
}

// ratios compare one more judgement with a whole one of the same tenant.
func (m *measured) ratios() []factor {
	var all []factor
	change := regexp.MustCompile(`/change=[a-z]+`)
	for _, name := range m.names {
		more, found := strings.CutPrefix(name, "DecideOneMoreChange/")
		if !found {
			continue
		}
		if whole, ok := m.seconds("Decide/" + change.ReplaceAllString(more, "")); ok {
			one, _ := m.seconds(name)
			all = append(all, factor{name, one / whole})
		}
	}
	return all
}

func median(values []float64) float64 {
	sorted := slices.Sorted(slices.Values(values))
	switch n := len(sorted); {
	case n == 0:
		return 0
	case n%2 == 0:
		return (sorted[n/2-1] + sorted[n/2]) / 2
	default:
		return sorted[n/2]
	}
}
