// Command terraform-provider-entraguard is the Terraform provider for Microsoft Entra Conditional Access that
// refuses a change after which nobody could undo it.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"

	"github.com/entraguard/terraform-provider-entraguard/internal/startup"
	"github.com/entraguard/terraform-provider-entraguard/provider"
)

// version is set when a release is built.
var version = "dev"

func main() {
	debug := flag.Bool("debug", false, "wait for a debugger, and print how terraform reaches this process")
	flag.Parse()
	if os.Getenv("GOGC") == "" {
		startup.CollectLater()
	}
	if !*debug { // a developer's own terminal shows everything
		for name, level := range startup.LogLevels(os.Getenv) {
			_ = os.Setenv(name, level) // where it fails, more is logged than anybody reads
		}
	}
	err := providerserver.Serve(context.Background(), provider.New(version), providerserver.ServeOpts{
		Address: "registry.terraform.io/entraguard/entraguard",
		Debug:   *debug,
	})
	if err != nil {
		fmt.Fprintln(os.Stderr, "terraform-provider-entraguard: error:", err)
		os.Exit(1)
	}
}
