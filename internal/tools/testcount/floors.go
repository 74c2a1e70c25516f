package main

import (
	"fmt"
	"strconv"
	"strings"
)

// A floor is how many tests have to run at least.
type floor struct {
	prefix string // of the tests' names; "" is every test
	least  int
}

type floors []floor

func (f *floors) String() string { return fmt.Sprint(*f) }

// Set adds a floor, as package flag does for every occurrence of one.
func (f *floors) Set(text string) error {
	prefix, number, found := strings.Cut(text, "=")
	if !found {
		prefix, number = "", text
	}
	least, err := strconv.Atoi(number)
	if err != nil {
		return fmt.Errorf("want [prefix=]n, found %q", text)
	}
	*f = append(*f, floor{prefix, least})
	return nil
}
