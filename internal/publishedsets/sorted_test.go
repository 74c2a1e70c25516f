package publishedsets_test

import "slices"

func sorted(lines []string) []string {
	slices.Sort(lines)
	return lines
}
