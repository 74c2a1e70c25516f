package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
)

// reason is what a skipped test said.
func reason(output string) string {
	for line := range strings.Lines(output) {
		line = strings.TrimSpace(line)
		if line != "" && !strings.HasPrefix(line, "===") && !strings.HasPrefix(line, "---") {
			return ": " + line
		}
	}
	return ""
}

func indent(output string) string {
	var text strings.Builder
	for line := range strings.Lines(output) {
		if !strings.HasPrefix(line, "=== ") {
			text.WriteString("      " + strings.TrimRight(line, "\n") + "\n")
		}
	}
	return text.String()
}

func list(out io.Writer, title string, lines []string) {
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(out, "\n%s:\n", title)
	for _, line := range slices.Sorted(slices.Values(lines)) {
		fmt.Fprintf(out, "  %s\n", line)
	}
}
