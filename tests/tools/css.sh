#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# Builds the stylesheet: css.sh [BUILD_DIR] writes BUILD_DIR/static/portal.HASH.css, icon.HASH.svg and BUILD_DIR/gen/assets.h.
# Needs node_modules (npm ci), no network.
set -eu
cd "$(dirname "$0")/../.."
b=${1:-build}
exec node tests/tools/css.mjs "$b/static" "$b/gen"
