package engine

// A tenant can be written so that the work of judging it grows beyond every bound: locations that cut each
// other into ever more combinations, conditions that multiply. The engine does a stated amount and then
// answers undecided, with that reason. The limits count steps and not time, so that the same question has
// the same answer on every machine.
const (
	// maxPlaces is how many combinations of named locations are told apart by address.
	maxPlaces = 1 << 16
	// maxNetworks is how many combinations of an address and a country are looked at.
	maxNetworks = 1 << 18
	// maxComparisons is how often two networks are compared to leave out those that change nothing.
	maxComparisons = 1 << 22
	// maxSteps is how many branches are looked at for one person; finding the least evidence afterwards may
	// take as many again.
	maxSteps = 1 << 16
)

// spent is the missing fact of an answer that the budget cut short.
func spent(what string) MissingFact {
	return fact("work", "%s: fewer overlapping ranges, countries or conditions make this decidable", what)
}
