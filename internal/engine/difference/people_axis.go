package difference

func peopleAxis(v *vocabulary[*whom], c *census, used []bool) *axis {
	return newAxis(people, v, len(c.people), used, func(t term[*whom]) set { return c.members[v.number[t.key]] })
}
