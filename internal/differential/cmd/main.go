// Command cmd compares the engine with the reference on random tenants:
//
//	go run ./internal/differential/cmd -n 20000 -seed 1
//
// -about what-if compares what every policy says to single sign-ins of anybody, and -about changes what a
// change of a tenant does to sign-ins.
//
// It prints what came up how often and every disagreement, and fails on one, or if something never came up.
// A tenant is known by its seed and its number: -first and -n name a slice of a longer run, -tenant a single
// one.
package main

import (
	"flag"
	"fmt"
	"os"
	"sync"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/differential"
)

func main() {
	n := flag.Int("n", 20000, "how many tenants to draw")
	seed := flag.Uint64("seed", 1, "which sequence of tenants to draw from")
	first := flag.Uint64("first", 0, "the number of the first tenant to draw")
	quick := flag.Bool("quick", false, "end at the first disagreement, and do not make its tenant smaller")
	about := flag.String("about", "verdicts", "what to compare: verdicts, what-if or changes")
	number := flag.Int64("tenant", -1, "describe this tenant of the sequence and what the two say about it, and draw no others")
	flag.Parse()
	if *number >= 0 {
		describe(*seed, uint64(*number))
		return
	}
	run := differential.Run{Seed: *seed, First: *first, Count: *n, Quick: *quick, Progress: reporter(*n)}
	if !compare(*about, run) {
		os.Exit(1)
	}
}

// compare prints what came of a run, and reports whether all is well.
func compare(about string, run differential.Run) bool {
	switch about {
	case "verdicts":
		tally := differential.Compare(run)
		fmt.Print(&tally)
		return tally.Disagreed == 0 && tally.Tenants > 0 && len(tally.Missing()) == 0
	case "what-if":
		return passed(differential.CompareWhatIf(run))
	case "changes":
		return passed(differential.CompareChanges(run))
	default:
		fmt.Fprintf(os.Stderr, "-about %s: there is nothing of that name to compare\n", about)
		return false
	}
}

func passed(l *differential.Ledger) bool {
	fmt.Print(l)
	return l.Disagreed == 0 && l.Drawn > 0 && len(l.Missing()) == 0
}

func describe(seed, number uint64) {
	q := differential.Draw(seed, number)
	fmt.Print(differential.Describe(q))
	if what := differential.Check(q); what != "" {
		fmt.Println(what)
		os.Exit(1)
	}
}

// reporter says every now and then how far a long run has come.
func reporter(n int) func(done int) {
	const pause = 15 * time.Second
	var mu sync.Mutex
	start := time.Now()
	last := start
	return func(done int) {
		mu.Lock()
		defer mu.Unlock()
		if time.Since(last) < pause {
			return
		}
		last = time.Now()
		left := time.Duration(float64(time.Since(start)) / float64(done) * float64(n-done))
		fmt.Fprintf(os.Stderr, "%d of %d tenants, about %s left\n", done, n, left.Round(time.Second))
	}
}
