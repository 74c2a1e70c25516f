package main

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// parseSurvivors reads the explained survivors, by key: blocks apart by blank lines, each of a line for the file
// and the function, one for every change of it that has the same reason, and one for the reason.
func parseSurvivors(text string) (map[string]string, error) {
	reasons := map[string]string{}
	for block := range strings.SplitSeq(strings.TrimSpace(text), "\n\n") {
		lines := slices.DeleteFunc(strings.Split(block, "\n"), func(line string) bool { return strings.HasPrefix(line, "#") })
		if len(lines) == 0 || strings.TrimSpace(strings.Join(lines, "")) == "" {
			continue
		}
		if len(lines) < 3 {
			return nil, fmt.Errorf("survivors.txt: %q: want the file and function, the changes, and the reason", lines[0])
		}
		last := len(lines) - 1
		if isChange(lines[last]) {
			return nil, fmt.Errorf("survivors.txt: %q has no reason", lines[last])
		}
		for _, change := range lines[1:last] {
			key := lines[0] + "\n" + change
			if _, twice := reasons[key]; twice {
				return nil, fmt.Errorf("survivors.txt: %q is there twice", change)
			}
			reasons[key] = lines[last]
		}
	}
	return reasons, nil
}

// isChange tells how a mutant is described from a sentence about it.
func isChange(line string) bool {
	return strings.HasPrefix(line, "drop ") || strings.Contains(line, " -> ")
}

// survivedLine is how a run tells of a survivor: the word, the place, the function, the change.
var survivedLine = regexp.MustCompile(`(?m)^survived: (\S+?):\d+: (.+?): (.+)$`)

// survivorsIn are the keys of the mutants that a run told of.
func survivorsIn(output string) map[string]bool {
	keys := map[string]bool{}
	for _, line := range survivedLine.FindAllStringSubmatch(output, -1) {
		keys[line[1]+" "+line[2]+"\n"+line[3]] = true
	}
	return keys
}
