package guard

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestColumns(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"": 0, "CA001": 5, "Ümlaut": 6, "e\u0301": 1, "a\u200db": 2, // combining, joining
		"漢字": 4, "한국": 4, "ｆｕｌｌ": 8, "￥": 2, "🔒": 2, "𠀀": 2, "…": 1,
	} {
		if got := columns(text); got != want {
			t.Errorf("%q takes %d columns, want %d", text, got, want)
		}
	}
}

func TestCutMiddle(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		room int
		want string
	}{
		{"short", 5, "short"},
		{"longer", 5, "lo…er"},
		{"漢字漢字漢字", 6, "漢…字"},
		{"anything", 1, "…"},
	} {
		if got := cutMiddle(c.text, c.room); got != c.want || columns(got) > c.room {
			t.Errorf("%q in %d columns is %q, want %q", c.text, c.room, got, c.want)
		}
	}
}

func TestWrap(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want []string
	}{
		{"", []string{""}},
		{"one two", []string{"one two"}},
		{"one two three", []string{"one two", "three"}},
		{"a " + strings.Repeat("x", 16), []string{"a", "xxxxxxxx", "xxxxxxxx"}},
	} {
		if diff := cmp.Diff(c.want, wrap(c.text, 8)); diff != "" {
			t.Error(diff)
		}
	}
}
