package engine

import "encoding/binary"

// appendText appends a text to a key, with its length in front: whatever characters are in it, it can look like no
// other text, and like no two.
func appendText(key []byte, text string) []byte {
	return append(binary.AppendUvarint(key, uint64(len(text))), text...)
}
