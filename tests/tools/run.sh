#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# make run: a private MariaDB, the programs and nginx under $VAR, with the demonstration bureau of $REGIME loaded; Ctrl-C stops it all.
# READY_FILE, when set, is touched once the site answers (the tests wait for it). DEMO=none leaves the bureau empty.
set -euo pipefail
cd "$(dirname "$0")/../.."
B=$(mkdir -p "${B:-build}" && cd "${B:-build}" && pwd)
VAR=$(mkdir -p "${VAR:-var}" && cd "${VAR:-var}" && pwd)
PORT=${PORT:-8080} REGIME=${REGIME:-suixi} DEMO=${DEMO:-full} BIN=${BIN:-$B/release/bin}
database=portal_$REGIME
etc=$VAR/etc/$REGIME
pids=()
mkdir -p "$VAR/run" "$VAR/nginx" "$VAR/log" "$VAR/work"

stop() {
  trap - EXIT INT TERM
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do kill -TERM "${pids[i]}" 2> /dev/null || true; done
  for pid in "${pids[@]}"; do wait "$pid" 2> /dev/null || true; done
  tests/tools/db.sh stop "$VAR/db" || true
}
trap stop EXIT
trap 'exit 0' INT TERM

portalctl() { PORTAL_CONFIG=$etc/ctl.conf "$BIN/portalctl" "$@"; }

# The keys: one process that the others ask. Started again when it falls.
keeper=$VAR/run/keeper.$REGIME
keep() {
  (umask 077 && mkdir -p "$keeper")
  rm -f "$keeper"/*.sock
  (while :; do
     PORTAL_CONFIG=$etc/keeper.conf "$BIN/keeper" 2>> "$VAR/log/keeper.log" & k=$!
     echo $k > "$VAR/run/keeper.pid"
     trap 'kill $k 2>/dev/null; exit 0' TERM
     wait $k || sleep 0.3
   done) &
  pids+=($!)
  for _ in $(seq 50); do [ -S "$keeper/ctl.sock" ] && return; sleep 0.1; done
  echo "the keeper does not start; see $VAR/log/keeper.log" >&2; exit 1
}

echo "starting the database …"
tests/tools/db.sh start "$VAR/db" > /dev/null
echo "CREATE DATABASE IF NOT EXISTS \`$database\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;" | tests/tools/db.sh sql "$VAR/db"
[ -f "$VAR/keys.$REGIME" ] || "$BIN/portalctl" key create "$VAR/keys.$REGIME" > /dev/null
tests/tools/accounts.sh "$VAR/db" "$database" "$etc" << CONF
key_file = $VAR/keys.$REGIME
keeper_dir = $keeper
keeper_log = $VAR/log/keeper-usage.$REGIME
regime_dir = $PWD/db/regimes
calendar_dir = $PWD/db/calendar
migration_dir = $PWD/db/migrations
work_dir = $VAR/work
origin = http://127.0.0.1:$PORT
contact = 电话 000-0000000
demonstration = yes
CONF
keep
portalctl migrate
portalctl key refresh > /dev/null || echo "some values could not be moved to the newest key: portalctl key refresh" >&2
tests/tools/db.sh sql "$VAR/db" "$database" < db/grants.sql
portalctl regime activate "$REGIME"
if [ "$DEMO" = full ] && [ ! -f "$VAR/demo.$REGIME" ]; then
  tests/tools/demo.sh "$BIN/portalctl" "$etc/ctl.conf" "$VAR/work" "$REGIME"
  touch "$VAR/demo.$REGIME"
fi
for program in lookup query staff worker; do PORTAL_CONFIG=$etc/$program.conf "$BIN/$program" --check; done

# Pre-forked processes on one socket each; more processes than nginx keeps connections.
serve() {
  local program=$1 forks=$2
  rm -f "$VAR/run/$program.sock"
  PORTAL_CONFIG=$etc/$program.conf spawn-fcgi -n -s "$VAR/run/$program.sock" -M 0600 -- \
    /usr/bin/multiwatch -r 1000000 -f "$forks" -- "$BIN/$program" 2>> "$VAR/log/$program.log" > /dev/null &
  pids+=($!)
}
LOOKUP_FORKS=${LOOKUP_FORKS:-18} QUERY_FORKS=${QUERY_FORKS:-6} STAFF_FORKS=${STAFF_FORKS:-6}
serve lookup "$LOOKUP_FORKS"
serve query "$QUERY_FORKS"
serve staff "$STAFF_FORKS"
(while :; do PORTAL_CONFIG=$etc/worker.conf "$BIN/worker" 2>> "$VAR/log/worker.log" & w=$!; trap 'kill $w 2>/dev/null; exit 0' TERM; wait $w || sleep 1; done) &
pids+=($!)

sed -e "s|@VAR@|$VAR|g; s|@PORT@|$PORT|g; s|@SERVER_NAME@|127.0.0.1 localhost|g; s|@STATIC@|$B/static|g" \
    -e "s|@LOOKUP_KEEPALIVE@|$((LOOKUP_FORKS / 2 - 1))|; s|@QUERY_KEEPALIVE@|$((QUERY_FORKS / 2 - 1))|; s|@STAFF_KEEPALIVE@|$((STAFF_FORKS / 2 - 1))|" nginx.conf.example > "$VAR/nginx/nginx.conf"
[ "$(id -u)" = 0 ] && sed -i "1i user root;" "$VAR/nginx/nginx.conf"
nginx -p "$VAR/nginx" -e "$VAR/nginx/error.log" -c "$VAR/nginx/nginx.conf" &
pids+=($!)

for _ in $(seq 100); do curl -fs -o /dev/null "http://127.0.0.1:$PORT/healthz" && break; sleep 0.1; done
curl -fs -o /dev/null "http://127.0.0.1:$PORT/healthz" || { echo "the site does not answer; see $VAR/log" >&2; tail -5 "$VAR"/log/*.log >&2; exit 1; }
echo
echo "  公众查询  http://127.0.0.1:$PORT/        工作人员  http://127.0.0.1:$PORT/staff"
[ -f "$VAR/accounts.$REGIME" ] && cat "$VAR/accounts.$REGIME"
echo "  动态口令  PORTAL_CONFIG=$etc/ctl.conf $BIN/portalctl user code 账号"
echo "  Ctrl-C 停止"
[ -n "${READY_FILE:-}" ] && touch "$READY_FILE"
while :; do sleep 3600 & wait $! || true; done
