package bitset

// Rows are sets of columns, read by row: row r has c where columns[c] has r. It goes by blocks of 64 by 64
// bits, each turned once it is asked for, since a crowd times a tenant's policies is more bits than can be looked
// at one by one.
type Rows struct {
	columns []Set
	words   int        // of a row
	turned  [][]uint64 // by 64 rows; nil until one of them is asked for
}

// Transpose makes rows of columns that are sets of numbers below n.
func Transpose(columns []Set, n int) Rows {
	return Rows{columns: columns, words: (len(columns) + 63) / 64, turned: make([][]uint64, (n+63)/64)}
}

// Row is one of the rows. It is to be read only.
func (t Rows) Row(r int) Set {
	if t.turned[r/64] == nil {
		t.turned[r/64] = t.turn(r / 64)
	}
	first := r % 64 * t.words
	return t.turned[r/64][first : first+t.words : first+t.words]
}

// turn makes 64 rows at once.
func (t Rows) turn(at int) []uint64 {
	flat := make([]uint64, 64*t.words)
	var block [64]uint64
	for w := range t.words {
		n := min(64, len(t.columns)-w*64)
		for i, column := range t.columns[w*64 : w*64+n] {
			block[i] = column[at]
		}
		clear(block[n:])
		transposeBlock(&block)
		for i, row := range block {
			flat[i*t.words+w] = row
		}
	}
	return flat
}

// transposeBlock exchanges bit j of word i with bit i of word j, by exchanging ever smaller squares.
func transposeBlock(b *[64]uint64) {
	mask := uint64(0x00000000FFFFFFFF)
	for width := 32; width > 0; width /= 2 {
		for i := range 64 {
			if i&width == 0 {
				t := (b[i]>>width ^ b[i+width]) & mask
				b[i+width] ^= t
				b[i] ^= t << width
			}
		}
		mask ^= mask << (width / 2)
	}
}
