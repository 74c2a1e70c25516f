package differential

import (
	"reflect"
	"strings"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// Noise changes a tenant in every way that must not matter to a sign-in: names, times and descriptions,
// the order of every list, what is null for what is empty, session controls, and policies that do not
// enforce.
func Noise(seed uint64, t *ca.Tenant) *ca.Tenant {
	changed := clone(*t)
	g := &generator{Rand: newRand(seed, 0), t: &changed}
	g.noise()
	return &changed
}

func (g *generator) noise() {
	if policies, read := g.t.Policies.Get(); read {
		policies = clone(policies)
		for i := range policies {
			g.policyNoise(&policies[i])
		}
		idle := forAll(block())
		idle.ID, idle.State = "policy-8", pick(g, ca.StateDisabled, ca.StateReportOnly)
		g.t.Policies = ca.Known(mixed(g, append(policies, idle)))
	}
	if locations, read := g.t.NamedLocations.Get(); read {
		locations = clone(locations)
		for i := range locations {
			l := &locations[i]
			l.DisplayName, l.ModifiedDateTime = "renamed", l.ModifiedDateTime.Add(time.Hour)
			reorder(g, reflect.ValueOf(l).Elem())
		}
		g.t.NamedLocations = ca.Known(mixed(g, locations))
	}
	if strengths, read := g.t.Strengths.Get(); read {
		strengths = clone(strengths)
		for i := range strengths {
			s := &strengths[i]
			s.DisplayName, s.Description = "renamed", "described"
			reorder(g, reflect.ValueOf(s).Elem())
		}
		g.t.Strengths = ca.Known(mixed(g, strengths))
	}
	for id, members := range g.t.GroupMembers {
		if len(members) > 0 {
			g.t.GroupMembers[id] = append(members[1:], members[0])
		}
	}
}

// policyNoise leaves alone what a policy says, and changes how it says it.
func (g *generator) policyNoise(p *ca.Policy) {
	p.DisplayName, p.Description, p.TemplateID = "renamed", "described", "template"
	p.ModifiedDateTime = p.ModifiedDateTime.Add(time.Hour)
	p.CreatedDateTime = p.CreatedDateTime.Add(time.Hour)
	p.SessionControls = sessionChanges(vocabulary{}, *p)[0].SessionControls
	c := &p.Conditions
	if c.Platforms == nil {
		c.Platforms = &ca.PlatformCondition{IncludePlatforms: []ca.Platform{}}
	}
	if c.Locations == nil {
		c.Locations = &ca.LocationCondition{}
	}
	if c.Devices == nil {
		c.Devices = &ca.DeviceCondition{}
	}
	if c.AuthenticationFlows == nil {
		c.AuthenticationFlows = &ca.AuthenticationFlows{TransferMethods: []string{}}
	}
	if len(c.ClientAppTypes) == 0 {
		c.ClientAppTypes = []ca.ClientApp{ca.ClientAppAll}
	}
	if p.GrantControls == nil {
		p.GrantControls = &ca.GrantControls{Operator: ca.OperatorAND}
	}
	reorder(g, reflect.ValueOf(&p.Conditions).Elem())
	reorder(g, reflect.ValueOf(p.GrantControls).Elem())
	p.Conditions.Users.IncludeUsers = folded(p.Conditions.Users.IncludeUsers)
}

// folded writes ids in another case.
func folded(ids []string) []string {
	var other []string
	for _, id := range ids {
		switch id {
		case ca.All, ca.None, ca.GuestsOrExternalUsers, ca.NotYetKnown, "unknownFutureValue":
		default:
			id = strings.ToUpper(id)
		}
		other = append(other, id)
	}
	return other
}

func mixed[T any](g *generator, list []T) []T {
	g.Shuffle(len(list), func(i, k int) { list[i], list[k] = list[k], list[i] })
	return list
}

// reorder shuffles every list within a value, and leaves what nobody knows how to read as it is.
func reorder(g *generator, v reflect.Value) {
	switch v.Kind() {
	case reflect.Pointer:
		if !v.IsNil() {
			reorder(g, v.Elem())
		}
	case reflect.Slice:
		for i := range v.Len() {
			reorder(g, v.Index(i))
		}
		g.Shuffle(v.Len(), reflect.Swapper(v.Interface()))
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				reorder(g, v.Field(i))
			}
		}
	}
}
