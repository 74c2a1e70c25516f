package difference

import (
	"cmp"
	"fmt"
	"net/netip"
	"slices"
	"strings"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
	"github.com/entraguard/terraform-provider-entraguard/internal/engine/address"
)

// A location is what a term of a location condition is about: address ranges, or countries.
type location struct {
	name      name
	spans     address.Spans
	countries []string // upper case
	unknown   bool     // the unknown country, too
	anywhere  bool     // of a proposition: any network may be meant
}

func (l *location) holdsCountry(code string) bool {
	if code == ca.CountryUnknown {
		return l.unknown
	}
	return slices.Contains(l.countries, strings.ToUpper(code))
}

func (l *location) holdsAddress(addr netip.Addr) bool {
	return l.spans.Holds(addr)
}

// locations are the named locations of one tenant, as terms.
type locations struct {
	read    bool
	byID    map[string]ca.NamedLocation
	ordered []ca.NamedLocation
	other   *locations // of the tenant that was read before; nil for the first
	terms   map[string][]int
}

func newLocations(t *ca.Tenant, other *locations) *locations {
	all, read := t.NamedLocations.Get()
	return &locations{
		read: read, ordered: all, other: other, terms: map[string][]int{},
		byID: ca.ByID(all, func(l ca.NamedLocation) string { return l.ID }),
	}
}

func (r *reader) locationCondition(c *ca.LocationCondition) int {
	if c == nil {
		return everything
	}
	return r.places.condition(len(c.IncludeLocations) == 0 || slices.Contains(c.IncludeLocations, ca.All),
		r.locationTerms(c.IncludeLocations, "include"), r.locationTerms(c.ExcludeLocations, "exclude"))
}

func (r *reader) locationTerms(ids []string, side string) []int {
	var terms []int
	for _, id := range ids {
		l, resolves := r.locations.byID[ca.FoldID(id)]
		switch {
		case id == ca.All:
			terms = append(terms, r.places.term("all", &location{anywhere: true}))
		case id == ca.AllTrusted && r.locations.read:
			for _, l := range r.locations.ordered {
				if l.IsTrusted {
					terms = append(terms, r.location(l)...)
				}
			}
		case resolves:
			terms = append(terms, r.location(l)...)
		case id == ca.NotYetKnown:
			terms = append(terms, r.places.free(side+" "+r.wordKey(id, network, ids), r.wordText(id, network), &location{anywhere: true}))
		case id == ca.AllTrusted:
			terms = append(terms, r.places.free(id, "the network is trusted; the named locations were not read", &location{anywhere: true}))
		case id == ca.LegacyTrustedIPs:
			terms = append(terms, r.places.free(id, "the network is one of the multifactor service's trusted addresses", &location{anywhere: true}))
		default:
			terms = append(terms, r.places.free(ca.FoldID(id), "the network is in named location "+id+", which was not found", &location{anywhere: true}))
		}
	}
	return terms
}

// location is a named location as terms: what can be told from the network, and a proposition for each part
// that cannot.
func (r *reader) location(l ca.NamedLocation) []int {
	id := ca.FoldID(l.ID)
	if terms, known := r.locations.terms[id]; known {
		return terms
	}
	var terms []int
	if o := r.locations.other; o != nil {
		if before, both := o.byID[id]; both && sameLocation(before, l) {
			terms = o.terms[id]
		}
	}
	if terms == nil {
		terms = r.readLocation(id, l)
	}
	r.locations.terms[id] = terms
	return terms
}

func (r *reader) readLocation(id string, l ca.NamedLocation) []int {
	text, anywhere := cmp.Or(l.DisplayName, l.ID), &location{anywhere: true}
	own := name{text, id, r.side}
	var terms []int
	switch {
	case l.Kind == ca.LocationIP:
		here := &location{name: own, spans: coverage(l)}
		for _, written := range l.IPRanges {
			if _, _, ok := written.Bounds(); !ok {
				terms = append(terms, r.places.free("range "+rangeKey(written.Text(), id, l), "the network is in the range "+written.Text()+" of "+text+", which cannot be read", anywhere))
			}
		}
		terms = append(terms, r.places.term(r.side+" "+id, here))
	case l.Kind == ca.LocationCountry && (l.CountryLookupMethod == "" || l.CountryLookupMethod == ca.LookupClientIPAddress):
		here := &location{name: own, unknown: l.IncludeUnknownCountriesAndRegions}
		for _, code := range l.CountriesAndRegions {
			if code == ca.NotYetKnown {
				terms = append(terms, r.places.free(notYetKnown(id, "countries", l.CountriesAndRegions...), "the network is in a country of "+text+" that is not known yet", anywhere))
				continue
			}
			here.countries = append(here.countries, strings.ToUpper(code))
		}
		terms = append(terms, r.places.term(r.side+" "+id, here))
	default:
		terms = append(terms, r.places.free("opaque "+opaqueKey(id, l), "the network is in "+text+", which addresses and countries cannot tell", anywhere))
	}
	return terms
}

// rangeKey keeps ranges apart that are not known yet.
func rangeKey(text, id string, l ca.NamedLocation) string {
	if !strings.Contains(text, ca.NotYetKnown) {
		return text
	}
	var all []string
	for _, written := range l.IPRanges {
		all = append(all, written.Text())
	}
	return notYetKnown(id, "ranges", all...)
}

// opaqueKey is the content of a location that cannot be told. A kind that is not known is the same location
// for as long as it says the same.
func opaqueKey(id string, l ca.NamedLocation) string {
	parts := []string{id, string(l.Kind), l.CountryLookupMethod, listKey(l.CountriesAndRegions)}
	if l.IncludeUnknownCountriesAndRegions {
		parts = append(parts, "unknown countries")
	}
	for _, name := range l.Extra.Names() {
		parts = append(parts, name+"="+canonicalJSON(l.Extra[name]))
	}
	return fmt.Sprintf("%q", parts)
}

// sameLocation reports whether two versions of a location hold the same networks.
func sameLocation(a, b ca.NamedLocation) bool {
	if a.Kind != b.Kind {
		return false
	}
	if a.Kind != ca.LocationIP {
		return opaqueKey("", a) == opaqueKey("", b)
	}
	if slices.EqualFunc(a.IPRanges, b.IPRanges, func(x, y ca.IPRange) bool { return x.Text() == y.Text() }) {
		return true
	}
	return slices.Equal(coverage(a), coverage(b)) && slices.Equal(unreadable(a), unreadable(b))
}

// coverage is the addresses of a location, however they were written.
func coverage(l ca.NamedLocation) address.Spans {
	spans, _ := address.Read(l.IPRanges)
	return spans
}

func unreadable(l ca.NamedLocation) []string {
	var texts []string
	for _, written := range l.IPRanges {
		if _, _, ok := written.Bounds(); !ok {
			texts = append(texts, written.Text())
		}
	}
	slices.Sort(texts)
	return slices.Compact(texts)
}
