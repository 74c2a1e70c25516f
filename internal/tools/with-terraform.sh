#!/usr/bin/env bash
# Runs a command with the terraform that tests, docs and the demonstration use: the one that
# TF_ACC_TERRAFORM_PATH names, else terraform or tofu from PATH, else OpenTofu, built once from its Go
# module into .cache. No binary is ever downloaded.
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
built=$root/.cache/bin/tofu

find_terraform() {
	if [ -n "${TF_ACC_TERRAFORM_PATH:-}" ]; then
		command -v "$TF_ACC_TERRAFORM_PATH" && return
		echo "TF_ACC_TERRAFORM_PATH names $TF_ACC_TERRAFORM_PATH, which is no program" >&2
		exit 1
	fi
	command -v terraform || command -v tofu || command -v "$built"
}

build_opentofu() {
	echo "There is neither terraform nor tofu here: building OpenTofu from its Go module." >&2
	echo "This happens once and takes five to ten minutes on two cores." >&2
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

terraform=$(find_terraform) || {
	[ -z "${TF_ACC_TERRAFORM_PATH:-}" ] || exit 1
	build_opentofu
	terraform=$built
}

export TF_ACC=1
export TF_ACC_TERRAFORM_PATH=$terraform
# OpenTofu looks providers up in a registry of its own; the test framework has to name the same.
if [[ $("$terraform" version 2>/dev/null) == *"OpenTofu v"* ]]; then
	export TF_ACC_PROVIDER_HOST=registry.opentofu.org
fi
exec "$@"
