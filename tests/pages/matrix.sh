#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# The access matrix of the staff program: every row of `staff --routes` × every role × own and other scope, compared with matrix.golden.
#   VAR=… PORTAL_ETC=… BIN=… tests/pages/matrix.sh [--write]      needs a running site with the demonstration bureau (tests/run.sh starts one)
# --write makes the golden file anew: each changed line of it is a change of rights and wants a reader.
set -eu
cd "$(dirname "$0")/../.."
exec node tests/pages/matrix.mjs "$@"
