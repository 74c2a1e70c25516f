#!/usr/bin/env bash
# Runs the fuzz targets that are named, package:Target, one after the other: fuzz.sh 20s internal/ca:FuzzX …
# It fails when one is gone, and when there is one that is not named.
set -euo pipefail

time=$1
shift

named=$(printf '%s\n' "$@" | sort)
found=$(grep -rnoE --include='*_test.go' '^func Fuzz\w+' internal provider |
	sed -E 's|^(.*)/[^/]*\.go:[0-9]+:func (Fuzz.*)$|\1:\2|' | sort)
if [ "$named" != "$found" ]; then
	echo "the fuzz targets are not those that are named (< named, > found):" >&2
	diff <(echo "$named") <(echo "$found") >&2 || true
	exit 1
fi

for target in "$@"; do
	package=${target%:*} name=${target#*:}
	echo "$target"
	# Making what is new as small as can be takes a minute for each, which is most of the time there is.
	go test -run '^$' -fuzz "^$name\$" -fuzztime "$time" -fuzzminimizetime 10x "./$package"
done
