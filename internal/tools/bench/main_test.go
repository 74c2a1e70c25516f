package main

import (
	"strings"
	"testing"
)

func TestPrintsValuesGrowthAndRatios(t *testing.T) {
	t.Parallel()
	const printed = `goos: linux
BenchmarkDecide/mix=a/policies=120 	 10	 2000000 ns/op	 1048576 B/op	 7 allocs/op
BenchmarkDecide/mix=a/policies=120 	 10	 4000000 ns/op	 1048576 B/op	 7 allocs/op
BenchmarkDecide/mix=a/policies=120 	 10	 3000000 ns/op	 1048576 B/op	 7 allocs/op
BenchmarkDecide/mix=a/policies=240 	 10	 6000000 ns/op	 2097152 B/op	 9 allocs/op
BenchmarkDecideOneMoreChange/mix=a/change=none/policies=240 	 10	 600000 ns/op
PASS
`
	m, err := read(strings.NewReader(printed))
	if err != nil {
		t.Fatal(err)
	}
	var out strings.Builder
	m.print(&out)
	const want = `bench Decide/mix=a/policies=120 3.000 ms
bench Decide/mix=a/policies=120 1.00 MiB
bench Decide/mix=a/policies=120 7 allocs
bench Decide/mix=a/policies=240 6.000 ms
bench Decide/mix=a/policies=240 2.00 MiB
bench Decide/mix=a/policies=240 9 allocs
bench DecideOneMoreChange/mix=a/change=none/policies=240 0.600 ms
bench growth/Decide/mix=a/policies=120..240 2.00 times
bench ratio/DecideOneMoreChange/mix=a/change=none/policies=240 0.100 of_full
`
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestNothingMeasuredIsAFailure(t *testing.T) {
	t.Parallel()
	if _, err := read(strings.NewReader("PASS\n")); err == nil {
		t.Error("no benchmark ran, and nobody is told")
	}
}
