package graph

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

// The two credentials below come from the machine and not from the configuration, so the tests change the
// environment of the process and do not run in parallel.

func TestAzureCLI(t *testing.T) {
	sim, _ := start(t, graphsim.Options{})
	folder := t.TempDir()
	calls := filepath.Join(folder, "calls")
	script := fmt.Sprintf("#!/bin/sh\necho \"$@\" >> %s\necho '{\"accessToken\":%q,\"expires_on\":%d}'\n", calls, sim.Token(), time.Now().Add(time.Hour).Unix())
	if err := os.WriteFile(filepath.Join(folder, "az"), []byte(script), 0o700); err != nil {
		t.Fatal(err)
	}
	t.Setenv("PATH", folder+string(os.PathListSeparator)+os.Getenv("PATH"))
	c := connect(t, serve(t, sim), func(c *Config) { c.ClientSecret, c.UseCLI = "", yes() })
	for range 2 {
		if _, err := c.Snapshot(soon(t), 0, Scope{}); err != nil {
			t.Fatal(err)
		}
	}
	called, err := os.ReadFile(calls)
	if err != nil {
		t.Fatal(err)
	}
	if lines := strings.Split(strings.TrimSpace(string(called)), "\n"); len(lines) != 1 || !strings.Contains(lines[0], "--tenant "+tenantID) {
		t.Errorf("az was called %d times: %q; want once, for the tenant", len(lines), lines)
	}
}

func TestAzureCLIIsMissing(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	c := connect(t, "http://127.0.0.1:1", func(c *Config) { c.ClientSecret, c.UseCLI = "", yes() })
	_, err := c.Identity(soon(t))
	wantLine(t, err, "cannot sign in", "executable not found on path", "use_cli needs the Azure CLI")
}

func TestManagedIdentity(t *testing.T) {
	sim, _ := start(t, graphsim.Options{})
	host := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		q := r.URL.Query()
		if r.Header.Get("X-IDENTITY-HEADER") != "header" || q.Get("client_id") != clientID || q.Get("resource") != "https://graph.microsoft.com" {
			http.Error(w, "no", http.StatusBadRequest)
			return
		}
		fmt.Fprintf(w, `{"access_token":%q,"expires_on":"%d","resource":"https://graph.microsoft.com","token_type":"Bearer"}`, sim.Token(), time.Now().Add(time.Hour).Unix())
	}))
	t.Cleanup(host.Close)
	t.Setenv("IDENTITY_ENDPOINT", host.URL)
	t.Setenv("IDENTITY_HEADER", "header")
	c := connect(t, serve(t, sim), func(c *Config) { c.ClientSecret, c.UseMSI = "", yes() })
	if _, err := c.Policies(soon(t)); err != nil {
		t.Error(err)
	}
}
