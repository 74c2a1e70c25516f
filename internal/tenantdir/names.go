package tenantdir

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// checkNames finds what a decoder of JSON overlooks: an object that names a member twice, of which it
// would keep one. At the top, where ids are names, names differ in more than their case.
func checkNames(data []byte) error {
	decoder := json.NewDecoder(bytes.NewReader(withoutMark(data)))
	return checkValue(decoder, "")
}

func checkValue(decoder *json.Decoder, path string) error {
	token, err := decoder.Token()
	if err != nil {
		return err
	}
	switch token {
	case json.Delim('{'):
		return checkObject(decoder, path)
	case json.Delim('['):
		return checkList(decoder, path)
	}
	return nil
}

func checkObject(decoder *json.Decoder, path string) error {
	seen := map[string]bool{}
	for decoder.More() {
		token, err := decoder.Token()
		if err != nil {
			return err
		}
		name, ok := token.(string)
		if !ok {
			return errors.New("an object has a member without a name")
		}
		key, at := name, printable(name)
		if path == "" {
			key = ca.FoldID(name)
		} else {
			at = path + "." + at
		}
		if seen[key] {
			return fmt.Errorf("%s is there twice", at)
		}
		seen[key] = true
		if err := checkValue(decoder, at); err != nil {
			return err
		}
	}
	_, err := decoder.Token()
	return err
}

func checkList(decoder *json.Decoder, path string) error {
	for i := 0; decoder.More(); i++ {
		if err := checkValue(decoder, path+"["+strconv.Itoa(i)+"]"); err != nil {
			return err
		}
	}
	_, err := decoder.Token()
	return err
}
