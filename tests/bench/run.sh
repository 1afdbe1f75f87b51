#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# make bench: measures the portal beside its floors on this machine, in one run: pages, name search, import, grading. Everything is made at run time
# under build/bench and ends with the run. The floors and the portal take turns, and medians are compared: trust the ratios, not the figures.
#   tests/bench/run.sh small          some minutes; also what `make bench` does
#   tests/bench/run.sh full           the sizes that the goals are about; an hour, 8 GiB of memory, 20 GiB of disk
#   PARTS="page import" …             only these parts (page search import grading audit keys notice); BENCH_DIR= elsewhere than build/bench
#   STEP=load …, later STEP=measure … search and grading only: makes their tables and leaves them under BENCH_DIR; measures those that are there,
#                                     as often as you like, on a machine that has calmed down
# Prints a table; the same as JSON in build/bench/results.json.
set -euo pipefail
cd "$(dirname "$0")/../.."
SCALE=${1:-small}
case $SCALE in small | full) ;; *) echo "tests/bench/run.sh small|full" >&2; exit 2 ;; esac
B=$(mkdir -p "${B:-build}" && cd "${B:-build}" && pwd)
T=${BENCH_DIR:-$B/bench} BIN=$B/release/bin TOOLS=$B/release/bench
STEP=${STEP:-all}
case $STEP in
all) PARTS=${PARTS:-page api search import grading audit keys notice} ;;
load | measure) PARTS=${PARTS:-search grading} ;;
*) echo "STEP is load or measure" >&2; exit 2 ;;
esac
for part in $PARTS; do
  case $STEP:$part in all:* | *:search | *:grading) ;; *) echo "$part is not kept" >&2; exit 2 ;; esac
done
pids=()

make --no-print-directory B="$B" bench-programs "$B/gen/assets.h" > /dev/null

if [ "$SCALE" = full ]; then
  export DB_BUFFER=4G DB_LOG=2G
  BUREAU=5000 PAGE_ROUNDS=5 PAGE_SECONDS=6 NAMES=(2000000 5000000) SUBJECTS=100000 RECORDS=1000000 GRADE=(2000000 10000000) AUDIT=1000000 PERSONS=100000
else
  export DB_BUFFER=1G DB_LOG=512M
  BUREAU=300 PAGE_ROUNDS=3 PAGE_SECONDS=3 NAMES=(200000) SUBJECTS=5000 RECORDS=50000 GRADE=(20000 100000) AUDIT=100000 PERSONS=5000
fi
ROUNDS=3

stop() {
  trap - EXIT INT TERM
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do kill -TERM "${pids[i]}" 2> /dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2> /dev/null || true; done
  tests/tools/db.sh stop "$T/db" || true
  [ "$STEP" != all ] || rm -rf "$T/db" "$T/work"
}
trap stop EXIT
trap 'exit 130' INT TERM

say() { printf '[%s] %s\n' "$(date +%H:%M:%S)" "$*" >&2; }
sql() { tests/tools/db.sh sql "$T/db" "$@"; }
record() { tee -a "$T/lines.jsonl" >&2; }
now_ms() { date +%s%3N; }

tests/tools/db.sh stop "$T/db" 2> /dev/null || true
[ "$STEP" = measure ] || rm -rf "$T"
mkdir -p "$T/run" "$T/work" "$T/nginx"
: > "$T/lines.jsonl"
say "starting a database of its own under $T/db"
tests/tools/db.sh start "$T/db" > /dev/null

# An empty portal in a database of this name; portalctl works on it from then on.
portal() {
  echo "CREATE DATABASE $1 CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;" | sql
  [ -f "$T/keys" ] || "$BIN/portalctl" key create "$T/keys" > /dev/null
  tests/tools/accounts.sh "$T/db" "$1" "$T/etc/$1" << CONF
key_file = $T/keys
regime_dir = $PWD/db/regimes
calendar_dir = $PWD/db/calendar
migration_dir = $PWD/db/migrations
work_dir = $T/work
origin = http://127.0.0.1
contact = 电话 000-0000000
demonstration = yes
CONF
  export PORTAL_CONFIG=$T/etc/$1/ctl.conf
  "$BIN/portalctl" migrate > /dev/null
  sql "$1" < db/grants.sql
  "$BIN/portalctl" regime activate suixi > /dev/null
}

# Runs a program of tests/bench on a database of this name, as the server's root: makes the tables, measures, or both (STEP).
on_database() {
  local name=$1 program=$2
  shift 2
  [ "$STEP" = measure ] || echo "CREATE DATABASE $name CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;" | sql
  export PORTAL_DB_SOCKET=$T/db/db.sock PORTAL_DB_NAME=$name PORTAL_DB_USER=root PORTAL_DB_PASSWORD=
  case $STEP in
  all) "$TOOLS/$program" "$@" | record; echo "DROP DATABASE $name;" | sql ;;
  load) "$TOOLS/$program" load "$@" ;;
  measure) "$TOOLS/$program" again "$@" | record ;;
  esac
}

. tests/bench/page.sh
. tests/bench/import.sh
. tests/bench/keys.sh
. tests/bench/api.sh

for part in $PARTS; do
  say "$part"
  case $part in
  page) page ;;
  api) api ;;
  search) for n in "${NAMES[@]}"; do on_database "bench_search_$n" search_bench "$n"; done ;;
  import)
    import
    "$TOOLS/xlsx_rows_bench" 200000 "$T/work" "$BIN/parser" | record ;;
  grading) on_database bench_grading grade_bench "${GRADE[@]}" "$ROUNDS" ;;
  keys) keys ;;
  audit) on_database bench_audit audit_bench "$AUDIT" ;;
  notice) "$TOOLS/notice_bench" 5 | record ;;
  *) echo "no such part: $part" >&2; exit 2 ;;
  esac
done
say "done"
[ "$STEP" = load ] || node tests/bench/report.mjs "$SCALE" "$T/lines.jsonl" "$T/results.json"
