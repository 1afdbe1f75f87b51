#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# make test: builds everything, runs every group of tests, prints one line a group and the sum as the last line. Groups can be named to run
# only those: tests/run.sh unit pages. Everything made is under build/; nothing is left running.
set -uo pipefail
cd "$(dirname "$0")/.."
B=$(mkdir -p "${B:-build}" && cd "${B:-build}" && pwd)
T=$B/test
export B
J=${J:-2}
rm -rf "$T"
mkdir -p "$T"
wanted=("$@")
passed=0 failed=0 skipped=0
site_pid=""

finish() {
  trap - EXIT INT TERM
  [ -n "$site_pid" ] && { kill -TERM "$site_pid" 2> /dev/null; wait "$site_pid" 2> /dev/null; }
  tests/tools/db.sh stop "$T/db" 2> /dev/null
  tests/tools/db.sh stop "$T/var/db" 2> /dev/null
}
trap finish EXIT
trap 'exit 130' INT TERM

# Adds up what a log says: cmocka's closing lines, and "N passed, N failed[, N skipped]".
tally() {
  local log=$1 p f s
  read -r p f s < <(awk '
    /^\[  PASSED  \] [0-9]+ test/ { p += $4 }
    /^\[  FAILED  \] [0-9]+ test/ { f += $4 }
    /^\[  SKIPPED \] [0-9]+ test/ { s += $4 }
    /^[0-9]+ passed, [0-9]+ failed/ { p += $1; f += $3; if ($6 ~ /^skipped/) s += $5 }
    END { print p + 0, f + 0, s + 0 }' "$log")
  passed=$((passed + p)) failed=$((failed + f)) skipped=$((skipped + s))
  printf '%4d passed %3d failed %3d skipped' "$p" "$f" "$s"
}

# group NAME COMMAND…: runs it with its output in a log; a status other than 0 without a counted failure is one failure.
group() {
  local name=$1 log=$T/$1.log before=$failed start=$SECONDS status=0
  shift
  if [ ${#wanted[@]} -gt 0 ] && [[ " ${wanted[*]} " != *" $name "* ]]; then return 0; fi
  "$@" > "$log" 2>&1 || status=$?
  local line
  line=$(tally "$log")
  tally "$log" > /dev/null
  if [ $status -ne 0 ] && [ "$failed" -eq "$before" ]; then failed=$((failed + 1)); line+="  (ended with status $status)"; fi
  printf '%-10s %s  %ds\n' "$name" "$line" $((SECONDS - start))
  if [ "$failed" -gt "$before" ]; then
    grep -aE 'FAIL|not ok|ERROR|error:|Error|expected|✗|assert' "$log" | head -25 | sed 's/^/    /'
    echo "    … whole log: $log"
  fi
  return 0
}

build() {
  make --no-print-directory -j"$J" B="$B" build
}

unit() {
  make --no-print-directory -k -j"$J" B="$B" MODE=asan unit || return 1
  PORTAL_DB_SOCKET=$(tests/tools/db.sh start "$T/db") || return 1
  export PORTAL_DB_SOCKET
  local test status=0
  for test in $(find "$B/asan/unit" -type f -name '*_test' | sort); do
    [ -f "tests/unit/${test#"$B/asan/unit/"}.c" ] || continue
    echo "== ${test#"$B/asan/unit/"}"
    ASAN_OPTIONS=detect_leaks=0 timeout 300 "$test" || { status=1; echo "1 passed, 0 failed" > /dev/null; echo "ended badly: $test"; }
  done
  tests/tools/db.sh stop "$T/db"
  return $status
}

replay() {
  local target status=0 n=0 bad=0
  for target in tests/fuzz/*_fuzz.c; do
    local name
    name=$(basename "$target" .c)
    n=$((n + 1))
    ASAN_OPTIONS=detect_leaks=0 timeout 120 "$B/asan/replay/$name" || { echo "FAIL $name"; bad=$((bad + 1)); status=1; }
  done
  echo "$((n - bad)) passed, $bad failed"
  return $status
}

regimes() {
  local good=0 bad=0 name
  for name in national guangdong-suixi guangdong-meizhou zhejiang-huzhou hainan hunan; do
    if "$B/release/bin/portalctl" regime check "db/regimes/$name.yaml"; then good=$((good + 1)); else bad=$((bad + 1)); echo "FAIL $name"; fi
  done
  echo "$good passed, $bad failed"
  [ $bad = 0 ]
}

# One instance for pages, matrix, browser and faults: a small bureau under build/test/var.
site_start() {
  export VAR=$T/var PORT=${TEST_PORT:-8473} REGIME=suixi DEMO_SUBJECTS=400 LOOKUP_FORKS=6 STAFF_FORKS=4
  export SITE=http://127.0.0.1:$PORT PORTAL_ETC=$T/var/etc/suixi BIN=$B/release/bin
  READY_FILE=$T/ready setsid tests/tools/run.sh > "$T/site.log" 2>&1 &
  site_pid=$!
  for _ in $(seq 900); do
    [ -f "$T/ready" ] && break
    kill -0 $site_pid 2> /dev/null || break
    sleep 0.1
  done
  [ -f "$T/ready" ] || { echo "FAIL: the site did not start"; tail -20 "$T/site.log"; return 1; }
  echo "1 passed, 0 failed"
}

group build build
group unit unit
group replay replay
group tmpl tests/tmpl/run.sh
group lint tests/lint/run.sh
group regimes regimes
group units tests/dist/units.sh
group install tests/dist/install.sh
group live tests/pages/regimes.sh
# site_start sets variables for the groups after it, so it runs in this shell.
if [ ${#wanted[@]} -eq 0 ] || [[ " ${wanted[*]} " =~ \ (pages|matrix|grants|browser|fault)\  ]]; then
  start=$SECONDS
  if site_start > "$T/site-start.log" 2>&1; then
    passed=$((passed + 1)); printf '%-10s %4d passed   0 failed   0 skipped  %ds\n' site 1 $((SECONDS - start))
    group pages tests/pages/run.sh
    group matrix tests/pages/matrix.sh
    group grants node tests/pages/grants.mjs
    group browser node tests/browser/run.mjs
    group fault tests/fault/run.sh
  else
    failed=$((failed + 1)); echo "site       did not start"; cat "$T/site-start.log"
  fi
fi
echo "$passed passed, $failed failed, $skipped skipped"
[ "$failed" -eq 0 ]
