package provider

import (
	"net/http"
	"os/exec"
	"strings"
	"syscall"
	"testing"

	"github.com/entraguard/terraform-provider-entraguard/internal/graphsim"
)

const quietPolicy = `
resource "entraguard_conditional_access_policy" "quiet" {
  display_name = "CA001 Quiet"
  state        = "disabled"
  conditions = {
    users        = { include_users = ["` + ann + `"] }
    applications = { include_applications = ["All"] }
  }
  grant_controls = { operator = "OR", built_in_controls = ["mfa"] }
}
`

// Whatever is wrong with the way to the tenant, one diagnostic says what, and what to do.
func TestAccBadInput(t *testing.T) {
	t.Parallel()
	healthy := func(f *fixture) string { return f.config(quietPolicy) }
	replaced := func(old, with string) func(*fixture) string {
		return func(f *fixture) string { return strings.Replace(healthy(f), old, with, 1) }
	}
	for name, test := range map[string]struct {
		options graphsim.Options
		config  func(*fixture) string
		want    []string
	}{
		"wrong-secret": {
			options: graphsim.Options{Clients: map[string]string{pipelineApp: "another one"}}, config: healthy,
			want: []string{"The provider cannot sign in to Microsoft Entra", "AADSTS7000215", "Check client_secret"},
		},
		"wrong-tenant": {
			config: replaced(tenantID, someGUID), want: []string{"The provider cannot sign in to Microsoft Entra", "AADSTS90002"},
		},
		"policies-forbidden": {
			options: graphsim.Options{RequireScopes: []string{"RoleManagement.Read.Directory", "User.Read.All"}}, config: healthy,
			want: []string{`EG091: "CA001 Quiet" needs a tenant that can be read`, "Policy.Read.All"},
		},
		"no-network": {
			config: func(f *fixture) string { return strings.Replace(healthy(f), f.url, "http://127.0.0.1:1", 1) },
			want:   []string{"The provider cannot sign in to Microsoft Entra"},
		},
		"plain-http": {
			config: func(f *fixture) string { return strings.Replace(healthy(f), f.url, "http://graph.example.com", 1) },
			want:   []string{"The provider cannot be configured", "use https"},
		},
		"no-address": {
			config: func(f *fixture) string { return strings.Replace(healthy(f), f.url, "graph", 1) },
			want:   []string{"The provider cannot be configured", `graph_endpoint "graph": want an address`, `graph_endpoint = "graph"`},
		},
		"unknown-cloud": {
			config: replaced("tenant_id ", "environment = \"mars\"\n  tenant_id "), want: []string{"The provider cannot be configured", `environment "mars" is not known`, `environment = "mars"`},
		},
		"no-credential": {
			config: replaced(`client_secret  = "not-a-secret"`, ""), want: []string{"The provider cannot be configured", "No credential is configured", "ARM_CLIENT_SECRET"},
		},
		"unknown-secret": {
			config: func(f *fixture) string {
				return replaced(`"not-a-secret"`, "terraform_data.secret.output")(f) + "resource \"terraform_data\" \"secret\" { input = \"x\" }\n"
			},
			want: []string{"`client_secret` is not known yet", "ARM_CLIENT_SECRET or", "client_secret = terraform_data.secret.output"},
		},
		"unknown-guard": {
			config: func(f *fixture) string {
				return replaced(`minimum_soak = "0s"`, "minimum_soak = terraform_data.soak.output")(f) + "resource \"terraform_data\" \"soak\" { input = \"0s\" }\n"
			},
			want: []string{"The `guard` block is not wholly known yet"},
		},
		"bad-guard": {
			config: replaced(`minimum_soak = "0s"`, `minimum_soak = "a week"`), want: []string{"The guard block cannot be used", `"a week" is not a duration`},
		},
		"bad-network": {
			config: replaced("staging ", "assume = { networks = [{ address = \"10.0.0.1\" }] }\n    staging "),
			want:   []string{"The guard block cannot be used", "assume.networks[0].address", "not a public address"},
		},
		"no-such-word": {
			config: replaced(`["mfa"]`, `["mfaa"]`), want: []string{`EG060: "CA001 Quiet" has a word that does not exist`, `the word is "mfa"`},
		},
		"no-such-state": {
			config: replaced(`"disabled"`, `"off"`), want: []string{`EG060: "CA001 Quiet" has a state that does not exist`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := newTenant(t, test.options)
			w := newWorkspace(t)
			w.configure(test.config(f))
			output := w.fails("plan")
			wants(t, unwrapped(output), test.want...)
			if n := count(output, "Error: "); n != 1 {
				t.Errorf("%d errors:\n%s", n, output)
			}
			f.wroteNothing(t)
		})
	}
}

// unwrapped joins the lines that Terraform broke.
func unwrapped(output string) string { return strings.Join(strings.Fields(output), " ") }

// A write that Graph refuses is one diagnostic, with the ids that a support case asks for.
func TestAccGraphRefusesAWrite(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{RequireScopes: []string{
		"Policy.Read.All", "RoleManagement.Read.Directory", "User.Read.All", "GroupMember.Read.All", "Application.Read.All",
		"UserAuthenticationMethod.Read.All", "Device.Read.All", "Directory.Read.All", "Domain.Read.All", "Organization.Read.All",
	}})
	w := newWorkspace(t)
	w.configure(f.config(quietPolicy))
	output := w.fails("apply", "-auto-approve")
	wants(t, output, `Error: Microsoft Graph refused to create the policy "CA001 Quiet" (403 Forbidden)`, "Policy.ReadWrite.ConditionalAccess", "\n  request-id ")
	if n := count(output, "Error: "); n != 1 {
		t.Errorf("%d errors:\n%s", n, output)
	}
}

func TestAccValidate(t *testing.T) {
	t.Parallel()
	w := newWorkspace(t)
	policy := func(conditions, rest string) string {
		return "variable \"it\" { type = any }\nresource \"entraguard_conditional_access_policy\" \"p\" {\n  display_name = \"CA001\"\n  state = \"enabled\"\n" +
			"  conditions = { users = { include_users = [\"All\"] }, " + conditions + " }\n" + rest + "\n}\n"
	}
	const apps, mfa = `applications = { include_applications = ["All"] }`, `grant_controls = { operator = "OR", built_in_controls = ["mfa"] }`
	for name, config := range map[string]string{
		"plain":              policy(apps, mfa),
		"unknown-set":        policy(`applications = { include_applications = var.it }`, mfa),
		"unknown-element":    policy(`applications = { include_applications = [var.it] }`, mfa),
		"unknown-object":     policy(`applications = var.it`, mfa),
		"unknown-grant":      policy(apps, `grant_controls = var.it`),
		"unknown-operator":   policy(apps, `grant_controls = { operator = var.it, built_in_controls = ["mfa"] }`),
		"unknown-session":    policy(apps, `session_controls = var.it`),
		"unknown-frequency":  policy(apps, `session_controls = { sign_in_frequency = { value = var.it, type = "hours" } }`),
		"unknown-interval":   policy(apps, `session_controls = { sign_in_frequency = { frequency_interval = var.it } }`),
		"unknown-conditions": strings.Replace(policy(apps, mfa), `{ users = { include_users = ["All"] }, `+apps+` }`, "var.it", 1),
		"unknown-location": "variable \"it\" { type = any }\n" + locationBlock("l", `display_name = "Home"
			ip = { ip_ranges = var.it }`),
		"unknown-kind": "variable \"it\" { type = any }\n" + locationBlock("l", `display_name = "Home"
			ip = var.it`),
	} {
		w.configure(config)
		if output, err := w.do("validate"); err != nil {
			t.Errorf("%s: %s", name, output)
		}
	}
	for want, config := range map[string]string{
		`EG060: "CA001" targets nothing`:               policy("", mfa),
		`EG060: "CA001" mixes kinds of targets`:        policy(`applications = { include_applications = ["All"], include_user_actions = ["urn:user:registerdevice"] }`, mfa),
		`EG060: "CA001" joins block with other`:        policy(apps, `grant_controls = { operator = "OR", built_in_controls = ["mfa", "block"] }`),
		`attribute "operator" is required`:             policy(apps, `grant_controls = { built_in_controls = ["mfa"] }`),
		`Inappropriate value for attribute "guard"`:    policy(apps, mfa) + "provider \"entraguard\" { guard = { minimum_admins = \"many\" } }\n",
		"At `guard`: minimum_admins: at least 1":       policy(apps, mfa) + "provider \"entraguard\" { guard = { minimum_admins = 0 } }\n",
		"At `guard`: waivers[0].rule: EG001 cannot be": policy(apps, mfa) + "provider \"entraguard\" { guard = { waivers = [{ rule = \"EG001\", policy = \"p\", reason = \"r\", expires = \"2027-01-31\" }] } }\n",
	} {
		w.configure(config)
		output, err := w.do("validate")
		if err == nil {
			t.Errorf("%q is not said", want)
			continue
		}
		wants(t, unwrapped(output), want)
	}
}

// No secret reaches a log, however much is logged, nor the state.
func TestAccSecretsStayOut(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	w.configure(f.config(quietPolicy))
	w.environment = []string{"TF_LOG_PROVIDER=TRACE"}
	output := w.must("apply", "-auto-approve") + w.must("show", "-json")
	if strings.Contains(output, "not-a-secret") {
		t.Error("the client secret is in the log or the state")
	}
	if strings.Contains(output, "eyJ") { // a JWT
		t.Error("an access token is in the log or the state")
	}
	if !strings.Contains(output, "conditionalAccess/policies") || !strings.Contains(output, "CA001 Quiet") {
		t.Error("nothing was logged: the test tests nothing")
	}
}

func TestAccTimeout(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	w.configure(f.config(strings.Replace(quietPolicy, "state ", "timeouts = { create = \"300ms\" }\n  state ", 1)))
	w.must("plan", "-out=plan")
	creation := func(r *http.Request) bool {
		return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/conditionalAccess/policies")
	}
	f.Cut(creation, 1, false)
	f.Hook(func(r *http.Request) {
		if creation(r) {
			<-r.Context().Done() // until the client gives up
		}
	})
	wants(t, unwrapped(w.fails("apply", "plan")), `The timeout passed before it was possible to create the policy "CA001 Quiet"`, "`timeouts`")
	if id := f.idOf("policies", "CA001 Quiet"); id != "" {
		t.Errorf("%s was created", id)
	}
}

func TestAccInterrupt(t *testing.T) {
	t.Parallel()
	f := newTenant(t, graphsim.Options{})
	w := newWorkspace(t)
	w.configure(f.config(quietPolicy))
	w.must("plan", "-out=plan")
	reached := make(chan struct{}, 100)
	f.Hook(func(r *http.Request) {
		if strings.Contains(r.URL.Path, "/conditionalAccess/") {
			reached <- struct{}{}
			<-r.Context().Done()
		}
	})
	w.started = func(command *exec.Cmd) {
		go func() {
			<-reached
			_ = command.Process.Signal(syscall.SIGINT)
		}()
	}
	wants(t, unwrapped(w.fails("apply", "plan")), "Interrupt received")
	f.wroteNothing(t)
}
