#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# The systemd units: they parse, each service is shut in (exposure at most 1.5 of 10), those that shut themselves in further may, and sockets,
# users and the target fit together. Called by tests/run.sh; skipped where systemd-analyze is absent.
set -uo pipefail
cd "$(dirname "$0")/../.."
MOST=1.5
if ! command -v systemd-analyze > /dev/null; then
  echo "skipped: there is no systemd-analyze here"
  echo "0 passed, 0 failed, 1 skipped"
  exit 0
fi
good=0 bad=0
check() { if [ "$2" = yes ]; then good=$((good + 1)); else bad=$((bad + 1)); echo "FAIL $1${3:+: $3}"; fi; }
holds() { if "${@:2}" > /dev/null 2>&1; then check "$1" yes; else check "$1" no; fi; }

# All units at once, from a folder of their own so that one finds another; that the programs are not installed here is no fault.
units=$(mktemp -d)
trap 'rm -rf "$units"' EXIT
cp dist/systemd/* "$units"
said=$(SYSTEMD_UNIT_PATH=$units: systemd-analyze verify "$units"/*.service "$units"/*.socket "$units"/*.target 2>&1 | grep -vE 'is not executable: No such file' || true)
check "systemd-analyze verify" "$([ -z "$said" ] && echo yes)" "$said"

for unit in dist/systemd/*.service; do
  name=$(basename "$unit" .service) program=$(sed -n 's|^ExecStart=/usr/lib/health-credit/||p' "$unit")
  level=$(systemd-analyze security --offline=true "$unit" 2> /dev/null | sed -n 's/.*exposure level for .*: \([0-9.]*\) .*/\1/p')
  check "$name is exposed at most $MOST" "$(awk -v l="$level" -v m=$MOST 'BEGIN { print (l != "" && l + 0 <= m) ? "yes" : "no" }')" "$level"
  holds "$name starts a program that is built" test -f "cgi-bin/$program/main.c"
  holds "$name: $program is installed" grep -q "for program in .*\b$program\b" dist/install.sh
  user=$(sed -n 's/^User=//p' "$unit")
  holds "$name: its user is made" grep -q "^u $user " dist/sysusers.conf
  holds "$name: its user is its own" test "$(grep -l "^User=$user$" dist/systemd/*.service | wc -l)" = 1
  if grep -qE 'program_shut_in|sandbox_enter' cgi-bin/"$program"/*.c; then
    holds "$name may shut itself in" grep -q '^SystemCallFilter=seccomp landlock_create_ruleset landlock_add_rule landlock_restrict_self$' "$unit"
  fi
  holds "$name belongs to the target" grep -q '^PartOf=health-credit.target$' "$unit"
  holds "$name is wanted by the target" grep -qE "^Wants=.*\b$name(1)?\b" <(sed 's/@1/@1/' dist/systemd/health-credit.target)
done
for unit in dist/systemd/*.socket; do
  name=$(basename "$unit")
  mode=$(sed -n 's/^SocketMode=//p' "$unit")
  check "$name is closed to others" "$([[ $mode = 06?0 ]] && echo yes)" "$mode"
  holds "$name is wanted by the target" grep -q "\b$name\b" dist/systemd/health-credit.target
done
echo "$good passed, $bad failed"
[ $bad = 0 ]
