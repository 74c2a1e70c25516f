package bitset

import (
	"math/rand/v2"
	"testing"
)

// TestTransposeKeepsEveryBit: a row is the very set of the columns that have it.
func TestTransposeKeepsEveryBit(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	for _, size := range [][2]int{{0, 5}, {1, 1}, {3, 64}, {64, 3}, {65, 130}, {240, 77}} {
		columns := make([]Set, size[0])
		for c := range columns {
			columns[c] = New(size[1])
			for r := range size[1] {
				if random.IntN(2) == 0 {
					columns[c].Add(r)
				}
			}
		}
		rows := Transpose(columns, size[1])
		for r := range size[1] {
			want := New(len(columns))
			for c, column := range columns {
				if column.Has(r) {
					want.Add(c)
				}
			}
			if row := rows.Row(r); !row.Equal(want) {
				t.Fatalf("%d by %d: row %d is %v, want %v", size[0], size[1], r, row.Members(), want.Members())
			}
		}
	}
}
