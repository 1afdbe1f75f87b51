#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# The public pages and manual entry under every rule set: starts the demonstration bureau of each in turn, on a port and in a folder of its own, and runs
# lookup_check.mjs, query_check.mjs and entry_check.mjs against it. Needs B (build folder). Names of rule sets as arguments: only those. Last line: N passed, N failed.
set -uo pipefail
cd "$(dirname "$0")/../.."
regimes=("$@")
[ ${#regimes[@]} -gt 0 ] || regimes=(meizhou huzhou hainan hunan suixi)
good=0 bad=0
for regime in "${regimes[@]}"; do
  var=$B/test/regime-$regime ready=$B/test/ready-$regime
  rm -rf "$var" "$ready"
  VAR=$var PORT=${REGIME_PORT:-8474} REGIME=$regime DEMO_SUBJECTS=300 LOOKUP_FORKS=6 STAFF_FORKS=4 READY_FILE=$ready \
    setsid tests/tools/run.sh > "$B/test/regime-$regime.log" 2>&1 &
  pid=$!
  for _ in $(seq 1200); do [ -f "$ready" ] && break; kill -0 $pid 2> /dev/null || break; sleep 0.1; done
  if [ -f "$ready" ] && node tests/pages/lookup_check.mjs "http://127.0.0.1:${REGIME_PORT:-8474}" &&
    BIN=$B/release/bin VAR=$var REGIME=$regime node tests/pages/query_check.mjs "http://127.0.0.1:${REGIME_PORT:-8474}" &&
    BIN=$B/release/bin VAR=$var PORTAL_ETC=$var/etc/$regime SITE=http://127.0.0.1:${REGIME_PORT:-8474} node tests/pages/entry_check.mjs; then
    echo "ok $regime"; good=$((good + 1))
  else
    echo "FAIL $regime"; tail -5 "$B/test/regime-$regime.log"; bad=$((bad + 1))
  fi
  kill -TERM $pid 2> /dev/null
  wait $pid 2> /dev/null
done
echo "$good passed, $bad failed"
[ $bad = 0 ]
