package startup

import "cmp"

// Where the plugin SDK looks for how much is to be logged: by itself, and by this provider.
const (
	sdkLevel      = "TF_LOG_SDK"
	providerLevel = "TF_LOG_PROVIDER_ENTRAGUARD"
)

// LogLevels are the levels to log at, by environment variable, where the environment says none.
//
// The SDK traces every call unless it is told not to, at some ten lines for each kind of object before the
// schema is served, and Terraform drops what it was not asked to show: mostly all of it. So the SDK and this provider
// are told what Terraform shows, which TF_LOG_PROVIDER says, or else TF_LOG, and is nothing where both are
// silent. A word that is no level is passed on, since all of them take it for everything.
func LogLevels(getenv func(string) string) map[string]string {
	shown := cmp.Or(getenv("TF_LOG_PROVIDER"), getenv("TF_LOG"), "OFF")
	levels := map[string]string{}
	for _, name := range []string{sdkLevel, providerLevel} {
		if getenv(name) == "" {
			levels[name] = shown
		}
	}
	return levels
}
