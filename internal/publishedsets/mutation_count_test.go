package publishedsets_test

import (
	"maps"
	"slices"
	"strings"
	"sync"
	"testing"
)

// A mutationCount says what was tried, so that nothing passes for want of trying.
type mutationCount struct {
	mu                       sync.Mutex
	tried, differ, confirmed map[string]int // by property
	asked                    map[string]int // by what came of it
}

func (c *mutationCount) add(property string, differs bool, confirmed int, asked map[string]int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.tried == nil {
		c.tried, c.differ, c.confirmed, c.asked = map[string]int{}, map[string]int{}, map[string]int{}, map[string]int{}
	}
	c.tried[property]++
	c.confirmed[property] += confirmed
	if differs {
		c.differ[property]++
	}
	for name, n := range asked {
		c.asked[name] += n
	}
}

// check prints what came up and holds it against the least that has to: of properties, of mutations, of those
// that make a difference, and of these by property.
func (c *mutationCount) check(t *testing.T, name string, properties, mutations, different int, floors map[string]int) {
	t.Helper()
	all, differ := 0, 0
	for _, property := range slices.Sorted(maps.Keys(c.tried)) {
		tried := c.tried[property]
		t.Logf("%s: %-24s %5d mutations, %5d with a difference, %6d examples confirmed", name, property, tried, c.differ[property], c.confirmed[property])
		all, differ = all+tried, differ+c.differ[property]
	}
	t.Logf("%s: %-24s %5d mutations, %5d with a difference", name, "all", all, differ)
	for _, subject := range slices.Sorted(maps.Keys(c.asked)) {
		if strings.HasPrefix(subject, "sign-in: ") {
			t.Logf("%s: %6d around a mutation are %s", name, c.asked[subject], strings.TrimPrefix(subject, "sign-in: "))
		}
	}
	if len(c.tried) < properties || all < mutations || differ < different {
		t.Errorf("%s: too few mutations: %d of %d properties, %d with a difference", name, all, len(c.tried), differ)
	}
	for property, floor := range floors {
		if c.differ[property] < floor {
			t.Errorf("%s: %s made a difference only %d times, want %d", name, property, c.differ[property], floor)
		}
	}
	if c.asked["sign-in: same"] < 1000 || c.asked["sign-in: lost"] < 10 || c.asked["sign-in: asked_more"] < 10 {
		t.Errorf("%s: the reference was asked about too little: %v", name, c.asked)
	}
}

// aloneFloors are how often a change of each property has to make a difference in a policy that stands alone.
var aloneFloors = map[string]int{
	"authenticationStrength": 379,
	"builtInControls":        407,
	"clientAppTypes":         171,
	"deviceFilter.mode":      4,
	"deviceFilter.rule":      4,
	"excludeApplications":    371,
	"excludeGroups":          286,
	"excludeLocations":       22,
	"excludePlatforms":       44,
	"excludeRoles":           213,
	"excludeUsers":           101,
	"guestTypes":             61,
	"includeApplications":    254,
	"includeGroups":          189,
	"includeLocations":       6,
	"includePlatforms":       41,
	"includeRoles":           744,
	"includeUserActions":     206,
	"includeUsers":           159,
	"insiderRiskLevels":      152,
	"operator":               24,
	"signInRiskLevels":       166,
	"state":                  151,
	"termsOfUse":             156,
	"transferMethods":        6,
	"userRiskLevels":         153,
}
