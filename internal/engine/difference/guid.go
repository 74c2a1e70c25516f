package difference

import (
	"encoding/binary"
	"fmt"
)

// A guid is the id of an object as a number: a tenant's people are looked up by the million, and a number is
// compared at once.
type guid struct{ high, low uint64 }

const (
	eachByte = 0x0101010101010101
	lowBits  = 0x0f0f0f0f0f0f0f0f
)

// parseGUID reads an id in the form of 8-4-4-4-12 hexadecimal digits, upper and lower case alike.
func parseGUID(id string) (g guid, ok bool) {
	if len(id) != 36 || id[8] != '-' || id[13] != '-' || id[18] != '-' || id[23] != '-' {
		return guid{}, false
	}
	var digits [32]byte
	copy(digits[:8], id[:8])
	copy(digits[8:12], id[9:13])
	copy(digits[12:16], id[14:18])
	copy(digits[16:20], id[19:23])
	copy(digits[20:], id[24:])
	var words [4]uint64
	for i := range words {
		if words[i], ok = eightDigits(binary.BigEndian.Uint64(digits[8*i:])); !ok {
			return guid{}, false
		}
	}
	return guid{words[0]<<32 | words[1], words[2]<<32 | words[3]}, true
}

func (g guid) String() string {
	digits := fmt.Sprintf("%016x%016x", g.high, g.low)
	return digits[:8] + "-" + digits[8:12] + "-" + digits[12:16] + "-" + digits[16:20] + "-" + digits[20:]
}

// eightDigits reads eight hexadecimal digits that stand in the bytes of a word, all at once.
func eightDigits(text uint64) (value uint64, ok bool) {
	letters := text >> 6 & eachByte // 1 in the bytes that hold a letter
	value = text&lowBits + 9*letters
	// Written again, a digit is itself; anything else is not.
	again := value + 0x30*eachByte + 0x27*letters
	if over := (value + 6*eachByte) >> 4 & eachByte; over != letters || value&^lowBits != 0 || again != text|0x20*letters {
		return 0, false
	}
	value = (value | value>>4) & 0x00ff00ff00ff00ff
	value = (value | value>>8) & 0x0000ffff0000ffff
	return (value | value>>16) & 0xffffffff, true
}
