#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# setup REGIME ORIGIN CONTACT — the first set-up of an installed server, and after each upgrade: users, database, accounts with random passwords, a
# configuration file per program, key file (made once, never overwritten), schema, grants, rule set, checks. Run as root. Doing it again
# keeps the data and the key and gives the database accounts new passwords; restart health-credit.target afterwards.
#   setup hunan https://credit.example.gov.cn '电话 0731-0000000，地址 ……'
# For tests: ETC, LIB, SHARE, SOCKET, DATABASE, MARIADB; OWNERS=no leaves all files to the caller.
set -euo pipefail
[ $# -eq 3 ] || { sed -n '3,6s/^# //p' "$0" >&2; exit 2; }
regime=$1 origin=$2 contact=$3
ETC=${ETC:-/etc/health-credit} LIB=${LIB:-/usr/lib/health-credit} SHARE=${SHARE:-/usr/share/health-credit}
SOCKET=${SOCKET:-/run/mysqld/mysqld.sock} DATABASE=${DATABASE:-health_credit} MARIADB=${MARIADB:-mariadb} OWNERS=${OWNERS:-yes}
case $origin in https://*) https=yes ;; http://*) https=no ;; *) echo "ORIGIN must begin with https://" >&2; exit 2 ;; esac
sql() { $MARIADB --socket="$SOCKET" --default-character-set=utf8mb4 "$@"; }
own() { [ "$OWNERS" = no ] || chown "health-credit-$1:" "$2"; }

umask 077
install -d -m 755 "$ETC"
[ "$OWNERS" = no ] || systemd-sysusers
echo "CREATE DATABASE IF NOT EXISTS \`$DATABASE\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;" | sql
[ -f "$ETC/keys" ] || "$LIB/portalctl" key create "$ETC/keys"

for program in lookup query staff worker ctl; do
  password=$(od -An -tx1 -N24 /dev/urandom | tr -d ' \n')
  echo "CREATE USER IF NOT EXISTS portal_$program@localhost IDENTIFIED BY '$password';
ALTER USER portal_$program@localhost IDENTIFIED BY '$password';" | sql
  key="$ETC/keys"
  case $program in staff | worker) # a copy that only this program's user may read
    key="$ETC/$program.keys"
    install -m 600 "$ETC/keys" "$key"
    own $program "$key" ;;
  esac
  {
    echo "database_socket = $SOCKET"
    echo "database_name = $DATABASE"
    echo "database_user = portal_$program"
    echo "database_password = $password"
    [ $program = lookup ] || [ $program = query ] || echo "key_file = $key"
    echo "regime_dir = $SHARE/db/regimes"
    echo "calendar_dir = $SHARE/db/calendar"
    echo "migration_dir = $SHARE/db/migrations"
    echo "origin = $origin"
    echo "https = $https"
    echo "contact = $contact"
    echo "demonstration = no"
  } > "$ETC/$program.conf"
  [ $program = ctl ] || own $program "$ETC/$program.conf"
done
echo "GRANT ALL ON \`$DATABASE\`.* TO portal_ctl@localhost;" | sql

export PORTAL_CONFIG=$ETC/ctl.conf
"$LIB/portalctl" migrate
sql "$DATABASE" < "$SHARE/db/grants.sql"
"$LIB/portalctl" check
"$LIB/portalctl" regime activate "$regime"
for program in lookup query staff worker; do PORTAL_CONFIG=$ETC/$program.conf "$LIB/$program" --check; done
echo "set up. The key file $ETC/keys belongs on a second medium today: without it sealed data cannot be read."
