#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# run.sh [NAME…]: the fault tests against the running instance of SITE, PORTAL_ETC, BIN and VAR. Each prints ok/FAIL lines; the last line is the sum.
# The order matters a little: the fall of the database comes late, because everything before it should find a calm instance.
set -uo pipefail
cd "$(dirname "$0")/../.."
: "${SITE:?}" "${PORTAL_ETC:?}" "${BIN:?}" "${VAR:?}"
tests=("$@")
[ ${#tests[@]} -gt 0 ] || tests=(form_once two_officers entry_kill import_kill parser_faults grade_kill seal_kill lookup_kill keeper_kill keeper_rotate keeper_secrets db_restart check_refuses shut_in)
passed=0 failed=0 skipped=0
for name in "${tests[@]}"; do
  start=$SECONDS said='' status=0
  echo "== $name"
  if [ -f "tests/fault/$name.sh" ]; then said=$(timeout 150 "tests/fault/$name.sh" 2>&1) || status=$?
  else said=$(timeout 150 node "tests/fault/$name.mjs" 2>&1) || status=$?; fi
  sed '/^[0-9]* passed, [0-9]* failed/d' <<< "$said"
  if [[ $said =~ ([0-9]+)\ passed,\ ([0-9]+)\ failed ]]; then
    passed=$((passed + BASH_REMATCH[1])) failed=$((failed + BASH_REMATCH[2]))
    [ $status = 0 ] || [ "${BASH_REMATCH[2]}" -gt 0 ] || { failed=$((failed + 1)); echo "FAIL $name ended with status $status"; }
  else
    failed=$((failed + 1)); echo "FAIL $name ended with status $status and no result"
  fi
  echo "   ($((SECONDS - start)) s)"
done
echo "$passed passed, $failed failed, $skipped skipped"
[ $failed = 0 ]
