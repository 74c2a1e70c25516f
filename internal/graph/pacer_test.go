package graph

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
)

// A turn book keeps who went when, in whole seconds.
type turnBook struct {
	mu    sync.Mutex
	began time.Time
	turns []string
}

func (b *turnBook) queue(t *testing.T, p *pacer, name string, confirms bool, lasts time.Duration) {
	t.Helper()
	go func() {
		var c *confirmation
		if confirms {
			c = &confirmation{}
		}
		if err := p.enter(context.Background(), c); err != nil {
			t.Error(err)
			return
		}
		b.mu.Lock()
		b.turns = append(b.turns, fmt.Sprintf("%s@%d", name, time.Since(b.began).Round(time.Second)/time.Second))
		b.mu.Unlock()
		time.Sleep(lasts)
		p.leave()
	}()
	synctest.Wait() // so that they queue in the order of the calls
}

func (b *turnBook) sofar() []string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return slices.Clone(b.turns)
}

func TestPacerKeepsTheOrderAndTheDistance(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, book := newPacer(20*time.Second, nil), &turnBook{began: time.Now()}
		book.queue(t, p, "first", false, time.Second)
		book.queue(t, p, "slow", false, 30*time.Second)
		book.queue(t, p, "third", false, 0)
		book.queue(t, p, "fourth", false, 0)
		time.Sleep(5 * time.Minute)
		// The first waits as if another run had just ended; each counts from the answer of the one before it.
		if diff := cmp.Diff([]string{"first@20", "slow@41", "third@91", "fourth@111"}, book.sofar()); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

func TestConfirmationLetsWritesGoFirst(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, book := newPacer(20*time.Second, nil), &turnBook{began: time.Now()}
		book.queue(t, p, "write1", false, 0)
		book.queue(t, p, "confirmation", true, 0)
		book.queue(t, p, "write2", false, 0)
		time.Sleep(50 * time.Second) // at 50 s, write2 went and the confirmation is next
		book.queue(t, p, "write3", false, 0)
		time.Sleep(5 * time.Minute)
		if diff := cmp.Diff([]string{"write1@20", "write2@40", "write3@60", "confirmation@80"}, book.sofar()); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

func TestConfirmationDoesNotWaitForEver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, book := newPacer(20*time.Second, nil), &turnBook{began: time.Now()}
		book.queue(t, p, "write0", false, 0)
		book.queue(t, p, "confirmation", true, 0)
		for i := range 20 {
			book.queue(t, p, fmt.Sprintf("write%d", i+1), false, 0)
		}
		time.Sleep(10 * time.Minute)
		for i, turn := range book.sofar() {
			// One interval of its patience went before anybody went.
			if strings.HasPrefix(turn, "confirmation") && i != patience-1 {
				t.Errorf("the confirmation was number %d, want %d: %v", i, patience-1, book.sofar())
			}
		}
		if len(book.sofar()) != 22 {
			t.Errorf("%d went, want 22", len(book.sofar()))
		}
	})
}

func TestPacerForgetsWhoGaveUp(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p, book := newPacer(20*time.Second, nil), &turnBook{began: time.Now()}
		book.queue(t, p, "first", false, 0)
		gaveUp := errors.New("gave up")
		ctx, cancel := context.WithCancelCause(context.Background())
		failed := make(chan error, 1)
		go func() { failed <- p.enter(ctx, nil) }()
		synctest.Wait()
		book.queue(t, p, "third", false, 0)
		cancel(gaveUp)
		if err := <-failed; !errors.Is(err, gaveUp) {
			t.Errorf("got %v, want the reason of the context", err)
		}
		time.Sleep(time.Minute)
		if diff := cmp.Diff([]string{"first@20", "third@40"}, book.sofar()); diff != "" {
			t.Errorf("(-want +got)\n%s", diff)
		}
	})
}

func TestBackoff(t *testing.T) {
	t.Parallel()
	for repetition, least := range []time.Duration{2, 4, 8, 16, 32, 60, 60, 60} {
		least *= time.Second
		for range 100 {
			got := backoff(time.Second, repetition)
			if most := min(60*time.Second, least+least/2); got < least || got > most {
				t.Fatalf("repetition %d waits %s, want %s to %s", repetition, got, least, most)
			}
		}
	}
}

func TestRetryAfter(t *testing.T) {
	t.Parallel()
	const date = "Mon, 23 Nov 2026 10:00:00 GMT"
	tests := map[string]struct {
		header http.Header
		want   time.Duration
		told   bool
	}{
		"none":      {header: http.Header{}},
		"seconds":   {header: http.Header{"Retry-After": {"7"}}, want: 7 * time.Second, told: true},
		"fraction":  {header: http.Header{"Retry-After": {"0.4"}}, want: 400 * time.Millisecond, told: true},
		"date":      {header: http.Header{"Retry-After": {"Mon, 23 Nov 2026 10:00:30 GMT"}, "Date": {date}}, want: 30 * time.Second, told: true},
		"past":      {header: http.Header{"Retry-After": {"Mon, 23 Nov 2026 09:00:30 GMT"}, "Date": {date}}, told: true},
		"nonsense":  {header: http.Header{"Retry-After": {"soon"}}},
		"negative":  {header: http.Header{"Retry-After": {"-1"}}},
		"next-year": {header: http.Header{"Retry-After": {"Mon, 22 Nov 2027 10:00:00 GMT"}, "Date": {date}}, want: time.Hour, told: true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, told := retryAfter(test.header); got != test.want || told != test.told {
				t.Errorf("got %s, %v; want %s, %v", got, told, test.want, test.told)
			}
		})
	}
}
