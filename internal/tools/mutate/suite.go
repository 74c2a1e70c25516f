package main

import (
	"regexp"
	"time"
)

// A part of the suite is some tests of one package.
type part struct {
	name, pkg string
	args      []string
	about     *regexp.Regexp // the files whose changes these tests can notice

	slow time.Duration // a mutant that takes longer goes round in circles
}

// newSuite is the tests that a mutant has to pass, those first that notice most in the least time. A test
// whose part has nothing to do with a file is not asked about it: it could only pass.
func newSuite() []*part {
	const (
		engine       = "./internal/engine"
		differential = "./internal/differential"
	)
	verdicts := regexp.MustCompile(`^internal/engine/([^/]*|(address|bitset|devicerule|directory)/.*)$`)
	changes := regexp.MustCompile(`^internal/engine/(address|bitset|devicerule|difference|directory)/`)
	decided := regexp.MustCompile(`^internal/engine/((|[a-v][^/]*|w[^h][^/]*)\.go|(address|bitset|devicerule|directory)/.*)$`)
	var suite []*part
	for _, name := range []string{"address", "bitset", "devicerule", "difference", "order"} {
		suite = append(suite, &part{name: name, pkg: engine + "/" + name, about: regexp.MustCompile("^internal/engine/" + name + "/")})
	}
	return append(suite,
		&part{name: "engine", pkg: engine, about: verdicts, args: []string{"-test.skip", "^(TestBudgetEndsUndecided|TestTooManyNetworks)$"}},
		&part{name: "difference", pkg: engine + "/difference", about: regexp.MustCompile(`^internal/engine/(address|bitset|devicerule|directory)/`)},
		&part{name: "table", pkg: differential, about: decided, args: []string{"-test.run", "^(TestTable|TestStrangeWords|TestEvidenceIsChecked|TestHostileTenantsInSmall|FuzzRules|FuzzAddresses)$"}},
		&part{name: "random tenants", pkg: differential, about: decided, args: []string{"-test.run", "^TestCompareFresh$", "-seed", "11", "-tenants", "2000", "-quick"}},
		&part{name: "what-if", pkg: differential, about: verdicts, args: []string{"-test.run", "^TestCompareWhatIf$", "-quick"}},
		&part{name: "random changes", pkg: differential, about: changes, args: []string{"-test.run", "^(TestCompareChanges|TestNoiseIsNoChange)$", "-quick"}},
		&part{name: "limits", pkg: engine, about: decided, args: []string{"-test.run", "^(TestBudgetEndsUndecided|TestTooManyNetworks)$"}},
		&part{name: "what-if of verdicts", pkg: differential, about: verdicts, args: []string{"-test.run", "^TestWhatIfAgreesWithVerdicts$"}},
		&part{name: "one tenant after another", pkg: differential, about: decided, args: []string{"-test.run", "^TestDecider$"}},
		&part{name: "smallest cores", pkg: differential, about: decided, args: []string{"-test.run", "^TestSmallestCores$"}},
	)
}
