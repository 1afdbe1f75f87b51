#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# get.sh — one request to a FastCGI socket, the raw response (Status line, headers, body) to standard output. For golden pages and by hand.
#   tests/pages/get.sh SOCKET METHOD URL [BODY_FILE]
# Settings by environment: COOKIE, HOST (default 127.0.0.1:8080), ORIGIN (default http://HOST on POST; "none" sends none), FETCH_SITE
# (Sec-Fetch-Site; default same-origin on POST), TYPE (Content-Type; default urlencoded when there is a body), ETAG (If-None-Match).
set -eu
[ $# -ge 3 ] || { echo "usage: $0 SOCKET METHOD URL [BODY_FILE]" >&2; exit 64; }
socket=$1 method=$2 url=$3 body=${4:-/dev/null}
host=${HOST:-127.0.0.1:8080}
case $url in *\?*) query=${url#*\?} ;; *) query= ;; esac
set -- REQUEST_METHOD="$method" REQUEST_URI="$url" QUERY_STRING="$query" SERVER_PROTOCOL=HTTP/1.1 REMOTE_ADDR="${REMOTE:-127.0.0.1}" \
    HTTP_HOST="$host"
[ -z "${COOKIE:-}" ] || set -- "$@" HTTP_COOKIE="$COOKIE"
[ -z "${ETAG:-}" ] || set -- "$@" HTTP_IF_NONE_MATCH="$ETAG"
if [ "$method" = POST ]; then
    [ "${ORIGIN:-}" = none ] || set -- "$@" HTTP_ORIGIN="${ORIGIN:-http://$host}"
    [ "${FETCH_SITE:-}" = none ] || set -- "$@" HTTP_SEC_FETCH_SITE="${FETCH_SITE:-same-origin}"
fi
if [ "$body" != /dev/null ]; then
    set -- "$@" CONTENT_LENGTH="$(wc -c <"$body" | tr -d ' ')" CONTENT_TYPE="${TYPE:-application/x-www-form-urlencoded}"
fi
exec env -i PATH="$PATH" "$@" cgi-fcgi -bind -connect "$socket" <"$body"
