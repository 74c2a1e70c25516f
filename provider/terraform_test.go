package provider

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
)

// Under the name that terraform gives a provider's executable, the test binary is that provider.
func TestMain(m *testing.M) {
	serving := testProvider
	switch name, isPlugin := strings.CutPrefix(filepath.Base(os.Args[0]), "terraform-provider-"); {
	case !isPlugin:
		os.Exit(allAnswered(m.Run()))
	case name != "entraguard":
		serving = func() provider.Provider { return standIn(name) }
	}
	err := providerserver.Serve(context.Background(), serving, providerserver.ServeOpts{Address: "registry.terraform.io/entraguard/entraguard"})
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// paceVariable tells a provider in a process of its own which pace to keep.
const paceVariable = "ENTRAGUARD_TEST_PACE"

// testProvider keeps to no quota, unless it is told to: its tenants are simulated.
func testProvider() provider.Provider {
	pace, err := time.ParseDuration(os.Getenv(paceVariable))
	if err != nil {
		pace = time.Millisecond
	}
	return &entraguard{version: "test", pace: pace}
}

// run runs steps with a real terraform, and the provider in this process.
func run(t *testing.T, steps ...resource.TestStep) {
	t.Helper()
	findTerraform(t)
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: map[string]func() (tfprotov6.ProviderServer, error){
			"entraguard": providerserver.NewProtocol6WithError(testProvider()),
		},
		Steps: steps,
	})
}

// findTerraform is the terraform that the tests run; without one, they are skipped.
func findTerraform(t *testing.T) string {
	t.Helper()
	path := os.Getenv("TF_ACC_TERRAFORM_PATH")
	if path == "" {
		var err error
		if path, err = exec.LookPath("terraform"); err != nil {
			t.Skip("no terraform on the path")
		}
	}
	answered.Store(t.Name(), true)
	return path
}

// A workspace is a directory in which terraform's own commands run, for what a test has to read as people do.
// The provider is a process of its own there.
type workspace struct {
	t         *testing.T
	terraform string
	directory string

	environment []string        // variables besides
	started     func(*exec.Cmd) // called when a command runs
}

func newWorkspace(t *testing.T) *workspace {
	t.Helper()
	w := &workspace{t: t, terraform: findTerraform(t), directory: t.TempDir()}
	w.install("entraguard/entraguard")
	return w
}

// install makes the test binary these providers, and no other provider there is.
func (w *workspace) install(addresses ...string) {
	w.t.Helper()
	self, err := os.Executable()
	if err != nil {
		w.t.Fatal(err)
	}
	plugins := w.t.TempDir()
	var overrides strings.Builder
	for _, address := range addresses {
		if err := os.Symlink(self, filepath.Join(plugins, "terraform-provider-"+filepath.Base(address))); err != nil {
			w.t.Fatal(err)
		}
		fmt.Fprintf(&overrides, "    %q = %q\n", address, plugins)
	}
	w.write(".terraformrc", "provider_installation {\n  dev_overrides {\n"+overrides.String()+"  }\n}\n")
}

func (w *workspace) write(name, text string) {
	w.t.Helper()
	if err := os.WriteFile(filepath.Join(w.directory, name), []byte(text), 0o600); err != nil {
		w.t.Fatal(err)
	}
}

// configure replaces the configuration.
func (w *workspace) configure(text string) {
	w.t.Helper()
	w.write("main.tf", "terraform {\n  required_providers {\n    entraguard = { source = \"entraguard/entraguard\" }\n  }\n}\n"+text)
}

// must runs a command that has to succeed.
func (w *workspace) must(arguments ...string) string {
	w.t.Helper()
	output, err := w.do(arguments...)
	if err != nil {
		w.t.Fatalf("terraform %s: %v\n%s", strings.Join(arguments, " "), err, output)
	}
	return output
}

// fails runs a command that has to fail.
func (w *workspace) fails(arguments ...string) string {
	w.t.Helper()
	output, err := w.do(arguments...)
	if err == nil {
		w.t.Fatalf("terraform %s succeeded:\n%s", strings.Join(arguments, " "), output)
	}
	return output
}

// do runs a command and returns what it printed, on both streams.
func (w *workspace) do(arguments ...string) (string, error) {
	command := exec.CommandContext(w.t.Context(), w.terraform, append(arguments, "-no-color")...)
	command.Dir = w.directory
	for _, variable := range os.Environ() {
		if !strings.HasPrefix(variable, "ARM_") && !strings.HasPrefix(variable, "AZURE_") && !strings.HasPrefix(variable, "TF_") {
			command.Env = append(command.Env, variable)
		}
	}
	command.Env = append(command.Env, "TF_CLI_CONFIG_FILE="+filepath.Join(w.directory, ".terraformrc"), "TF_IN_AUTOMATION=1", "TF_INPUT=0", "CHECKPOINT_DISABLE=1")
	command.Env = append(command.Env, w.environment...)
	var output bytes.Buffer
	command.Stdout, command.Stderr = &output, &output
	if err := command.Start(); err != nil {
		return "", err
	}
	if w.started != nil {
		w.started(command)
	}
	err := command.Wait()
	return output.String(), err
}

// count is how often a text is in an output.
func count(output, text string) int { return strings.Count(output, text) }
