#!/usr/bin/env bash
# Runs a command with the terraform that tests, docs and the demonstration use: the one that
# TF_ACC_TERRAFORM_PATH names, else terraform or tofu from PATH, else OpenTofu, built once from its Go
# module into .cache. No binary is ever downloaded.
#
#	with-terraform.sh [--opentofu] COMMAND [ARGUMENT]...
#
# With --opentofu it is the OpenTofu of that module, whatever else there is: its version is then the same for
# everybody.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
built=$root/.cache/bin/tofu

# Nothing that people configure for their own terraform concerns this one.
export TF_CLI_CONFIG_FILE=/dev/null

find_terraform() {
	if [ -n "${TF_ACC_TERRAFORM_PATH:-}" ]; then
		command -v "$TF_ACC_TERRAFORM_PATH" && return
		echo "TF_ACC_TERRAFORM_PATH names $TF_ACC_TERRAFORM_PATH, which is no program" >&2
		exit 1
	fi
	command -v terraform || command -v tofu || command -v "$built"
}

# have_opentofu is whether an OpenTofu was built before, of the version that the module names.
have_opentofu() {
	local wanted
	wanted=$(sed -nE 's#^\tgithub.com/opentofu/opentofu (v[0-9.]+).*#\1#p' "$root/internal/tools/opentofu/go.mod")
	[[ $("$built" version 2>/dev/null) == "OpenTofu $wanted"$'\n'* ]]
}

build_opentofu() {
	echo "Building OpenTofu from its Go module. This happens once and takes five to ten minutes on two cores." >&2
	mkdir -p "$root/.cache/bin"
	go build -C "$root/internal/tools/opentofu" -v -trimpath -o "$built" \
		-ldflags '-s -w -X github.com/opentofu/opentofu/version.dev=no' \
		github.com/opentofu/opentofu/cmd/tofu 2>&1 | show_progress
}

# The packages that go build names are the progress: their number on a terminal, a line per hundred elsewhere.
show_progress() {
	local packages=0 line
	while IFS= read -r line; do
		case $line in
		"#"* | *:* | *" "*) # an error or a download, and no package
			echo "$line" >&2
			continue
			;;
		esac
		packages=$((packages + 1))
		if [ -t 2 ]; then
			printf '\r  %d packages compiled' "$packages" >&2
		elif [ $((packages % 100)) -eq 0 ]; then
			echo "  $packages packages compiled" >&2
		fi
	done
	if [ -t 2 ]; then echo >&2; fi
}

if [ "$1" = --opentofu ]; then
	shift
	have_opentofu || build_opentofu
	terraform=$built
else
	terraform=$(find_terraform) || {
		[ -z "${TF_ACC_TERRAFORM_PATH:-}" ] || exit 1
		echo "There is neither terraform nor tofu here." >&2
		build_opentofu
		terraform=$built
	}
fi

export TF_ACC=1
export TF_ACC_TERRAFORM_PATH=$terraform
# OpenTofu looks providers up in a registry of its own; the test framework has to name the same.
if [[ $("$terraform" version 2>/dev/null) == *"OpenTofu v"* ]]; then
	export TF_ACC_PROVIDER_HOST=registry.opentofu.org
fi
exec "$@"
