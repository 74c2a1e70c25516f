package cli

import "runtime/debug"

// version is set when a release is built.
var version string

// currentVersion is the release, or the module's version where go install built the command.
func currentVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}
