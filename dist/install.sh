#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# install.sh BUILD DESTDIR — puts a built release in its places under DESTDIR (empty: this machine). Called by `make install`. It starts nothing,
# makes no account and touches no configuration: that is setup.sh, on the server itself.
set -eu
cd "$(dirname "$0")/.."
b=$1 dest=${2:-}
lib=$dest/usr/lib/health-credit share=$dest/usr/share/health-credit doc=$dest/usr/share/doc/health-credit

install -d "$lib" "$share/static" "$share/db/migrations" "$share/db/regimes" "$share/db/calendar" "$doc" "$dest/usr/bin" \
    "$dest/usr/lib/systemd/system" "$dest/usr/lib/sysusers.d"
for program in keeper lookup query staff worker parser portalctl; do
    install -m 755 "$b/release/bin/$program" "$lib/.$program.new"
    mv "$lib/.$program.new" "$lib/$program" # a running program keeps its own
done
install -m 755 dist/setup.sh "$lib/setup"
ln -sfn ../lib/health-credit/portalctl "$dest/usr/bin/portalctl"
# Files of the release before stay: pages in a cache still name them.
install -m 644 "$b"/static/* "$share/static/"
install -m 644 db/views.sql "$share/db/"
# On a server a program's database account is its system user (setup.sh).
sed 's/portal_\(lookup\|query\|staff\|worker\)@localhost/`health-credit-\1`@localhost/g' db/grants.sql > "$share/db/grants.sql"
install -m 644 db/migrations/*.sql "$share/db/migrations/"
install -m 644 db/regimes/*.yaml db/regimes/README.md "$share/db/regimes/"
install -m 644 db/calendar/*.tsv "$share/db/calendar/"
install -m 644 dist/mariadb.cnf "$share/mariadb.cnf"
sed -f dist/nginx.sed nginx.conf.example > "$share/nginx.conf"
install -m 644 dist/systemd/* "$dest/usr/lib/systemd/system/"
install -m 644 dist/sysusers.conf "$dest/usr/lib/sysusers.d/health-credit.conf"
install -m 644 README.md README.zh-CN.md nginx.conf.example "$doc/"
echo "installed under ${dest:-/}; on the server go on with $lib/setup (README.zh-CN.md)"
