package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
)

// pluginName is what terraform calls a provider's executable. Under that name this program is one: it runs
// the real one, and notes the most memory that it held.
const pluginName = "terraform-provider-entraguard"

// The environment tells the stand-in what to run, and where to note.
const (
	measuredProvider = "SIZE_PROVIDER"
	peaksFile        = "SIZE_PEAKS"
)

func isProvider(name string) bool { return filepath.Base(name) == pluginName }

// weigh runs the provider in the place of this process, and returns its exit code.
func weigh() int {
	provider := exec.Command(os.Getenv(measuredProvider)) //nolint:noctx // it ends when terraform tells it to
	provider.Stdin, provider.Stdout, provider.Stderr = os.Stdin, os.Stdout, os.Stderr
	err := provider.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	if err := note(os.Getenv(peaksFile), provider.ProcessState); err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	return provider.ProcessState.ExitCode()
}

// note adds a line to a file: the most bytes that a process held at once.
func note(name string, state *os.ProcessState) error {
	usage, ok := state.SysUsage().(*syscall.Rusage)
	if !ok {
		return errors.New("this system does not say how much memory a process held")
	}
	peak := usage.Maxrss
	if runtime.GOOS != "darwin" {
		peak *= 1024
	}
	file, err := os.OpenFile(name, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(file, peak)
	return errors.Join(err, file.Close())
}

// peak is the largest of what was noted in a file.
func peak(name string) (float64, error) {
	noted, err := os.ReadFile(name)
	if err != nil {
		return 0, fmt.Errorf("no provider ran: %w", err)
	}
	var most float64
	for line := range strings.Lines(string(noted)) {
		bytes, err := strconv.ParseFloat(strings.TrimSpace(line), 64)
		if err != nil {
			return 0, err
		}
		most = max(most, bytes)
	}
	return most, nil
}
