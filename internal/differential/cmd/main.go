// Command cmd compares the engine with the reference on random tenants:
//
//	go run ./internal/differential/cmd -n 20000 -seed 1
//
// It prints what came up how often and every disagreement, and fails on one, or if something never came up.
package main

import (
	"flag"
	"fmt"
	"os"

	"github.com/entraguard/terraform-provider-entraguard/internal/differential"
)

func main() {
	n := flag.Int("n", 20000, "how many tenants to draw")
	seed := flag.Uint64("seed", 1, "which sequence of tenants to draw")
	number := flag.Int64("tenant", -1, "describe this tenant of the sequence and what the two say about it, and draw no others")
	flag.Parse()
	if *number >= 0 {
		q := differential.Draw(*seed, uint64(*number))
		fmt.Print(differential.Describe(q))
		if what := differential.Check(q); what != "" {
			fmt.Println(what)
			os.Exit(1)
		}
		return
	}
	fmt.Printf("seed %d\n", *seed)
	tally := differential.Compare(*seed, *n)
	fmt.Print(&tally)
	if tally.Disagreed > 0 || tally.Tenants == 0 || len(tally.Missing()) > 0 {
		os.Exit(1)
	}
}
