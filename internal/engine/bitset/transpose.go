package bitset

// Transpose turns sets of columns into sets of rows: rows[r] has c where columns[c] has r. It goes by blocks
// of 64 by 64 bits, since a crowd times a tenant's policies is more bits than can be looked at one by one.
func Transpose(columns []Set, rows int) []Set {
	words := (len(columns) + 63) / 64
	flat := make([]uint64, rows*words)
	var block [64]uint64
	for w := range words {
		for r0 := 0; r0 < rows; r0 += 64 {
			n := min(64, len(columns)-w*64)
			for i := range n {
				block[i] = columns[w*64+i][r0/64]
			}
			clear(block[n:])
			transposeBlock(&block)
			for i := range min(64, rows-r0) {
				flat[(r0+i)*words+w] = block[i]
			}
		}
	}
	out := make([]Set, rows)
	for r := range out {
		out[r] = flat[r*words : (r+1)*words : (r+1)*words]
	}
	return out
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
