#!/usr/bin/env bash
# Prints what Terraform costs of the service's quota, a line for each run: quota <what> <requests>. It counts in a
# simulated tenant that is $1 times as fast as the service. Which numbers are too many the test knows; that it was
# skipped, or measured nothing, is a failure too.
set -euo pipefail

scale=${1:?how many times as fast as the service}
root=$(cd "$(dirname "$0")/../.." && pwd)
log=$(mktemp)
trap 'rm -f "$log"' EXIT

if ! QUOTA_SCALE=$scale go test -C "$root" -count 1 -timeout 60m -run '^TestAccQuota$' -v ./provider >"$log" 2>&1; then
	cat "$log" >&2
	exit 1
fi
lines=$(grep -c '^quota ' "$log" || true)
if [ "$lines" -lt 4 ]; then
	cat "$log" >&2
	echo "only $lines runs were measured" >&2
	exit 1
fi
grep '^quota ' "$log"
