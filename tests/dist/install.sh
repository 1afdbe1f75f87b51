#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# make install into a folder: every file at its place with its mode, nothing of the building machine inside; then the first set-up from there
# against a private database, twice (an upgrade). As root also what tests cannot have otherwise: a database account without a password,
# known by its system user. Called by tests/run.sh with B set.
set -uo pipefail
cd "$(dirname "$0")/../.."
T=$B/test/install
dest=$T/root lib=$T/root/usr/lib/health-credit share=$T/root/usr/share/health-credit
good=0 bad=0
check() { if "${@:2}" > "$T/said" 2>&1; then good=$((good + 1)); else bad=$((bad + 1)); echo "FAIL $1"; tail -5 "$T/said"; fi; }
finish() { tests/tools/db.sh stop "$T/db" 2> /dev/null; }
trap finish EXIT
rm -rf "$T"
mkdir -p "$T"

check "make install DESTDIR=…" make --no-print-directory B="$B" install DESTDIR="$dest"
mode() { [ "$(stat -c %a "$dest/$2")" = "$1" ]; }
for program in keeper lookup query staff worker parser portalctl setup; do check "$program: 755" mode 755 "usr/lib/health-credit/$program"; done
for file in "$dest"/usr/lib/systemd/system/* "$share"/db/*.sql "$share"/db/*/* "$share"/static/* "$share"/nginx.conf "$share"/mariadb.cnf; do
  [ "$(stat -c %a "$file")" = 644 ] || { echo "$file has another mode than 644"; bad=$((bad + 1)); }
done
same() { diff <(cd "$1" && find . -type f | sort) <(cd "$2" && find . -type f | sort); }
check "all migrations" same db/migrations "$share/db/migrations"
check "all units" same dist/systemd "$dest/usr/lib/systemd/system"
check "all pages' files" same "$B/static" "$share/static"
check "portalctl is on the path" test "$(readlink -f "$dest/usr/bin/portalctl")" = "$(readlink -f "$lib/portalctl")"
for regime in db/regimes/*.yaml; do check "$(basename "$regime")" cmp -s "$regime" "$share/db/regimes/$(basename "$regime")"; done
check "nothing else is written" test -z "$(find "$dest" -mindepth 1 -maxdepth 1 ! -name usr)"
check "nginx.conf: only the name of the site is open" test "$(grep -o '@[A-Z_]*@' "$share/nginx.conf" | sort -u)" = "@SERVER_NAME@"
machine() { ! grep -rlaF -e "$PWD" -e "$B" "$dest"; }
check "no path of the building machine inside" machine

# --- the first set-up, and the same again after an upgrade ---
socket=$(tests/tools/db.sh start "$T/db") || { echo "FAIL no database"; exit 1; }
setup() {
  ETC=$T/etc RUN=$T/run LOGS=$T/log LIB=$lib SHARE=$share SOCKET=$socket DATABASE=health_credit OWNERS=no MARIADB="mariadb --no-defaults -u root" \
    "$lib/setup" suixi https://credit.example.gov.cn '电话 000-0000000'
}
check "setup" setup
sum=$(sha256sum "$T/etc/keys")
check "setup again" setup
check "the key file stays" test "$sum" = "$(sha256sum "$T/etc/keys")"
for file in keys lookup.conf query.conf staff.conf worker.conf ctl.conf keeper.conf; do check "$file: 600" test "$(stat -c %a "$T/etc/$file")" = 600; done
for program in lookup query staff worker; do check "$program: no key in its configuration" test -z "$(grep '^key_file' "$T/etc/$program.conf")"; done

# A program whose account is its system user: here nobody in the place of health-credit-lookup.
if [ "$(id -u)" = 0 ] && setpriv --reuid=nobody --clear-groups test -x "$lib/lookup" -a -r "$share/db/regimes/guangdong-suixi.yaml"; then
  chmod 755 "$T/db"
  { echo "CREATE USER nobody@localhost IDENTIFIED VIA unix_socket; USE health_credit;"
    grep -F '`health-credit-lookup`@localhost' "$share/db/grants.sql" | sed 's/`health-credit-lookup`/nobody/'; } | tests/tools/db.sh sql "$T/db"
  grep -vE '^(database_user|database_password)' "$T/etc/lookup.conf" > "$T/nobody.conf"
  echo "database_user = nobody" >> "$T/nobody.conf"
  chmod 600 "$T/nobody.conf"
  check "who is another user gets no further" bash -c "! PORTAL_CONFIG=$T/nobody.conf $lib/lookup --check"
  chown nobody "$T/nobody.conf"
  check "lookup --check without a password" setpriv --reuid=nobody --clear-groups env PORTAL_CONFIG="$T/nobody.conf" "$lib/lookup" --check
  check "setup makes such accounts" grep -q 'VIA unix_socket' "$lib/setup"
else
  echo "skipped: needs root, and a build folder that others may enter"
  echo "0 passed, 0 failed, 1 skipped"
fi
echo "$good passed, $bad failed"
[ $bad = 0 ]
