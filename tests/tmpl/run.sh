#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The template corpus: ok/*.html must compile and render to *.out (those without .out are partials of others); fail/*.html must be refused with
# the message in *.err: "LINE:COL: message" from tmplc, or "gcc LINE: part of gcc's message" for what only the view's type can tell.
# One line a case, then "N passed, N failed"; exit 1 on a failure. Needs B/host/tmplc, which it lets make build.
set -u
cd "$(dirname "$0")" || exit 1
root=$(cd ../.. && pwd)
B=${B:-build}
case $B in /*) ;; *) B=$root/$B ;; esac
make -s -C "$root" B="$B" "$B/host/tmplc" >&2 || exit 1
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
mkdir -p "$tmp/tmpl"
passed=0 failed=0
flags="-std=c17 -D_GNU_SOURCE -I$root/lib -I. -I$tmp -include base/banned.h -O0 -Wall -Wextra -Wconversion -Wno-sign-conversion \
-Wshadow -Wvla -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes -Wundef -Wwrite-strings -Werror"

ok() { passed=$((passed + 1)); echo "ok   $1"; }
bad() { failed=$((failed + 1)); echo "FAIL $1"; shift; printf '     %s\n' "$@"; }

# --- ok: compile all, then render those with an expected output ------------------------------------------------------------------
table="" built=""
: >"$tmp/table.h"
for f in ok/*.html; do
    n=$(basename "$f" .html)
    if ! "$B/host/tmplc" "$f" "$tmp/tmpl/$n.c" "$tmp/tmpl/$n.h" 2>"$tmp/err"; then
        bad "$f" "$(cat "$tmp/err")"
        continue
    fi
    built="$built $tmp/tmpl/$n.c"
    [ -f "ok/$n.out" ] || continue
    echo "#include \"tmpl/$n.h\"" >>"$tmp/table.h"
    if grep -q 'view none' "$f"; then table="$table PLAIN($n)"; else table="$table NAME($n)"; fi
done
echo "#define TABLE $table" >>"$tmp/table.h"
if gcc $flags -o "$tmp/render" render.c $built "$root"/lib/html/*.c "$root"/lib/base/str.c "$root"/lib/base/arena.c "$root"/lib/base/check.c \
    "$root"/lib/base/out.c "$root"/lib/base/log.c "$root"/lib/base/date.c "$root"/lib/base/clock.c 2>"$tmp/err"; then
    for f in ok/*.out; do
        n=$(basename "$f" .out)
        "$tmp/render" "$n" >"$tmp/out" 2>&1
        if [ -n "${UPDATE:-}" ]; then cp "$tmp/out" "$f"; fi
        if cmp -s "$tmp/out" "$f"; then ok "$f"; else bad "$f" "$(diff "$f" "$tmp/out" | head -20)"; fi
    done
else
    bad "ok/*.html" "$(grep error "$tmp/err" | head -20)"
fi

# --- fail: refused by tmplc at line and column, or by gcc at the template's line ---------------------------------------------------
for f in fail/*.html; do
    n=$(basename "$f" .html)
    want=$(cat "fail/$n.err" 2>/dev/null)
    if "$B/host/tmplc" "$f" "$tmp/x.c" "$tmp/tmpl/$n.h" 2>"$tmp/err"; then
        gcc $flags -fsyntax-only "$tmp/x.c" 2>"$tmp/err" && { bad "$f" "it compiles"; continue; }
        line=${want#gcc } part=${want#*: }
        if [ "$line" != "$want" ] && grep "^$f:${line%%:*}:.*error" "$tmp/err" | grep -qF "$part"; then
            ok "$f"
        else
            bad "$f" "want: $want" "got:  $(grep error "$tmp/err" | head -3)"
        fi
    elif [ "$(cat "$tmp/err")" = "$f:$want" ]; then
        ok "$f"
    else
        bad "$f" "want: $f:$want" "got:  $(cat "$tmp/err")"
    fi
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
