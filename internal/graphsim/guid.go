package graphsim

import (
	"crypto/rand"
	"crypto/sha256"
	"fmt"
)

// newGUID makes a random id, as the service does for a new object.
func newGUID() string {
	var b [16]byte
	_, _ = rand.Read(b[:]) // never fails: crypto/rand aborts the program instead
	return formatGUID(b, 4)
}

// guidFor makes the same id from the same name every time, for things that need
// an id and came without one.
func guidFor(name string) string {
	sum := sha256.Sum256([]byte(name))
	return formatGUID([16]byte(sum[:16]), 8)
}

func formatGUID(b [16]byte, version byte) string {
	b[6] = b[6]&0x0f | version<<4
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[0:4], b[4:6], b[6:8], b[8:10], b[10:16])
}

func isGUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i := range len(s) {
		switch c := s[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case c >= '0' && c <= '9', c >= 'a' && c <= 'f', c >= 'A' && c <= 'F':
		default:
			return false
		}
	}
	return true
}
