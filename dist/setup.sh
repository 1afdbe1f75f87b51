#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# setup REGIME ORIGIN CONTACT — the first set-up of an installed server, and after each upgrade: users, database, accounts, a configuration
# file per program, key file (made once, never overwritten), schema, grants, rule set, checks. Run as root. Doing it again keeps the data
# and the key; restart health-credit.target afterwards.
#   setup hunan https://credit.example.gov.cn '电话 0731-0000000，地址 ……'
# A program's database account bears the name of its system user, and the server asks the kernel who connects: there is no password to
# leak. Only portal_ctl has one, in a file of root's: root's own account would be the server's superuser, which portalctl must not be.
# For tests: ETC, RUN, LOGS, LIB, SHARE, SOCKET, DATABASE, MARIADB; OWNERS=no leaves all files to the caller and gives every account a password.
set -euo pipefail
[ $# -eq 3 ] || { sed -n '3,8s/^# //p' "$0" >&2; exit 2; }
regime=$1 origin=$2 contact=$3
ETC=${ETC:-/etc/health-credit} LIB=${LIB:-/usr/lib/health-credit} SHARE=${SHARE:-/usr/share/health-credit}
RUN=${RUN:-/run/health-credit} LOGS=${LOGS:-/var/log/health-credit-keeper}
SOCKET=${SOCKET:-/run/mysqld/mysqld.sock} DATABASE=${DATABASE:-health_credit} MARIADB=${MARIADB:-mariadb} OWNERS=${OWNERS:-yes}
case $origin in https://*) https=yes ;; http://*) https=no ;; *) echo "ORIGIN must begin with https://" >&2; exit 2 ;; esac
sql() { $MARIADB --socket="$SOCKET" --default-character-set=utf8mb4 "$@"; }
as() { if [ "$OWNERS" = no ]; then "$LIB/$1" --check; else runuser -u "health-credit-$1" -- env PORTAL_CONFIG="$PORTAL_CONFIG" "$LIB/$1" --check; fi; }
own() { [ "$OWNERS" = no ] || chown "health-credit-$1:" "$2"; }

umask 077
install -d -m 755 "$ETC"
[ "$OWNERS" = no ] || systemd-sysusers
echo "CREATE DATABASE IF NOT EXISTS \`$DATABASE\` CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_520_ci;" | sql
[ -f "$ETC/keys" ] || "$LIB/portalctl" key create "$ETC/keys"
own keeper "$ETC/keys" # the keeper reads it, root writes it; the other programs ask the keeper
rm -f "$ETC/staff.keys" "$ETC/worker.keys"

for program in lookup query staff worker ctl; do
  account=health-credit-$program how="VIA unix_socket" password=""
  [ $program = ctl ] && account=portal_ctl
  if [ $program = ctl ] || [ "$OWNERS" = no ]; then
    password=$(od -An -tx1 -N24 /dev/urandom | tr -d ' \n')
    how="BY '$password'"
  fi
  echo "CREATE USER IF NOT EXISTS \`$account\`@localhost IDENTIFIED $how;
ALTER USER \`$account\`@localhost IDENTIFIED $how;
DROP USER IF EXISTS portal_${program/ctl/none}@localhost;" | sql # the last: of releases whose programs had passwords
  {
    echo "database_socket = $SOCKET"
    echo "database_name = $DATABASE"
    echo "database_user = $account"
    [ -z "$password" ] || echo "database_password = $password"
    case $program in
      staff | worker) echo "keeper_socket = $RUN/keeper-$program.sock" ;;
      ctl) printf 'keeper_socket = %s\nkey_file = %s\n' "$RUN/keeper-ctl.sock" "$ETC/keys" ;;
    esac
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
cat > "$ETC/keeper.conf" << CONF
key_file = $ETC/keys
keeper_log = $LOGS/usage.log
keeper_users = staff health-credit-staff, worker health-credit-worker, ctl root
keeper_caps = staff 300/20000, worker 600/20000
demonstration = no
CONF
own keeper "$ETC/keeper.conf"
echo "GRANT ALL ON \`$DATABASE\`.* TO portal_ctl@localhost;" | sql

export PORTAL_CONFIG=$ETC/ctl.conf
"$LIB/portalctl" migrate
"$LIB/portalctl" key refresh # nothing to do but after a rotation that was cut short, or an upgrade from a release without epochs
sql "$DATABASE" < "$SHARE/db/grants.sql"
"$LIB/portalctl" check
"$LIB/portalctl" regime activate "$regime"
for program in lookup query staff worker; do PORTAL_CONFIG=$ETC/$program.conf as $program; done
echo "set up. The key file $ETC/keys belongs on a second medium today: without it sealed data cannot be read."
