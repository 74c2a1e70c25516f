package bitset

import (
	"math/rand/v2"
	"testing"
)

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
		for c := range columns {
			for r := range size[1] {
				if rows.Row(r).Has(c) != columns[c].Has(r) {
					t.Fatalf("%d by %d: row %d, column %d", size[0], size[1], r, c)
				}
			}
		}
	}
}
