package main

import (
	"fmt"
	"slices"
	"strings"
)

// parseSurvivors reads the explained survivors: a block for each, apart by blank lines, of the file and
// the function, the change, and the reason.
func parseSurvivors(text string) (map[string]string, error) {
	reasons := map[string]string{}
	for block := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		lines := slices.DeleteFunc(strings.Split(block, "\n"), func(line string) bool { return strings.HasPrefix(line, "#") })
		if len(lines) == 0 || strings.TrimSpace(strings.Join(lines, "")) == "" {
			continue
		}
		if len(lines) < 3 {
			return nil, fmt.Errorf("survivors.txt: %q: want the file and function, the change, and the reason", lines[0])
		}
		key := lines[0] + "\n" + lines[1]
		if _, twice := reasons[key]; twice {
			return nil, fmt.Errorf("survivors.txt: %q is there twice", lines[1])
		}
		reasons[key] = strings.Join(lines[2:], "\n")
	}
	return reasons, nil
}
