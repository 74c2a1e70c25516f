package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"time"
)

// A score counts what became of the mutants.
type score struct {
	killed, survived, invalid int
	unexplained               []mutant
	idle                      []string // explanations of mutants that are killed, or are no more
}

func (s score) total() int { return s.killed + s.survived }

// mutate tries the mutants that were asked for.
func mutate(ctx context.Context, o options, explained map[string]string, stdout, stderr io.Writer) error {
	root := o.root
	var lab *lab
	if !o.list {
		var err error
		if lab, err = newLab(root, o.with); err != nil {
			return err
		}
		defer lab.close()
		root = lab.root
	}
	all, err := findMutants(root)
	if err != nil {
		return err
	}
	chosen := o.of(all)
	if len(chosen) == 0 {
		return errors.New("no mutant was asked for")
	}
	if o.list {
		for _, m := range chosen {
			fmt.Fprintln(stdout, m)
		}
		return nil
	}
	if err := lab.calibrate(ctx); err != nil {
		return err
	}
	s, err := try(ctx, lab, chosen, explained, stdout, stderr)
	if err != nil {
		return err
	}
	s.idle = append(s.idle, gone(all, explained)...)
	return s.result(explained, stdout)
}

// of chooses mutants.
func (o options) of(all []mutant) []mutant {
	return o.shard.of(slices.DeleteFunc(slices.Clone(all), func(m mutant) bool {
		return (o.only != nil && !o.only.MatchString(m.file+" "+m.function)) || (o.again != nil && !o.again[m.key()])
	}))
}

func try(ctx context.Context, lab *lab, mutants []mutant, explained map[string]string, stdout, stderr io.Writer) (score, error) {
	const pause = 15 * time.Second
	var s score
	began, last, done := time.Now(), time.Now(), 0
	for _, b := range batches(mutants) {
		skip, err := lab.prepare(ctx, b)
		if err != nil {
			return s, err
		}
		before := s.survived
		for i, m := range b.mutants {
			result, by := invalid, ""
			if !skip[i] {
				if result, by, err = lab.test(ctx, m, i+1); err != nil {
					return s, fmt.Errorf("%s: %w", m, err)
				}
			}
			s.count(m, result, by, explained, stdout, stderr)
			if done++; time.Since(last) > pause {
				last = time.Now()
				left := time.Since(began) / time.Duration(done) * time.Duration(len(mutants)-done)
				fmt.Fprintf(stderr, "%d of %d mutants, about %s left\n", done, len(mutants), left.Round(time.Second))
			}
		}
		if s.survived > before {
			continue
		}
		// Where nothing survives, it might be the switches that fail the tests.
		for _, file := range b.files() {
			if result, by, err := lab.test(ctx, mutant{file: file}, 0); err != nil || result != survived {
				return s, fmt.Errorf("%s: the tests fail with every mutant off: %s %w", file, by, err)
			}
		}
	}
	return s, nil
}

// count notes what became of a mutant, and tells of it.
func (s *score) count(m mutant, result outcome, by string, explained map[string]string, stdout, stderr io.Writer) {
	_, known := explained[m.key()]
	switch result {
	case killed:
		s.killed++
		fmt.Fprintf(stderr, "killed by %s: %s\n", by, m)
	case invalid:
		s.invalid++
	case survived:
		s.survived++
		if !known {
			s.unexplained = append(s.unexplained, m)
			fmt.Fprintf(stdout, "survived: %s\n", m)
		}
	}
	if known && result != survived {
		s.idle = append(s.idle, m.key())
	}
}

// gone lists the explanations of mutants that the source no longer has.
func gone(all []mutant, explained map[string]string) []string {
	var keys []string
	for key := range explained {
		if !slices.ContainsFunc(all, func(m mutant) bool { return m.key() == key }) {
			keys = append(keys, key)
		}
	}
	slices.Sort(keys)
	return keys
}

// result prints what the run comes to.
func (s score) result(explained map[string]string, stdout io.Writer) error {
	for _, key := range s.idle {
		fmt.Fprintf(stdout, "explained, and no survivor: %s\n", strings.ReplaceAll(key, "\n", ": "))
	}
	fmt.Fprintf(stdout, "%d explained survivors, %d mutants that do not compile\n", s.survived-len(s.unexplained), s.invalid)
	fmt.Fprintf(stdout, "mutation %d/%d\n", s.killed, s.total())
	switch {
	case s.total() == 0:
		return errors.New("no mutant ran")
	case len(s.unexplained) > 0:
		return fmt.Errorf("%d survivors are not explained", len(s.unexplained))
	case len(s.idle) > 0:
		return fmt.Errorf("%d of %d explanations explain nothing", len(s.idle), len(explained))
	}
	return nil
}
