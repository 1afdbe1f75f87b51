#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# Installs what is missing of deps.txt (apt) and package-lock.json (npm), and nothing when all is there: then no network is needed.
set -euo pipefail
cd "$(dirname "$0")/../.."
missing=()
while read -r package; do
  [ -n "$package" ] || continue
  case $package in
    nodejs) command -v node > /dev/null && continue ;;
    npm) command -v npm > /dev/null && continue ;;
  esac
  dpkg-query -W -f='${Status}' "$package" 2> /dev/null | grep -q 'ok installed' || missing+=("$package")
done < deps.txt
if [ ${#missing[@]} -gt 0 ]; then
  echo "installing: ${missing[*]}"
  as_root=()
  [ "$(id -u)" = 0 ] || as_root=(sudo)
  "${as_root[@]}" apt-get update -q > /dev/null
  "${as_root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "${missing[@]}" > /dev/null
fi
if [ ! -d node_modules ] || [ package-lock.json -nt node_modules/.stamp ]; then
  npm ci --no-audit --no-fund --silent
  touch node_modules/.stamp
fi
