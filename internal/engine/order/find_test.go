package order_test

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/entraguard/terraform-provider-entraguard/internal/engine/order"
)

// A conflict is a choice of versions that must not all be in force together.
type conflict struct{ old, planned []int }

// states judges by conflicts, which makes it monotone: what is in force only grows with what is in flight.
type states struct {
	conflicts []conflict
	asked     map[order.State]int
}

func (s *states) safe(state order.State) bool {
	if s.asked == nil {
		s.asked = map[order.State]int{}
	}
	s.asked[state]++
	return !slices.ContainsFunc(s.conflicts, func(c conflict) bool {
		return !slices.ContainsFunc(c.old, state.Done.Has) &&
			!slices.ContainsFunc(c.planned, func(write int) bool { return !state.Started.Has(write) })
	})
}

func (s *states) safeAt(done order.Set) bool {
	return s.safe(order.State{Done: done, Started: done})
}

const (
	both      = order.Both
	relaxes   = order.Relaxes
	restricts = order.Restricts
)

func TestFind(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		writes    []order.Direction
		conflicts []conflict
		outcome   order.Outcome
		order     []int
		pairs     []string // then after first
	}{
		{"nothing", nil, nil, order.Found, nil, nil},
		{"one", []order.Direction{both}, nil, order.Found, []int{0}, nil},
		{"out-of-the-way", []order.Direction{both, both, restricts}, []conflict{{old: []int{0}, planned: []int{2}}}, order.Found, []int{0, 1, 2}, []string{"2 after 0"}},
		{"any-order", []order.Direction{restricts, both, relaxes}, nil, order.Found, []int{2, 1, 0}, nil},
		{"relaxing-first", []order.Direction{restricts, relaxes}, []conflict{{old: []int{1}, planned: []int{0}}}, order.Found, []int{1, 0}, []string{"0 after 1"}},
		{"not-known-to-relax", []order.Direction{both, both}, []conflict{{old: []int{1}, planned: []int{0}}}, order.Found, []int{1, 0}, []string{"0 after 1"}},
		{"only-where-it-matters", []order.Direction{restricts, relaxes, restricts, relaxes}, []conflict{{old: []int{1}, planned: []int{0}}}, order.Found, []int{1, 3, 0, 2}, []string{"0 after 1"}},
		{"either-makes-room", []order.Direction{restricts, relaxes, relaxes}, []conflict{{old: []int{1, 2}, planned: []int{0}}}, order.Found, []int{1, 2, 0}, []string{"0 after 1"}},
		{"both-are-needed", []order.Direction{restricts, relaxes, relaxes}, []conflict{{old: []int{1}, planned: []int{0}}, {old: []int{2}, planned: []int{0}}}, order.Found, []int{1, 2, 0}, []string{"0 after 1", "0 after 2"}},
		{"too-strict-together", []order.Direction{restricts, restricts, relaxes}, []conflict{{old: []int{2}, planned: []int{0, 1}}}, order.Found, []int{2, 0, 1}, []string{"1 after 2"}},
		{"a-chain", []order.Direction{both, both, both}, []conflict{{old: []int{1}, planned: []int{0}}, {old: []int{2}, planned: []int{1}}}, order.Found, []int{2, 1, 0}, []string{"0 after 1", "1 after 2"}},
		{"a-wrong-turn", []order.Direction{both, both, both}, wrongTurn(0, 1, 2), order.Found, []int{1, 2, 0}, []string{"0 after 2", "2 after 1"}},
		{"a-turn-taken-too-early", []order.Direction{both, both, both, both}, []conflict{
			{old: []int{0}, planned: []int{1, 2, 3}}, {old: []int{2}, planned: []int{0}}, {old: []int{3}, planned: []int{2}},
		}, order.Found, []int{3, 2, 0, 1}, []string{"0 after 2", "1 after 0", "2 after 3"}},
		{"only-what-waits-is-put-off", []order.Direction{both, both, both, both}, []conflict{
			{old: []int{2}, planned: []int{1}},
		}, order.Found, []int{0, 2, 3, 1}, []string{"1 after 2"}},
		{"versions-of-one-write", []order.Direction{both, restricts}, []conflict{{old: []int{0}, planned: []int{0}}}, order.Found, []int{0, 1}, nil},
		{"a-swap", []order.Direction{both, both}, []conflict{{old: []int{1}, planned: []int{0}}, {old: []int{0}, planned: []int{1}}}, order.None, nil, nil},
		{"a-detour", []order.Direction{both, both, both}, []conflict{
			{old: []int{1, 2}, planned: []int{0}}, {old: []int{0}, planned: []int{1}}, {old: []int{0, 1}, planned: []int{2}},
		}, order.None, nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := states{conflicts: c.conflicts}
			r := order.Find(c.writes, 1000, s.safe)
			if r.Outcome != c.outcome {
				t.Fatalf("outcome %d, want %d", r.Outcome, c.outcome)
			}
			if diff := cmp.Diff(c.order, r.Order); diff != "" {
				t.Errorf("order (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.pairs, written(r.Pairs)); diff != "" {
				t.Errorf("pairs (-want +got):\n%s", diff)
			}
			s.holdTo(t, c.writes, r)
		})
	}
}

// wrongTurn is a plan that can begin with the first write, and then not go on: the others have to come first.
func wrongTurn(first, second, third int) []conflict {
	return []conflict{
		{old: []int{first, second}, planned: []int{third}},
		{old: []int{third}, planned: []int{first, second}},
		{old: []int{second}, planned: []int{first, third}},
	}
}

func written(pairs []order.Pair) []string {
	var list []string
	for _, p := range pairs {
		list = append(list, fmt.Sprintf("%d after %d", p.Then, p.First))
	}
	return list
}

// TestFindAgainstEveryOrder tries, on many random plans, every order there is.
func TestFindAgainstEveryOrder(t *testing.T) {
	t.Parallel()
	outcomes := map[order.Outcome]int{}
	constraints := 0
	for seed := range uint64(3000) {
		r := rand.New(rand.NewPCG(seed, 1))
		writes, s := randomStates(r, 1+r.IntN(6))
		result := order.Find(writes, 1<<20, s.safe)
		if len(s.asked) != result.Judged {
			t.Fatalf("seed %d: %d judgements of %d states", seed, result.Judged, len(s.asked))
		}
		again := order.Find(writes, 1<<20, s.safe)
		if diff := cmp.Diff(result, again, cmp.AllowUnexported(order.Set{})); diff != "" {
			t.Fatalf("seed %d: the second run differs:\n%s", seed, diff)
		}
		outcomes[result.Outcome]++
		constraints += len(result.Pairs)
		s.holdTo(t, writes, result)
		if t.Failed() {
			t.Fatalf("seed %d: writes %v, conflicts %v, result %v %v", seed, writes, s.conflicts, result.Order, written(result.Pairs))
		}
	}
	if outcomes[order.Found] < 500 || outcomes[order.None] < 50 || constraints < 500 {
		t.Fatalf("the plans are too alike: outcomes %v, %d pairs", outcomes, constraints)
	}
}

// holdTo checks a result against every order of the writes.
func (s *states) holdTo(t *testing.T, writes []order.Direction, r order.Result) {
	t.Helper()
	n := len(writes)
	if r.Outcome == order.None {
		if s.breachIn(n, nil) == nil {
			return
		}
		for o := range permutations(n) {
			if s.isSafe(o) {
				t.Errorf("%v is a safe order, and none was found", o)
				return
			}
		}
		if !s.safeAt(r.Stuck) {
			t.Errorf("what the search is stuck in is not safe")
		}
		for write := range n {
			if writes[write] != restricts && !r.Stuck.Has(write) && s.safeAt(r.Stuck.With(write)) {
				t.Errorf("write %d leads on from what the search is stuck in", write)
			}
		}
		return
	}
	if r.Stuck != (order.Set{}) {
		t.Error("there is an order, and a state that the search is stuck in")
	}
	if len(r.Order) != n || !s.isSafe(r.Order) || !obeys(r.Order, r.Pairs) {
		t.Errorf("the order %v is not safe, or not complete, or against its own pairs %v", r.Order, written(r.Pairs))
	}
	if !r.Exact {
		t.Error("the pairs are not exact")
	}
	if o := s.breachIn(n, r.Pairs); o != nil {
		t.Errorf("%v obeys the pairs %v and is not safe", o, written(r.Pairs))
	}
	for i, p := range r.Pairs {
		if s.breachIn(n, slices.Delete(slices.Clone(r.Pairs), i, i+1)) == nil {
			t.Errorf("%v can be left out of %v", written(r.Pairs[i:i+1]), written(r.Pairs))
		}
		if s.safeAt(p.Unsafe) || !p.Unsafe.Has(p.Then) || p.Unsafe.Has(p.First) {
			t.Errorf("the state that %v is to rule out does not show why", written(r.Pairs[i:i+1]))
		}
		if later := order.SetOf(r.Order[slices.Index(r.Order, p.Then)+1:]...); p.Unsafe.Intersect(later) != (order.Set{}) {
			t.Errorf("in the state that %v is to rule out, something is done that comes later still", written(r.Pairs[i:i+1]))
		}
	}
}

// breachIn is an order that obeys the pairs and is not safe; nil where there is none.
func (s *states) breachIn(n int, pairs []order.Pair) []int {
	for o := range permutations(n) {
		if obeys(o, pairs) && !s.isSafe(o) {
			return o
		}
	}
	return nil
}

func (s *states) isSafe(o []int) bool {
	for i := range o {
		if !s.safeAt(order.SetOf(o[:i+1]...)) {
			return false
		}
	}
	return true
}

func obeys(o []int, pairs []order.Pair) bool {
	return !slices.ContainsFunc(pairs, func(p order.Pair) bool { return slices.Index(o, p.First) > slices.Index(o, p.Then) })
}

func permutations(n int) func(yield func([]int) bool) {
	return func(yield func([]int) bool) {
		var extend func(prefix []int) bool
		extend = func(prefix []int) bool {
			if len(prefix) == n {
				return yield(slices.Clone(prefix))
			}
			for i := range n {
				if !slices.Contains(prefix, i) && !extend(append(prefix, i)) {
					return false
				}
			}
			return true
		}
		extend(nil)
	}
}

// randomStates are random conflicts among some writes, each of which says at random what its direction is, and
// never more than is true. No conflict is among the old versions alone, or among the new ones.
func randomStates(r *rand.Rand, n int) ([]order.Direction, *states) {
	directions := make([]order.Direction, n)
	var loosening, tightening []int
	for i := range directions {
		directions[i] = []order.Direction{both, both, relaxes, restricts}[r.IntN(4)]
		if directions[i] != restricts {
			loosening = append(loosening, i)
		}
		if directions[i] != relaxes {
			tightening = append(tightening, i)
		}
	}
	s := &states{}
	for range r.IntN(8) {
		if len(loosening) > 0 && len(tightening) > 0 {
			s.conflicts = append(s.conflicts, conflict{old: someOf(r, loosening), planned: someOf(r, tightening)})
		}
	}
	for i := range directions {
		if r.IntN(4) == 0 {
			directions[i] = both
		}
	}
	return directions, s
}

func someOf(r *rand.Rand, list []int) []int {
	var some []int
	for range 1 + r.IntN(2) {
		some = append(some, list[r.IntN(len(list))])
	}
	return some
}

// TestFindEnds: the answer after too few judgements is not that there is none.
func TestFindEnds(t *testing.T) {
	t.Parallel()
	for seed := range uint64(80) {
		r := rand.New(rand.NewPCG(seed, 2))
		writes, s := randomStates(r, 6)
		whole := order.Find(writes, 1<<20, s.safe)
		for budget := range whole.Judged + 1 {
			cut := order.Find(writes, budget, s.safe)
			switch {
			case cut.Judged > budget:
				t.Fatalf("seed %d: %d judgements of %d", seed, cut.Judged, budget)
			case cut.Outcome != order.None && cut.Stuck != order.Set{}:
				t.Fatalf("seed %d, budget %d: outcome %d, and the search is stuck", seed, budget, cut.Outcome)
			case cut.Exact && budget < whole.Judged:
				t.Fatalf("seed %d, budget %d: the pairs are exact without having been tried", seed, budget)
			case cut.Outcome == order.Ended && budget == whole.Judged:
				t.Fatalf("seed %d: the whole budget is not enough", seed)
			case cut.Outcome == order.Ended:
			case cut.Outcome != whole.Outcome:
				t.Fatalf("seed %d: outcome %d after %d judgements, %d after all", seed, cut.Outcome, budget, whole.Outcome)
			case cut.Outcome == order.Found:
				if diff := cmp.Diff(whole.Order, cut.Order); diff != "" {
					t.Fatal(diff)
				}
				if o := s.breachIn(6, cut.Pairs); o != nil {
					t.Fatalf("seed %d, budget %d: %v obeys the pairs %v and is not safe", seed, budget, o, written(cut.Pairs))
				}
			}
		}
	}
}

// TestOnlyWhatDoesBothIsJudgedTwofold: of a write that relaxes or restricts alone, one version is the stricter, and a
// state is judged with that one. The caller is never asked about both together.
func TestOnlyWhatDoesBothIsJudgedTwofold(t *testing.T) {
	t.Parallel()
	writes := []order.Direction{restricts, both, relaxes, both, restricts, relaxes}
	s := states{conflicts: []conflict{
		{old: []int{1}, planned: []int{0}}, {old: []int{2, 3}, planned: []int{4}},
		{old: []int{3}, planned: []int{1}}, {old: []int{5}, planned: []int{3}},
	}}
	twofold := 0
	r := order.Find(writes, 1000, func(state order.State) bool {
		for write := range state.Started.Minus(state.Done).All() {
			twofold++
			if writes[write] != both {
				t.Errorf("asked about both versions of write %d", write)
			}
		}
		return s.safe(state)
	})
	if r.Outcome != order.Found || twofold == 0 {
		t.Errorf("outcome %d, and %d times both versions of a write", r.Outcome, twofold)
	}
}

// TestStuckInTheFirst: of two states with equally many writes done from which nothing leads on, the one is told
// that comes first in the order of the writes.
func TestStuckInTheFirst(t *testing.T) {
	t.Parallel()
	s := states{conflicts: []conflict{
		{old: []int{1}, planned: []int{0}}, {old: []int{2}, planned: []int{0}}, {old: []int{0}, planned: []int{1, 2}},
	}}
	r := order.Find([]order.Direction{both, both, both}, 1000, s.safe)
	if r.Outcome != order.None || r.Stuck != order.SetOf(1) {
		t.Errorf("outcome %d, stuck after %v", r.Outcome, slices.Collect(r.Stuck.All()))
	}
}

// TestFewJudgements: what was judged once is made use of, and what cannot matter is not judged.
func TestFewJudgements(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name      string
		writes    int
		conflicts []conflict
		pairs     []string
		most      int
	}{
		{"waits-for-two", 5, []conflict{
			{old: []int{2}, planned: []int{4}}, {old: []int{0, 1}, planned: []int{4}},
		}, []string{"4 after 0", "4 after 2"}, 15},
		{"a-chain", 5, []conflict{
			{old: []int{3}, planned: []int{4}}, {old: []int{1}, planned: []int{2, 3}},
		}, []string{"3 after 1", "4 after 3"}, 18},
		{"two-that-wait", 8, []conflict{
			{old: []int{0, 5}, planned: []int{3, 4}}, {old: []int{0, 3, 6}, planned: []int{1, 2, 3, 4}}, {old: []int{1}, planned: []int{2, 5}},
		}, []string{"4 after 0", "5 after 1"}, 29},
		{"after-many", 12, []conflict{
			{old: []int{6, 9}, planned: []int{1, 2, 3, 4}}, {old: []int{2, 5}, planned: []int{0, 1}},
		}, []string{"1 after 2", "1 after 6"}, 25},
		{"a-swap-and-others", 20, swapAfter(18), nil, 450},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			s := states{conflicts: c.conflicts}
			r := order.Find(make([]order.Direction, c.writes), 1000, s.safe)
			if diff := cmp.Diff(c.pairs, written(r.Pairs)); diff != "" {
				t.Errorf("pairs (-want +got):\n%s", diff)
			}
			if r.Judged > c.most {
				t.Errorf("%d judgements, and %d are enough", r.Judged, c.most)
			}
		})
	}
}

// swapAfter is a plan in which two writes are in each other's way, and the versions of each of the others are too
// strict together, so that they are made one at a time.
func swapAfter(others int) []conflict {
	list := []conflict{{old: []int{others}, planned: []int{others + 1}}, {old: []int{others + 1}, planned: []int{others}}}
	for write := range others {
		list = append(list, conflict{old: []int{write}, planned: []int{write}})
	}
	return list
}

// TestNoneInALargePlan: that two of many writes are in each other's way is seen without trying the others in
// every order.
func TestNoneInALargePlan(t *testing.T) {
	t.Parallel()
	s := states{conflicts: []conflict{
		{old: []int{200}, planned: []int{17}},
		{old: []int{90}, planned: []int{200}},
		{old: []int{17}, planned: []int{90}},
		{old: []int{3}, planned: []int{4}},
	}}
	r := order.Find(make([]order.Direction, order.MostSearched), 1000, s.safe)
	if r.Outcome != order.None || r.Judged > 150 {
		t.Fatalf("outcome %d after %d judgements", r.Outcome, r.Judged)
	}
	if r.Stuck.Len() != order.MostSearched-3 {
		t.Errorf("stuck after %d writes", r.Stuck.Len())
	}
}

// TestNothingIsTriedTwice: ten writes that can be done in any order until one is left, which none of them can
// be. There are millions of ways to get there, and a thousand sets of writes.
func TestNothingIsTriedTwice(t *testing.T) {
	t.Parallel()
	const n = 10
	var s states
	for last := range n {
		c := conflict{old: []int{last}}
		for write := range n {
			if write != last {
				c.planned = append(c.planned, write)
			}
		}
		s.conflicts = append(s.conflicts, c)
	}
	r := order.Find(make([]order.Direction, n), 1<<12, s.safe)
	if r.Outcome != order.None || r.Stuck.Len() != n-2 {
		t.Errorf("outcome %d after %d judgements, stuck after %d writes", r.Outcome, r.Judged, r.Stuck.Len())
	}
}

// TestAWrongTurnInALargePlan: a search that has to go back does not try everything else again.
func TestAWrongTurnInALargePlan(t *testing.T) {
	t.Parallel()
	s := states{conflicts: slices.Concat(wrongTurn(10, 120, 200), wrongTurn(30, 31, 230))}
	r := order.Find(make([]order.Direction, order.MostSearched), 1000, s.safe)
	if r.Outcome != order.Found || !s.isSafe(r.Order) || r.Judged > 300 {
		t.Fatalf("outcome %d after %d judgements", r.Outcome, r.Judged)
	}
	if diff := cmp.Diff([]string{"10 after 200", "30 after 230", "200 after 120", "230 after 31"}, written(r.Pairs)); diff != "" {
		t.Error(diff)
	}
}

// TestFindInALargePlan: few of many writes matter, and few judgements are needed to find out which.
func TestFindInALargePlan(t *testing.T) {
	t.Parallel()
	conflicts := []conflict{
		{old: []int{200}, planned: []int{17}},
		{old: []int{140, 201}, planned: []int{18, 90}},
		{old: []int{33}, planned: []int{33}},
	}
	for name, direction := range map[string]func(int) order.Direction{
		"all-do-both": func(int) order.Direction { return both },
		"some-relax": func(i int) order.Direction {
			return map[bool]order.Direction{true: relaxes, false: both}[i >= 100]
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var writes []order.Direction
			for i := range order.MostSearched {
				writes = append(writes, direction(i))
			}
			s := states{conflicts: conflicts}
			r := order.Find(writes, 1000, s.safe)
			if r.Outcome != order.Found || !r.Exact || len(r.Pairs) != 2 || !obeys(r.Order, r.Pairs) || !s.isSafe(r.Order) {
				t.Fatalf("outcome %d, pairs %v", r.Outcome, written(r.Pairs))
			}
			if r.Judged > 150 {
				t.Errorf("%d judgements", r.Judged)
			}
		})
	}
}

func TestFindHasALimit(t *testing.T) {
	t.Parallel()
	never := func(order.State) bool {
		t.Error("asked")
		return false
	}
	for name, writes := range map[string][]order.Direction{
		"to-search": make([]order.Direction, order.MostSearched+1),
		"to-hold":   slices.Repeat([]order.Direction{relaxes}, 1025),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if r := order.Find(writes, 1000, never); r.Outcome != order.TooMany {
				t.Errorf("outcome %d", r.Outcome)
			}
		})
	}
}

// TestFindUpToTheLimit: as many writes as a set holds are taken on.
func TestFindUpToTheLimit(t *testing.T) {
	t.Parallel()
	r := order.Find(slices.Repeat([]order.Direction{relaxes}, 1024), 1000, func(order.State) bool { return true })
	if r.Outcome != order.Found || len(r.Order) != 1024 {
		t.Errorf("outcome %d, %d writes in order", r.Outcome, len(r.Order))
	}
}

// TestFindSurvivesABadJudge: a caller that breaks its word gets no panic, and an answer at all.
func TestFindSurvivesABadJudge(t *testing.T) {
	t.Parallel()
	for seed := range uint64(300) {
		r := rand.New(rand.NewPCG(seed, 3))
		writes := make([]order.Direction, 6)
		for i := range writes {
			writes[i] = order.Direction(r.IntN(3))
		}
		result := order.Find(writes, 200, func(order.State) bool { return r.IntN(2) == 0 })
		if result.Outcome == order.Found && len(result.Order) != len(writes) {
			t.Fatalf("seed %d: order %v", seed, result.Order)
		}
	}
}
