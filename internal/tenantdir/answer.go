package tenantdir

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
)

// checkAnswer refuses an error answer that was saved as if it were data: what was asked for was not read.
func checkAnswer(data []byte) error {
	var answer struct {
		Error *struct{ Code, Message string } `json:"error"`
	}
	if json.Unmarshal(withoutMark(data), &answer) == nil && answer.Error != nil {
		return fmt.Errorf("an error answer, not data: %s", printable(answer.Error.Code))
	}
	return nil
}

// checkWhole refuses a list of which only the first page was saved: the rest would pass for "none".
func checkWhole[T any](data []byte, _ []T) error {
	var page struct {
		NextLink string `json:"@odata.nextLink"`
	}
	if json.Unmarshal(withoutMark(data), &page) == nil && page.NextLink != "" {
		return errors.New("only the first page of a list: the rest is behind its @odata.nextLink")
	}
	return nil
}

// checkHas refuses an object that lacks the member it was asked for.
func checkHas(data []byte, member string) error {
	var members map[string]json.RawMessage
	if json.Unmarshal(withoutMark(data), &members) == nil {
		if value, ok := members[member]; ok && string(value) != "null" {
			return nil
		}
	}
	return fmt.Errorf("want an object with %q, found one without", member)
}

// withoutMark takes off the byte order mark that some editors put before UTF-8.
func withoutMark(data []byte) []byte { return bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")) }
