package engine

// A Value is one of Kleene's three: AND is the minimum, OR the maximum, NOT swaps No and Yes.
type Value uint8

// The values, in the order No < Unknown < Yes.
const (
	No Value = iota
	Unknown
	Yes
)

// Not swaps Yes and No.
func (v Value) Not() Value { return Yes - v }

func (v Value) String() string {
	switch v {
	case No:
		return "no"
	case Yes:
		return "yes"
	}
	return "unknown"
}

func yesIf(condition bool) Value {
	if condition {
		return Yes
	}
	return No
}
