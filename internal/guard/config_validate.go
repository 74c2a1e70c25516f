package guard

import (
	"fmt"
	"net/netip"
	"slices"
	"strings"
	"time"

	"github.com/entraguard/terraform-provider-entraguard/internal/ca"
)

// A ConfigError says which part of a guard block cannot be used.
type ConfigError struct {
	Path    string // for instance assume.networks[0].address
	Problem string // one clause
}

func (e *ConfigError) Error() string { return e.Path + ": " + e.Problem }

func configError(path, format string, values ...any) error {
	return &ConfigError{Path: path, Problem: fmt.Sprintf(format, values...)}
}

// Validate returns the first thing in the configuration that cannot be used, as a [ConfigError].
func (c Config) Validate() error {
	checks := []func(Config) error{
		validateNumbers, validateWords, validateIDs, validatePlatforms, validateNetworks, validateWaivers,
	}
	for _, check := range checks {
		if err := check(c); err != nil {
			return err
		}
	}
	return nil
}

func validateNumbers(c Config) error {
	if c.MinimumAdmins < 1 {
		return configError("minimum_admins", "at least 1 administrator must stay able to sign in, found %d", c.MinimumAdmins)
	}
	if c.BreakGlass.Minimum < 0 {
		return configError("break_glass.minimum", "must be 0 or more, found %d", c.BreakGlass.Minimum)
	}
	if c.Staging.MaximumImpact < 0 {
		return configError("staging.maximum_impact", "must be 0 or more, found %d", c.Staging.MaximumImpact)
	}
	durations := []struct {
		path  string
		value time.Duration
	}{
		{"staging.minimum_soak", c.Staging.MinimumSoak},
		{"max_staleness", c.MaxStaleness},
		{"order_wait", c.OrderWait},
		{"settle", c.Settle},
	}
	for _, d := range durations {
		if d.value < 0 {
			return configError(d.path, "must not be negative, found %s", d.value)
		}
	}
	return nil
}

func validateWords(c Config) error {
	return firstError(
		oneOf("staging.mode", c.Staging.Mode, StagingGate, StagingAuto),
		oneOf("staging.evidence", c.Staging.Evidence, EvidenceIfAvailable, EvidenceRequired),
		oneOf("on_undecided", c.OnUndecided, RefuseUndecided, WarnUndecided),
		oneOf("verify", c.Verify, VerifyNone, VerifyWhatIf),
	)
}

func oneOf[T ~string](path string, value T, allowed ...T) error {
	if slices.Contains(allowed, value) {
		return nil
	}
	quoted := make([]string, len(allowed))
	for i, word := range allowed {
		quoted[i] = fmt.Sprintf("%q", string(word))
	}
	return configError(path, "want %s, found %q", strings.Join(quoted, " or "), string(value))
}

func firstError(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func validateIDs(c Config) error {
	lists := []struct {
		path string
		ids  []string
	}{
		{"break_glass.users", c.BreakGlass.Users},
		{"break_glass.groups", c.BreakGlass.Groups},
		{"assume.certificate_users", c.Assume.CertificateUsers},
	}
	for _, list := range lists {
		for i, id := range list.ids {
			if strings.TrimSpace(id) == "" {
				return configError(fmt.Sprintf("%s[%d]", list.path, i), "is empty")
			}
		}
	}
	return nil
}

// assumablePlatforms are the platforms that a sign-in without a device can have.
var assumablePlatforms = slices.Concat(ca.DefaultPlatforms, []ca.Platform{ca.PlatformUnknown})

func validatePlatforms(c Config) error {
	for i, platform := range c.Assume.Platforms {
		if err := oneOf(fmt.Sprintf("assume.platforms[%d]", i), platform, assumablePlatforms...); err != nil {
			return err
		}
	}
	return nil
}

func validateNetworks(c Config) error {
	for i, network := range c.Assume.Networks {
		if err := validateNetwork(fmt.Sprintf("assume.networks[%d]", i), network); err != nil {
			return err
		}
	}
	for i, network := range c.Assume.PipelineNetworks {
		path := fmt.Sprintf("assume.pipeline_networks[%d]", i)
		if network.Account != "" {
			return configError(path+".account", "the pipeline's networks belong to no account")
		}
		if err := validateNetwork(path, network); err != nil {
			return err
		}
	}
	return nil
}

func validateNetwork(path string, n ca.Network) error {
	if n.Address == "" && n.Country == "" {
		return configError(path, "needs an address, a country, or both")
	}
	if n.Address != "" {
		address, err := netip.ParseAddr(n.Address)
		if err != nil || address.Zone() != "" {
			return configError(path+".address", "%q is not an IPv4 or IPv6 address", n.Address)
		}
		if !isPublic(address) {
			return configError(path+".address", "%s is not a public address, and the service only ever sees public ones", n.Address)
		}
	}
	if n.Country != "" && !slices.Contains(ca.CountryCodes, strings.ToUpper(n.Country)) {
		return configError(path+".country", "%q is not a country code of two letters (ISO 3166-1)", n.Country)
	}
	return nil
}

// isPublic reports whether the service can see the address as the source of a sign-in.
func isPublic(address netip.Addr) bool {
	address = address.Unmap()
	return address.IsGlobalUnicast() && !address.IsPrivate()
}

func validateWaivers(c Config) error {
	for i, w := range c.Waivers {
		path := fmt.Sprintf("waivers[%d]", i)
		rule, known := Explain(w.Rule)
		switch {
		case !known:
			return configError(path+".rule", "%q is not a rule", w.Rule)
		case !rule.Waivable:
			return configError(path+".rule", "%s cannot be waived", w.Rule)
		case strings.TrimSpace(w.Policy) == "":
			return configError(path+".policy", "is empty: a waiver names one policy by its display name")
		case strings.Contains(w.Policy, "*"):
			return configError(path+".policy", "%q: a waiver names one policy, without wildcards", w.Policy)
		case strings.TrimSpace(w.Reason) == "":
			return configError(path+".reason", "is empty: a waiver says why")
		}
		if _, err := time.Parse(time.DateOnly, w.Expires); err != nil {
			return configError(path+".expires", "%q is not a date such as 2027-01-31", w.Expires)
		}
	}
	return nil
}
