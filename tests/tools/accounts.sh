#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# accounts.sh DBDIR DATABASE ETC: makes the programs' database accounts with random passwords, grants what db/grants.sql says, and writes one
# configuration file per program into ETC (mode 0600). Extra configuration lines come on standard input. Run again: new passwords.
# With a line keeper_dir only keeper.conf and ctl.conf name the key file; staff, worker and ctl ask the keeper.
set -euo pipefail
dbdir=$1 database=$2 etc=$3
cd "$(dirname "$0")/../.."
extra=$(cat)
keeper_dir=$(sed -n 's/^keeper_dir = //p' <<< "$extra")
own=$(grep '^keeper_' <<< "$extra" || true)
extra=$(grep -v '^keeper_' <<< "$extra")
mkdir -p "$etc"
chmod 700 "$etc"
sql=""
for account in lookup query staff worker ctl; do
  password=$(od -An -tx1 -N24 /dev/urandom | tr -d ' \n')
  sql+="CREATE USER IF NOT EXISTS portal_$account@localhost IDENTIFIED BY '$password';
ALTER USER portal_$account@localhost IDENTIFIED BY '$password' WITH MAX_USER_CONNECTIONS 100;
"
  rm -f "$etc/$account.conf"
  (umask 077
   printf 'database_socket = %s\ndatabase_name = %s\ndatabase_user = portal_%s\ndatabase_password = %s\n%s\n' \
     "$(cd "$dbdir" && pwd)/db.sock" "$database" "$account" "$password" "$extra" > "$etc/$account.conf")
  case $account in
    lookup | query) sed -i '/^key_file/d' "$etc/$account.conf" ;;
    staff | worker) [ -z "$keeper_dir" ] || sed -i "s|^key_file.*|keeper_socket = $keeper_dir/$account.sock|" "$etc/$account.conf" ;;
    ctl) [ -z "$keeper_dir" ] || echo "keeper_socket = $keeper_dir/ctl.sock" >> "$etc/ctl.conf" ;;
  esac
done
[ -z "$keeper_dir" ] || (umask 077 && { echo "$own"; grep -E '^(key_file|demonstration) ' <<< "$extra"; } > "$etc/keeper.conf")
sql+="GRANT ALL ON \`$database\`.* TO portal_ctl@localhost;
"
printf '%s' "$sql" | tests/tools/db.sh sql "$dbdir"
