# SPDX-License-Identifier: EUPL-1.2
# The API's part of run.sh: an organisation as JSON beside its archive page, and a search as JSON beside the page of results, thousands of different
# addresses in turn, so that no kept answer helps; behind the nginx of nginx.conf.example, without its cache and limits. Uses page.sh.

api() {
  local base=http://127.0.0.1:$((page_port + 1)) kind
  portal bench_page
  DEMO_SUBJECTS=$BUREAU tests/tools/demo.sh "$BIN/portalctl" "$T/etc/bench_page/ctl.conf" "$T/work" suixi > /dev/null
  page_fill
  echo "SELECT CONCAT('/entity/', s.code) FROM public_subject s WHERE s.code IS NOT NULL ORDER BY s.public_id LIMIT 4000;" | sql bench_page | tail -n +2 > "$T/api.entity"
  sed 's|^/entity/|/api/v1/subjects/|' "$T/api.entity" > "$T/api.entity_json"
  # Fragments of names, percent-encoded: four characters from the fourth on.
  echo "SELECT DISTINCT CONCAT('/search?q=', REGEXP_REPLACE(HEX(SUBSTRING(s.name, 4, 4)), '(..)', '%\\\\1')) FROM public_subject s WHERE s.kind <> 3
        ORDER BY 1 LIMIT 1000;" | sql bench_page | tail -n +2 > "$T/api.search"
  sed 's|^/search|/api/v1/subjects|; s|$|\&limit=20|' "$T/api.search" > "$T/api.search_json"
  PORTAL_CONFIG=$T/etc/bench_page/lookup.conf serve lookup "$BIN/lookup"
  PORTAL_CONFIG=$T/etc/bench_page/query.conf serve query "$BIN/query"
  for _ in $(seq 50); do [ -S "$T/run/lookup.sock" ] && [ -S "$T/run/query.sock" ] && break; sleep 0.1; done
  page_nginx
  sed -i "s|query.sock; keepalive 4|query.sock; keepalive $kept|; s|location /hello.*|location /api/ { fastcgi_pass query; }|" "$T/nginx/nginx.conf"
  nginx -p "$T/nginx" -e "$T/nginx/error.log" -c "$T/nginx/nginx.conf" &
  pids+=($!)
  for kind in entity entity_json search search_json; do
    for _ in $(seq 300); do curl -fs -o "$T/api.first" "$base$(head -1 "$T/api.$kind")" && break; sleep 0.1; done
    echo "$kind $(stat -c %s "$T/api.first")" >> "$T/api.bytes"
  done
  say "pages and the same as JSON; requests/s, p50 ms, p99 ms, errors"
  for round in $(seq 0 "$PAGE_ROUNDS"); do
    [ "$round" -le 1 ] && : > "$T/page.txt" # round 0 warms up
    for kind in entity entity_json search search_json; do measure "$kind" "$base" "$T/api.$kind"; done
  done
  awk 'NR == FNR { bytes[$1] = $2; next } { printf "{\"bench\":\"api\",\"what\":\"%s\",\"bytes\":%d,\"rps\":%s,\"p50_ms\":%s,\"p99_ms\":%s,\"errors\":%s}\n",
    $1, bytes[$1], $2, $3, $4, $5 }' "$T/api.bytes" "$T/page.txt" >> "$T/lines.jsonl"
  page_stop
  echo "DROP DATABASE bench_page;" | sql
}
