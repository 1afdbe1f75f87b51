#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The linter on tree/, a small tree full of faults: every line of expected.txt must be found, and nothing else. One line a finding, then
# "N passed, N failed"; exit 1 on a failure. UPDATE=1 rewrites expected.txt: read the difference before you commit it.
set -u
cd "$(dirname "$0")" || exit 1
root=$(cd ../.. && pwd)
B=${B:-build}
case $B in /*) ;; *) B=$root/$B ;; esac
make -s -C "$root" B="$B" "$B/host/lint" >&2 || exit 1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
"$B/host/lint" tree >"$tmp/found" 2>/dev/null
status=$?
[ -n "${UPDATE:-}" ] && cp "$tmp/found" expected.txt
passed=0 failed=0
while IFS= read -r line; do
    if grep -qxF "$line" "$tmp/found"; then passed=$((passed + 1)); echo "ok   $line"; else failed=$((failed + 1)); echo "FAIL missing: $line"; fi
done <expected.txt
grep -vxFf expected.txt "$tmp/found" >"$tmp/more" && while IFS= read -r line; do
    failed=$((failed + 1))
    echo "FAIL not expected: $line"
done <"$tmp/more"
# A clean tree is exit 0 and silence.
mkdir -p "$tmp/clean/lib/base"
cp tree/lib/base/banned.h "$tmp/clean/lib/base/"
if [ "$status" = 1 ] && "$B/host/lint" "$tmp/clean" >"$tmp/out" && [ ! -s "$tmp/out" ]; then
    passed=$((passed + 1)); echo "ok   exit status"
else
    failed=$((failed + 1)); echo "FAIL exit status"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
