#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# A private MariaDB in a folder of its own, reached by a unix socket only. Used by `make run`, the tests and the benchmarks.
#   db.sh start DIR [extra mariadbd options]   creates DIR/data when missing, starts the server, waits until it answers; prints the socket
#   db.sh stop DIR                             ends it by its process id and waits
#   db.sh kill DIR                             ends it at once (fault tests)
#   db.sh sql DIR [DATABASE]                   runs SQL from standard input as the server's root
set -euo pipefail
act=$1 dir=$2
shift 2
mkdir -p "$dir"
dir=$(cd "$dir" && pwd)
sock=$dir/db.sock

settings() {
  # What correctness needs (checked by PROGRAM --check), then what a modest machine likes.
  cat > "$dir/my.cnf" <<CNF
[mariadbd]
datadir=$dir/data
socket=$sock
pid-file=$dir/db.pid
log-error=$dir/db.log
secure-file-priv=$dir/files
tmpdir=$dir/tmp
skip-networking
skip-name-resolve
symbolic-links=0
character-set-server=utf8mb4
collation-server=utf8mb4_unicode_520_ci
transaction-isolation=REPEATABLE-READ
sql-mode=STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY
innodb-snapshot-isolation=ON
innodb-flush-log-at-trx-commit=1
innodb-rollback-on-timeout=ON
innodb-lock-wait-timeout=5
secure-timestamp=YES
local-infile=0
query-cache-type=0
innodb-buffer-pool-size=${DB_BUFFER:-512M}
innodb-log-file-size=${DB_LOG:-256M}
innodb-file-per-table=1
innodb-doublewrite=1
innodb-io-capacity=2000
innodb-adaptive-hash-index=ON
max-connections=200
thread-cache-size=64
performance-schema=OFF
max-allowed-packet=64M
CNF
}

alive() { [ -s "$dir/db.pid" ] && kill -0 "$(cat "$dir/db.pid")" 2>/dev/null; }

case $act in
start)
  if alive; then echo "$sock"; exit 0; fi
  rm -f "$dir/db.pid"
  mkdir -p "$dir/files" "$dir/tmp" # a server that starts sweeps its tmpdir: two must not share one
  settings
  if [ ! -d "$dir/data/mysql" ]; then
    mariadb-install-db --no-defaults --user="$(id -un)" --datadir="$dir/data" --auth-root-authentication-method=normal \
      --skip-test-db > "$dir/install.log" 2>&1 || { cat "$dir/install.log" >&2; exit 1; }
  fi
  chmod 700 "$dir/data" "$dir/files" "$dir/tmp"
  setsid mariadbd --defaults-file="$dir/my.cnf" --user="$(id -un)" "$@" < /dev/null > "$dir/out.log" 2>&1 &
  for _ in $(seq 300); do
    if mariadb-admin --no-defaults --socket="$sock" -uroot ping > /dev/null 2>&1; then echo "$sock"; exit 0; fi
    sleep 0.1
  done
  echo "the database did not start:" >&2
  tail -20 "$dir/db.log" >&2
  exit 1 ;;
stop | kill)
  alive || exit 0
  pid=$(cat "$dir/db.pid")
  kill "$([ "$act" = kill ] && echo -KILL || echo -TERM)" "$pid"
  for _ in $(seq 300); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
  rm -f "$dir/db.pid" ;;
sql)
  exec mariadb --no-defaults --socket="$sock" -uroot --default-character-set=utf8mb4 ${1:+"$1"} ;;
*)
  echo "db.sh start|stop|kill|sql DIR" >&2
  exit 2 ;;
esac
