package main

import (
	"regexp"
	"time"
)

// A part of the suite is some tests of one package.
type part struct {
	name, pkg     string
	about, except *regexp.Regexp // the files whose changes these tests can notice
	args          []string

	most time.Duration // of the processor; a mutant that takes more goes round in circles
}

// notices is false where the tests of a part do not even come by a file.
func (p *part) notices(file string) bool {
	return p.about.MatchString(file) && (p.except == nil || !p.except.MatchString(file))
}

var (
	judging  = regexp.MustCompile(`^internal/engine/([^/]+|(address|bitset|devicerule|directory)/.+)$`)
	changing = regexp.MustCompile(`^internal/engine/(address|bitset|devicerule|difference|directory)/`)
	whatIf   = regexp.MustCompile(`^internal/engine/whatif`)

	// The tests that take the longest are asked about the files whose idea they are about; elsewhere they
	// noticed nothing that the others had not.
	bounded   = regexp.MustCompile(`^internal/engine/(atlas|budget|decide|extremes|network|robustness|walk)\.go$|/address/`)
	keeping   = regexp.MustCompile(`^internal/engine/(atlas|class|decider|evidence|judgement|network|partition|passage|program|roster)\.go$|/bitset/`)
	searching = regexp.MustCompile(`^internal/engine/(candidate|core|decide|robustness|smallest|walk)\.go$|/bitset/`)
)

// newSuite is the tests that a mutant has to pass: its own package's first, then those that notice the most in
// the least time.
func newSuite() []*part {
	const (
		engine       = "./internal/engine"
		differential = "./internal/differential"
		limits       = "^(TestBudgetEndsUndecided|TestTooManyNetworks|TestTooManyPlaces|TestExtremesWithinBounds)$"
		grid         = "^TestBoxesAgainstTheGrid$"
		table        = "^(TestTable|TestStrangeWords|TestEvidenceIsChecked|TestHostileTenantsInSmall|FuzzRules|FuzzAddresses)$"
	)
	var suite []*part
	for _, name := range []string{"address", "bitset", "devicerule", "difference", "directory", "order"} {
		suite = append(suite, &part{name: name, pkg: engine + "/" + name, about: regexp.MustCompile("^internal/engine/" + name + "/"), args: []string{"-test.skip", grid}})
	}
	return append(suite,
		&part{name: "grid", pkg: engine + "/difference", about: regexp.MustCompile("/difference/"), args: []string{"-test.run", grid}},
		&part{name: "engine", pkg: engine, about: judging, args: []string{"-test.skip", limits}},
		&part{name: "differences", pkg: engine + "/difference", about: changing, except: regexp.MustCompile("/difference/")},
		&part{name: "table", pkg: differential, about: judging, except: whatIf, args: []string{"-test.run", table}},
		&part{name: "random tenants", pkg: differential, about: judging, except: whatIf, args: []string{"-test.run", "^TestCompareFresh$", "-seed", "11", "-tenants", "2000", "-quick"}},
		&part{name: "what-if", pkg: differential, about: judging, args: []string{"-test.run", "^TestCompareWhatIf$", "-quick"}},
		&part{name: "random changes", pkg: differential, about: changing, args: []string{"-test.run", "^(TestCompareChanges|TestNoiseIsNoChange)$", "-quick"}},
		&part{name: "limits", pkg: engine, about: bounded, args: []string{"-test.run", limits}},
		&part{name: "what-if of verdicts", pkg: differential, about: whatIf, args: []string{"-test.run", "^TestWhatIfAgreesWithVerdicts$"}},
		&part{name: "one tenant after another", pkg: differential, about: keeping, args: []string{"-test.run", "^TestDecider$"}},
		&part{name: "smallest cores", pkg: differential, about: searching, args: []string{"-test.run", "^TestSmallestCores$"}},
	)
}
