#!/bin/bash
# SPDX-License-Identifier: EUPL-1.2
# Golden pages of the small demonstration bureau, asked for through a FastCGI client, and a table of statuses and headers as nginx sends them.
#   VAR=… SITE=… tests/pages/run.sh        needs a fresh running site of suixi with 400 subjects (tests/run.sh starts one)
# UPDATE=1 writes the golden files anew: each changed line of them is a change that the public sees and wants a reader.
# What varies is written as 〈…〉: today, this year, hashes, request ids, opaque ids, names of static files, seconds to midnight.
set -uo pipefail
cd "$(dirname "$0")/../.."
: "${VAR:?}" "${SITE:?}"
golden=tests/pages/golden
got=$(mktemp -d)
trap 'rm -rf "$got"' EXIT
passed=0 failed=0
host=${SITE#http://}

ok() { passed=$((passed + 1)); echo "ok   $1"; }
bad() { failed=$((failed + 1)); echo "FAIL $1"; }

# --- golden pages -------------------------------------------------------------------------------------------------------------------
export TZ=CST-8 # the days of the product are Beijing's
year=$(date +%Y) month=$(date +%-m) day=$(date +%-d)
normal() {
  tr -d '\r' | sed -E \
    -e "s/${year}年${month}月${day}日/〈today〉/g; s/$(date +%F)/〈today〉/g; s/〔${year}〕/〔〈year〉〕/g" \
    -e 's/\b[0-9a-f]{64}\b/〈hash〉/g; s/(请求编号 <span class="code">)[0-9a-f]{16}/\1〈id〉/; s/^(X-Request-Id: ).*/\1〈id〉/' \
    -e 's/(portal|full|icon)\.[0-9a-f]{12}\./\1.〈hash〉./; s/^(ETag: ).*/\1〈hash〉/; s/max-age=[0-9]+/max-age=〈n〉/; s/^(Content-Length: ).*/\1〈n〉/' \
    -e "s#http://${host//./\\.}#〈origin〉#g; s#/entity/[a-z0-9]{16}([\"/])#/entity/〈id〉\1#g; s/name=\"(csrf|token)\" value=\"[^\"]*\"/name=\"\1\" value=\"〈secret〉\"/g" \
    -e 's/^(Set-Cookie: [a-z_-]+=)[^;]*/\1〈secret〉/; s/("(id|subject)": ?")[a-z0-9]{16}"/\1〈id〉"/g; s/("request_id": ?")[0-9a-f]{16}"/\1〈id〉"/' \
    -e 's/("next_change": ?)("[0-9-]*"|null)/\1〈day〉/; s/("next": ?")[0-9a-f]+"/\1〈cursor〉"/; s/〈today〉T[0-9:]{8}\+08:00/〈now〉/g' \
    -e 's/\b[0-9a-f]{32}\b/〈key〉/g; s/\b[0-9a-f]{138}\b/〈signature〉/g; s#/verify/[a-z0-9]{16}#/verify/〈code〉#g' \
    -e "s#/notice/([a-z]+)/${year}/#/notice/\1/〈year〉/#g; s/-gs-${year}-/-gs-〈year〉-/; s/%94${year}%E3/%94〈year〉%E3/g; s/_${year}_1_/_〈year〉_1_/; s/value=\"${year}\">${year}年/value=\"〈year〉\">〈year〉年/" \
    -e 's/(class="code">)[0-9A-Z]{4}(-[0-9A-Z]{4}){3}/\1〈code〉/; s/<path fill="#000"[^>]*>/〈modules〉/' \
    -e 's/(预计下次变动<\/dt><dd>)[^<]*/\1〈day〉/; s/(约 )[0-9.]+ (KB|MB)/\1〈n〉 \2/g'
}

# Status, type and cookies; then the whole page, what is inside <main>, JSON line by line, or the first lines.
compare() {
  local name=$1 part=$2 socket=$3
  shift 3
  HOST=$host tests/pages/get.sh "$VAR/run/$socket.sock" "$@" > "$got/raw" 2> "$got/err" || { bad "$name: no answer $(head -c 200 "$got/err")"; return; }
  {
    sed '/^\r*$/q' "$got/raw" | grep -aE '^(Status|Content-Type|Location|Cache-Control|Set-Cookie|Content-Disposition):'
    echo
    case $part in
    page) sed '1,/^\r*$/d' "$got/raw" ;;
    main) sed -n '/<main/,/<\/main>/p' "$got/raw" ;;
    json) sed '1,/^\r*$/d' "$got/raw" | node -e 'process.stdout.write(JSON.stringify(JSON.parse(require("fs").readFileSync(0)), null, 1) + "\n")' ;;
    head) sed '1,/^\r*$/d' "$got/raw" | head -12 ;;
    esac
  } | normal > "$got/$name.txt"
  if [ -n "${UPDATE:-}" ]; then mkdir -p "$golden"; cp "$got/$name.txt" "$golden/$name.txt"; fi
  if diff -u "$golden/$name.txt" "$got/$name.txt" > "$got/diff" 2>&1; then ok "golden $name"; else bad "golden $name"; head -30 "$got/diff"; fi
}

# An institution whose records have no end of publicity, so that the page is the same for years.
entity=92449999MY0000928H
q() { printf '/search?q=%s' "$(printf %s "$1" | od -An -tx1 -v | tr -d '\n' | sed 's/ /%/g')"; }
for _ in $(seq 60); do curl -fs -o /dev/null "$SITE/notice/gs/$year/3" && break; sleep 0.5; done # the worker signs what the demonstration published
compare home page lookup GET /
compare home-large main lookup GET '/?z=1'
compare search-empty main lookup GET /search
compare search-hits main lookup GET "$(q 社区卫生服务中心)"
compare search-filtered main lookup GET "$(q 遂溪县)&grade=D&year=2025&type=medical_institution_below1"
compare search-none main lookup GET "$(q 没有这样的单位)"
compare search-wrong-code main lookup GET "$(q 92449999MY0000928J)"
compare search-short main lookup GET "$(q 镇)"
compare search-code main lookup GET "$(q "$entity")"
compare entity main lookup GET "/entity/$entity"
compare entity-then main lookup GET "/entity/$entity?as-of=2024-12-31"
compare why main lookup GET "/entity/$entity/why/2025"
compare why-json page lookup GET "/entity/$entity/why/2025.json"
compare publications main lookup GET /publication
compare publication main lookup GET '/publication/2024'
compare notices main lookup GET /notice
compare notice main lookup GET "/notice/gs/$year/1"
compare notice-proof page lookup GET "/notice/gs/$year/1.proof"
compare notice-none main lookup GET /notice/gs/2001/1
compare verify main lookup GET /verify
compare verify-unknown main lookup GET /verify/0000000000000000
compare verify-wrong main lookup GET '/verify?number=&code=abc'
compare publication-csv head lookup GET /publication/2025.csv
compare about main lookup GET /about
compare accessibility main lookup GET /accessibility
compare person main lookup GET /person
printf 'name=&licence=' > "$got/form"
compare person-errors main lookup POST /person "$got/form"
compare not-found page lookup GET /entity/91440823MA00000000
compare robots page lookup GET /robots.txt
compare api-index json query GET /api/v1
compare api-openapi json query GET /api/openapi.json
compare api-subject json query GET "/api/v1/subjects/$entity"
compare api-grades-csv page query GET "/api/v1/subjects/$entity/grades?format=csv"
compare api-search json query GET "/api/v1$(q 社区卫生服务中心 | sed s/search/subjects/)&limit=2"
compare api-not-found json query GET /api/v1/subjects/91440823MA00000000
compare api-wrong json query GET '/api/v1/subjects?limit=0&page=2&from=2024-01-01'
if node tests/tools/api.mjs | diff -q - docs/api.md > /dev/null; then ok "docs/api.md is in step"; else bad "docs/api.md: node tests/tools/api.mjs > docs/api.md"; fi
compare badge page query GET "/badge/$entity.svg"
compare embed page query GET /embed/search
compare login page staff GET /staff/login
compare staff-door main staff GET '/staff/grading?page=2'

# --- statuses and headers -------------------------------------------------------------------------------------------------------------
# answer STATUS PATTERN CURL-ARGUMENTS…: the status, and one header line that must be there (- for none).
answer() {
  local status=$1 pattern=$2 line
  shift 2
  rm -f "$got/body" "$got/head"
  line=$(curl -s -o "$got/body" -D "$got/head" -w '%{http_code}' --path-as-is --max-time 20 "$@")
  if [ "$line" != "$status" ]; then bad "$* answers $line, not $status"; return; fi
  if [ "$pattern" != - ] && ! grep -qiE "$pattern" "$got/head"; then bad "$*: no header like $pattern"; sed 's/^/     /' "$got/head"; return; fi
  ok "$status $(printf '%s ' "$@" | cut -c1-70)"
}
long=$(printf 'a%.0s' $(seq 600))
answer 200 '^content-security-policy: default-src .none.' "$SITE/"
answer 200 '^x-content-type-options: nosniff' "$SITE/"
answer 200 '^referrer-policy: ' "$SITE/"
answer 200 '^permissions-policy: ' "$SITE/"
answer 200 '^cross-origin-opener-policy: same-origin' "$SITE/"
answer 200 '^cache-control: public, ' "$SITE/"
answer 200 '^cache-control: no-store' "$SITE/staff/login"
answer 200 '^server: nginx.?$' "$SITE/"
answer 200 '^etag: ' "$SITE/entity/$entity"
tag=$(sed -n 's/^ETag: //Ip' "$got/head" | tr -d '\r')
answer 304 '^content-security-policy' -H "If-None-Match: $tag" "$SITE/entity/$entity"
[ -s "$got/body" ] && bad "a 304 with a body" || ok "304 without a body"
answer 304 - -H "If-None-Match: W/$tag, \"x\"" "$SITE/entity/$entity"
answer 200 - -H 'If-None-Match: "another"' "$SITE/entity/$entity"
answer 200 '^content-type: text/html' -I "$SITE/"
[ -s "$got/body" ] && ! grep -qi '^HTTP' "$got/body" && bad "HEAD with a body" || ok "HEAD without a body"
answer 405 '^allow: .*GET' -X POST "$SITE/"
answer 405 - -X DELETE "$SITE/search"
answer 405 - -X PUT "$SITE/staff/login"
answer 404 '^content-security-policy' "$SITE/nothing"
answer 404 - "$SITE/entity/1"
answer 404 - "$SITE/entity/$entity/why/1999"
answer 404 - "$SITE/publication/1999"
answer 404 - "$SITE/publication/2025.exe"
answer 404 - "$SITE/static/nothing.css"
answer 400 - "$SITE/search?q=%zz"
answer 400 - "$SITE/search?q=%ff%fe"
answer 400 - "$SITE/search?q=a%00b"
answer 414 - "$SITE/$long"
answer 414 - "$SITE/search?q=$(printf '%s' "$long$long$long$long$long$long$long$long")"
answer 200 '^content-disposition: attachment' "$SITE/publication/2025.xlsx"
answer 200 '^content-security-policy: .*sandbox' "$SITE/publication/2025.csv"
answer 200 '^content-type: application/json' "$SITE/entity/$entity/why/2025.json"
answer 200 '^cache-control: .*immutable' "$SITE$(curl -s "$SITE/" | grep -oE '/static/portal\.[^"]*' | head -1)"
answer 200 '^content-type: text/plain' "$SITE/healthz"
answer 303 '^location: /staff/login' "$SITE/staff"
answer 303 '^location: /staff/login\?next=' "$SITE/staff/import/1"
answer 303 '^location: /staff/login' -X POST -H "Origin: $SITE" -d 'year=2025' "$SITE/staff/grading"
answer 403 - -X POST -H "Origin: $SITE" -d 'account=a&password=b&code=123456' "$SITE/staff/login"
answer 403 - -X POST -H 'Origin: https://elsewhere.example' -d 'account=a&password=b&code=123456' "$SITE/staff/login"
answer 413 - -X POST -H "Origin: $SITE" --data-binary "@$(head -c 700000 /dev/zero | tr '\0' a > "$got/big"; echo "$got/big")" "$SITE/person"
answer 415 - -X POST -H "Origin: $SITE" -H 'Content-Type: application/json' -d '{}' "$SITE/person"
for path in / /search /publication /about /person "/entity/$entity" /nothing; do
  curl -s -o /dev/null -D "$got/head" "$SITE$path"
  if grep -qi '^set-cookie' "$got/head"; then bad "a cookie on $path"; else ok "no cookie on $path"; fi
done
one=$(curl -s "$SITE/entity/91440823MA00000000" | normal | sed 's/91440823MA00000000//g')
two=$(curl -s "$SITE/entity/aaaaaaaaaaaaaaaa" | normal | sed 's/aaaaaaaaaaaaaaaa//g; s#/entity/〈id〉#/entity/#g')
[ "$one" = "$two" ] && ok "one 404 for all" || bad "one 404 for all"

# --- open data ---------------------------------------------------------------------------------------------------------------------------
if REGIME=${REGIME:-suixi} node tests/pages/query_check.mjs "$SITE" > "$got/query" 2>&1; then ok "open data: $(tail -1 "$got/query")"; else bad "open data"; head -20 "$got/query"; fi

echo "$passed passed, $failed failed"
[ "$failed" -eq 0 ]
