package graph

import (
	"net/http"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// fates is what may have become of a creation whose answer was lost, and how often it has to be sent.
var fates = map[string]struct {
	options graphsim.Options
	done    bool
	posts   int
}{
	"done":               {done: true, posts: 1},
	"done-and-not-shown": {options: graphsim.Options{Staleness: 2}, done: true, posts: 1},
	"not-done":           {posts: 2},
}

// wantPosts checks how often something was sent to a collection to be created.
func wantPosts(t *testing.T, sim *graphsim.Server, collection string, want int) {
	t.Helper()
	posted := func(r graphsim.Request) bool {
		return r.Method == http.MethodPost && strings.HasSuffix(r.Path, collection)
	}
	if n := count(sim, posted); n != want {
		t.Errorf("it was sent %d times, want %d", n, want)
	}
}
