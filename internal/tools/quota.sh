#!/usr/bin/env bash
# Prints what it costs of the service's quota to plan and apply a whole tenant, a line each: quota <what> <requests>.
# First in exact time, which stands still while anybody computes; then with a real terraform, in a simulated tenant
# that is $1 times as fast as the service. Which numbers are too many the tests know; that one was skipped, or
# measured nothing, is a failure too.
set -euo pipefail

scale=${1:?how many times as fast as the service}
root=$(cd "$(dirname "$0")/../.." && pwd)
log=$(mktemp)
trap 'rm -f "$log"' EXIT

measure() {
	local test=$1 runs=$2
	if ! QUOTA_SCALE=$scale go test -C "$root" -count 1 -timeout 60m -run "^$test\$" -v ./provider >"$log" 2>&1; then
		cat "$log" >&2
		exit 1
	fi
	if [ "$(grep -c '^quota ' "$log")" -ne "$runs" ]; then
		cat "$log" >&2
		echo "$test has to measure $runs runs" >&2
		exit 1
	fi
	grep '^quota ' "$log"
}

measure TestQuota 6
measure TestAccQuota 4
