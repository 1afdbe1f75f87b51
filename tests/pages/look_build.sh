#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Builds the look harness and renders its pages: look_build.sh BUILD_DIR writes BUILD_DIR/look/*.html and BUILD_DIR/look/static/.
# Uses the templates' objects that make has already built or builds them now; no database, no network.
set -eu
cd "$(dirname "$0")/../.."
b=$1
objects=$(find templates -name '*.html' | sed "s|^templates/\(.*\)\.html$|$b/release/tmpl/\1.o|")
make -s B="$b" $objects "$b/host/tmplc" $(ls lib/base/*.c lib/html/*.c | sed "s|\(.*\)\.c$|$b/release/\1.o|") >/dev/null
mkdir -p "$b/look/gen/tmpl" "$b/look/static"
"$b/host/tmplc" tests/pages/templates/gallery.html "$b/look/gen/tmpl/gallery.c" "$b/look/gen/tmpl/gallery.h"
gcc -std=c17 -D_GNU_SOURCE -Ilib -Icgi-bin -Itests/pages -I"$b/gen" -I"$b/look/gen" -include base/banned.h -O1 -g -Wall -Wextra -Wno-missing-field-initializers -Wshadow -Werror \
    tests/pages/look_*.c "$b/look/gen/tmpl/gallery.c" $objects $(ls lib/base/*.c lib/html/*.c | sed "s|\(.*\)\.c$|$b/release/\1.o|") \
    -o "$b/look/look_harness"
tests/tools/css.sh "$b"
rm -f "$b"/look/*.html "$b"/look/static/*
cp "$b"/static/*.css "$b"/static/icon.*.svg "$b/look/static/"
"$b/look/look_harness" "$b/look" "$(cd "$b/static" && ls portal.*.css)" \
    "$(cd "$b/static" && ls full.*.css)" "$(cd "$b/static" && ls icon.*.svg)"
