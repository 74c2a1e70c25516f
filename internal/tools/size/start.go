package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"time"
)

// maximumStart is how many times longer than the bare provider's the provider's start may be.
const maximumStart = 1.5

// timeStarts starts both providers in turn and compares each start with the other's next to it: what else the
// machine does meets both alike, and may not be the same a minute later. A median stands for the starts.
func (b built) timeStarts(ctx context.Context, r *report, times int) error {
	if times < 1 {
		return errors.New("a start that never happened takes no time: -starts has to be at least 1")
	}
	var ours, bare, ratios []float64
	var schema int
	for range times {
		took, message, err := startToSchema(ctx, b.provider)
		if err != nil {
			return err
		}
		least, _, err := startToSchema(ctx, b.bare)
		if err != nil {
			return err
		}
		ours, bare, schema = append(ours, milliseconds(took)), append(bare, milliseconds(least)), len(message)
		ratios = append(ratios, float64(took)/float64(least))
	}
	r.size("schema", float64(schema)/1e3, "kB", 0)
	r.size("start", median(ours), "ms", 0)
	r.size("start/bare", median(bare), "ms", 0)
	r.size("start/ratio", median(ratios), "times", maximumStart)
	return nil
}

func median(values []float64) float64 {
	return slices.Sorted(slices.Values(values))[len(values)/2]
}

func milliseconds(d time.Duration) float64 { return float64(d) / float64(time.Millisecond) }

// What terraform sets for a provider: the cookie that proves who is calling, and the protocol it speaks.
var handshake = []string{
	"TF_PLUGIN_MAGIC_COOKIE=d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
	"PLUGIN_PROTOCOL_VERSIONS=6",
}

// startToSchema starts a provider as terraform does and returns how long it took until its whole schema was
// here. The connection is not encrypted: that would cost every provider the same, and hide the difference.
func startToSchema(ctx context.Context, executable string) (took time.Duration, schema []byte, err error) {
	ctx, stop := context.WithTimeout(ctx, time.Minute)
	defer stop()
	provider := exec.CommandContext(ctx, executable)
	provider.Env = append(os.Environ(), handshake...)
	var complaint bytes.Buffer
	provider.Stderr = &complaint
	stdout, err := provider.StdoutPipe()
	if err != nil {
		return 0, nil, err
	}
	began := time.Now()
	if err := provider.Start(); err != nil {
		return 0, nil, err
	}
	defer func() {
		_ = provider.Process.Kill()
		_ = provider.Wait()
	}()
	line, err := bufio.NewReader(stdout).ReadString('\n')
	if err != nil {
		return 0, nil, fmt.Errorf("%s did not say where it listens: %w\n%s", executable, err, &complaint)
	}
	// The line is core version | protocol | network | address | grpc | certificate.
	words := strings.Split(strings.TrimSpace(line), "|")
	if len(words) < 5 || words[1] != "6" || words[4] != "grpc" {
		return 0, nil, fmt.Errorf("%s says %q, which is no provider of protocol 6", executable, line)
	}
	schema, err = getProviderSchema(ctx, words[2], words[3])
	return time.Since(began), schema, err
}

// getProviderSchema is the call of that name, by hand: an empty message there, and one message back.
func getProviderSchema(ctx context.Context, network, address string) ([]byte, error) {
	protocols := new(http.Protocols)
	protocols.SetUnencryptedHTTP2(true)
	transport := &http.Transport{
		Protocols: protocols,
		DialContext: func(ctx context.Context, _, _ string) (net.Conn, error) {
			return new(net.Dialer).DialContext(ctx, network, address)
		},
	}
	defer transport.CloseIdleConnections()
	const empty = "\x00\x00\x00\x00\x00" // not compressed, and no bytes follow
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, "http://provider/tfplugin6.Provider/GetProviderSchema", strings.NewReader(empty))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/grpc")
	request.Header.Set("TE", "trailers")
	response, err := transport.RoundTrip(request)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	message, err := io.ReadAll(response.Body)
	if err != nil {
		return nil, err
	}
	if status := response.Trailer.Get("Grpc-Status"); status != "0" {
		return nil, fmt.Errorf("GetProviderSchema ended with status %q: %s", status, response.Trailer.Get("Grpc-Message"))
	}
	return message, nil
}
