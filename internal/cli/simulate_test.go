package cli_test

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/cli"
)

func TestSimulateServesUntilInterrupted(t *testing.T) {
	t.Parallel()
	ctx, interrupt := context.WithCancel(t.Context())
	log := filepath.Join(t.TempDir(), "requests.jsonl")
	output, printed := io.Pipe()
	var errs bytes.Buffer
	ended := make(chan int, 1)
	go func() {
		ended <- cli.Run(ctx, cli.Streams{Out: printed, Err: &errs}, []string{"simulate", "--tenant", "../../examples/contoso", "--log", log})
		printed.Close()
	}()
	address, err := bufio.NewReader(output).ReadString('\n')
	if err != nil {
		t.Fatal(err)
	}
	base := strings.TrimSpace(address)

	token := postForm(t, base+"/8f2c1b34-0d5e-4c7a-9a61-3be5d7c0f102/oauth2/v2.0/token", url.Values{
		"grant_type": {"client_credentials"}, "client_id": {"any"}, "client_secret": {"any"}, "scope": {base + "/.default"},
	})
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/v1.0/identity/conditionalAccess/policies", http.NoBody)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Authorization", "Bearer "+token)
	var policies struct {
		Value []struct{ DisplayName string }
	}
	decode(t, request, &policies)
	if got := len(policies.Value); got != 3 {
		t.Errorf("served %d policies, want the folder's 3", got)
	}

	interrupt()
	if code := <-ended; code != 0 {
		t.Errorf("exit code %d after an interrupt, want 0", code)
	}
	if !strings.Contains(errs.String(), `graph_endpoint = "`+base+`"`) {
		t.Errorf("does not say how to point the provider at it:\n%s", &errs)
	}
	lines, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(lines), "/v1.0/identity/conditionalAccess/policies") {
		t.Errorf("the log lacks the request:\n%s", lines)
	}
}

func postForm(t *testing.T, address string, form url.Values) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, address, strings.NewReader(form.Encode()))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	var answer struct {
		AccessToken string `json:"access_token"`
	}
	decode(t, request, &answer)
	return answer.AccessToken
}

func decode(t *testing.T, request *http.Request, into any) {
	t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	if response.StatusCode != http.StatusOK {
		t.Fatalf("%s answered %s:\n%s", request.URL, response.Status, body)
	}
	if err := json.Unmarshal(body, into); err != nil {
		t.Fatal(err)
	}
}
