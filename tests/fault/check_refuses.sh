#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# check_refuses.sh: PROGRAM --check, run before a service starts, against a server of its own: it accepts a right one, refuses each setting that
# correctness needs when it is wrong, names it, and refuses a schema that lacks a column, names the statement.
set -uo pipefail
cd "$(dirname "$0")/../.."
work=$VAR/check-db
conf=$work/check.conf
passed=0 failed=0
ok() { passed=$((passed + 1)); echo "ok   $1"; }
bad() { failed=$((failed + 1)); echo "FAIL $1: ${2:-}"; }
trap 'tests/tools/db.sh stop "$work"; rm -rf "$work"' EXIT

start() { DB_BUFFER=64M DB_LOG=16M tests/tools/db.sh start "$work" "$@" > /dev/null; }
sql() { tests/tools/db.sh sql "$work" "$@"; }
check() { PORTAL_CONFIG=$conf "$BIN/$1" "${@:2}" 2>&1; }

start
echo "CREATE DATABASE p CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci; CREATE USER c@localhost IDENTIFIED BY 'c'; GRANT ALL ON p.* TO c@localhost;" | sql
"$BIN/portalctl" key create "$work/keys" > /dev/null
(umask 077; sed -e '/^database_/d; /^key_file/d; /^keeper_/d' "$PORTAL_ETC/ctl.conf" > "$conf"
 printf 'database_socket = %s\ndatabase_name = p\ndatabase_user = c\ndatabase_password = c\nkey_file = %s\n' "$work/db.sock" "$work/keys" >> "$conf")
check portalctl migrate > /dev/null || bad "the schema is made" "$(check portalctl migrate)"
check portalctl regime activate "$(basename "$PORTAL_ETC")" > /dev/null
for program in lookup query staff worker; do
  if said=$(check $program --check); then ok "$program accepts a right server"; else bad "$program accepts a right server" "$said"; fi
done
if said=$(check portalctl check); then ok "portalctl accepts a right server"; else bad "portalctl accepts a right server" "$said"; fi

# Some settings can be changed while the server runs, the others cost a restart.
refuses() {
  local name=$1 said
  if said=$(check worker --check); then bad "$name is refused" "it was accepted"
  elif [[ $said == *"${name/tx_/transaction_}"* ]]; then ok "$name is refused and named"
  else bad "$name is refused and named" "$said"; fi
}
while read -r name wrong right; do
  echo "SET GLOBAL $name = $wrong;" | sql
  refuses "$name"
  echo "SET GLOBAL $name = $right;" | sql
done << 'SETTINGS'
innodb_snapshot_isolation OFF ON
innodb_flush_log_at_trx_commit 2 1
sql_mode '' 'STRICT_ALL_TABLES,NO_ZERO_DATE,NO_ZERO_IN_DATE,ERROR_FOR_DIVISION_BY_ZERO,NO_ENGINE_SUBSTITUTION,ONLY_FULL_GROUP_BY'
local_infile ON OFF
character_set_server latin1 utf8mb4
tx_isolation 'READ-COMMITTED' 'REPEATABLE-READ'
SETTINGS
for pair in innodb-rollback-on-timeout=OFF secure-timestamp=NO; do
  tests/tools/db.sh stop "$work"
  start "--$pair"
  name=${pair%=*}
  refuses "${name//-/_}"
done
tests/tools/db.sh stop "$work"
start
if said=$(check worker --check); then ok "set right again it is accepted"; else bad "set right again it is accepted" "$said"; fi

echo "ALTER TABLE subject DROP COLUMN representative;" | sql p
said=$(check worker --check) && bad "a schema without a column is refused" "it was accepted"
if [[ $said == *representative* ]]; then ok "a schema without a column is refused, the column named"; else bad "a schema without a column is named" "$said"; fi
if [[ $said == *_store.c* ]]; then ok "and the statement's file"; else bad "the statement's file is named" "$said"; fi
echo "ALTER TABLE subject ADD COLUMN representative VARCHAR(100) NOT NULL DEFAULT '' AFTER address;" | sql p
if said=$(check worker --check); then ok "with the column back it is accepted"; else bad "with the column back it is accepted" "$said"; fi
echo "UPDATE schema_migration SET checksum = REPEAT('0', LENGTH(checksum)) LIMIT 1;" | sql p 2> /dev/null
if said=$(check portalctl migrate); then bad "a migration that was changed after it was applied is refused" "$said"
else ok "a migration that was changed after it was applied is refused"; fi

echo "$passed passed, $failed failed"
[ $failed = 0 ]
