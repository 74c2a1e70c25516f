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
		if lab, err = newLab(root); err != nil {
			return err
		}
		defer lab.close()
		root = lab.root
	}
	all, err := findMutants(root)
	if err != nil {
		return err
	}
	chosen := all
	if o.only != nil {
		chosen = slices.DeleteFunc(slices.Clone(all), func(m mutant) bool { return !o.only.MatchString(m.file + " " + m.function) })
	}
	chosen = o.shard.of(chosen)
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

func try(ctx context.Context, lab *lab, mutants []mutant, explained map[string]string, stdout, stderr io.Writer) (score, error) {
	const pause = 15 * time.Second
	var s score
	began, last := time.Now(), time.Now()
	for i, m := range mutants {
		result, by, err := lab.test(ctx, m)
		if err != nil {
			return s, fmt.Errorf("%s: %w", m, err)
		}
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
		if time.Since(last) > pause {
			last = time.Now()
			left := time.Since(began) / time.Duration(i+1) * time.Duration(len(mutants)-i-1)
			fmt.Fprintf(stderr, "%d of %d mutants, about %s left\n", i+1, len(mutants), left.Round(time.Second))
		}
	}
	return s, nil
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
