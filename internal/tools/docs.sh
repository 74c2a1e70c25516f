#!/usr/bin/env bash
# Writes the documentation of the provider's schema into a folder, from the schema itself, the examples and
# internal/docs/templates. It asks no registry: the provider is built here and handed to terraform.
#
#	with-terraform.sh docs.sh FOLDER
set -euo pipefail

root=$(cd "$(dirname "$0")/../.." && pwd)
folder=$1
cd "$root"
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

go build -o "$work/" .
cat >"$work/cli.tfrc" <<END
provider_installation {
  dev_overrides {
    "entraguard/entraguard" = "$work"
  }
  direct {}
}
END
cat >"$work/main.tf" <<END
terraform {
  required_providers {
    entraguard = { source = "entraguard/entraguard" }
  }
}
END
# The generator looks for the provider under one address alone.
TF_CLI_CONFIG_FILE=$work/cli.tfrc "$TF_ACC_TERRAFORM_PATH" -chdir="$work" providers schema -json |
	sed -E 's#registry\.[a-z.]+/entraguard/entraguard#registry.terraform.io/hashicorp/entraguard#' >"$work/schema.json"

# The generator empties its folder first, and refuses one that lies outside of the repository.
mkdir -p "$folder"
go tool -modfile=internal/tools/go.mod tfplugindocs generate \
	--provider-name entraguard \
	--providers-schema "$work/schema.json" \
	--examples-dir examples \
	--website-source-dir internal/docs/templates \
	--rendered-website-dir "$folder" >"$work/log" 2>&1 || {
	cat "$work/log" >&2
	exit 1
}

go run ./internal/docs >"$folder/guides/rules.md"
