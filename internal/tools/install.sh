#!/usr/bin/env bash
# Puts the provider that `make build` built into the folder where terraform and tofu look for providers
# before they ask a registry, and the command where go puts commands.
#
#	install.sh VERSION
set -euo pipefail

version=$1
target=$(go env GOOS)_$(go env GOARCH)
plugins=${TF_PLUGINS:-$HOME/.terraform.d/plugins}

for host in registry.terraform.io registry.opentofu.org; do
	folder=$plugins/$host/entraguard/entraguard/$version/$target
	mkdir -p "$folder"
	cp bin/terraform-provider-entraguard "$folder/terraform-provider-entraguard_v$version"
done

commands=$(go env GOBIN)
commands=${commands:-$(go env GOPATH)/bin}
mkdir -p "$commands"
cp bin/entraguard "$commands/"

cat <<END
The command is $commands/entraguard. The provider is in $plugins:

  terraform {
    required_providers {
      entraguard = {
        source  = "entraguard/entraguard"
        version = "$version"
      }
    }
  }
END
