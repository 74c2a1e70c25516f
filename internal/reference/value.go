package reference

// A value is one of Kleene's three, in the order no < unknown < yes: AND is the least of its values, OR the
// greatest. What was not read is unknown, and stays so until something else decides.
type value int

const (
	no value = iota
	unknown
	yes
)

func not(v value) value { return yes - v }

func and(values ...value) value {
	least := yes
	for _, v := range values {
		least = min(least, v)
	}
	return least
}

func or(values ...value) value {
	greatest := no
	for _, v := range values {
		greatest = max(greatest, v)
	}
	return greatest
}

func yesIf(b bool) value {
	if b {
		return yes
	}
	return no
}
