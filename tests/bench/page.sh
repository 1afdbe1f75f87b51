# SPDX-License-Identifier: EUPL-1.2
# The pages' part of run.sh: the archive page of one subject, read from the database for each request, beside a hello-world libfcgi program and a
# static file of the same bytes, all behind the nginx of nginx.conf.example; and the same page with that file's micro-cache.
page_port=${BENCH_PORT:-18090}
forks=72 kept=35 # both nginx workers together keep fewer than there are processes, and each may keep all of wrk's: else some starve

serve() { # NAME COMMAND…
  local name=$1
  shift
  spawn-fcgi -n -s "$T/run/$name.sock" -M 0600 -- /usr/bin/multiwatch -f "$forks" -- "$@" 2>> "$T/$name.log" > /dev/null &
  pids+=($!)
}

# The example's file as it is on one port; on the next, the same programs without a cache, and the static file.
page_nginx() {
  sed -e "s|@VAR@|$T|g; s|@PORT@|$page_port|g; s|@SERVER_NAME@|127.0.0.1|g; s|@STATIC@|$B/static|g; s|@STAFF_KEEPALIVE@|4|; s|@QUERY_KEEPALIVE@|4|" \
      -e "s|@LOOKUP_KEEPALIVE@|$kept|; \$d" nginx.conf.example > "$T/nginx/nginx.conf"
  [ "$(id -u)" = 0 ] && sed -i "1i user root;" "$T/nginx/nginx.conf"
  cat >> "$T/nginx/nginx.conf" << CONF
    upstream hello { server unix:$T/run/hello.sock; keepalive $kept; }
    server {
        listen 127.0.0.1:$((page_port + 1));
$(grep fastcgi_param nginx.conf.example)
        location /static/ { alias $T/static/; }
        location /hello { fastcgi_pass hello; }
        location / { fastcgi_pass lookup; }
    }
}
CONF
}

measure() { # WHAT URL [FILE OF PATHS]: one line into page.txt
  local line
  line=$(PATHS=${3:-} wrk -t2 -c32 -d"${PAGE_SECONDS}s" -s tests/bench/wrk.lua "$2" | grep ^RESULT)
  echo "$1 ${line#RESULT }" | tee -a "$T/page.txt" >&2
}

# nginx first: its kept connections hold the programs.
page_stop() {
  kill -QUIT "$(cat "$T/nginx/nginx.pid")"
  for ((i = ${#pids[@]} - 1; i >= 0; i--)); do kill -TERM "${pids[i]}" 2> /dev/null || true; done
  wait "${pids[@]}" || true
  pids=()
}

# The demonstration bureau, each organisation with about four public records (some of the invented ones have one): with three graded years a page
# of 7 to 8 KiB.
page_fill() {
  sql bench_page << 'SQL'
SET system_versioning_alter_history = KEEP;
CREATE TEMPORARY TABLE have AS SELECT subject_id, id, ROW_NUMBER() OVER of AS no, COUNT(*) OVER (PARTITION BY subject_id) AS n
  FROM public_record WHERE show_to IS NULL OR show_to > NOW() + INTERVAL 2 DAY WINDOW of AS (PARTITION BY subject_id ORDER BY id);
INSERT INTO record (subject_id, id, item, category, severity, title, detail, document_no, authority, source, unit_id, found, points, amount, show_from,
    show_to, use_to, content_hash)
  SELECT r.subject_id, r.id + 100000000 * copy.seq, r.item, r.category, r.severity, r.title, r.detail, r.document_no, r.authority, r.source,
    r.unit_id, r.found - INTERVAL copy.seq DAY, r.points, r.amount, r.show_from, r.show_to, r.use_to, UNHEX(MD5(CONCAT(r.id, ' ', copy.seq)))
  FROM have h JOIN record r ON r.subject_id = h.subject_id AND r.id = h.id JOIN seq_1_to_4 copy ON h.no + copy.seq * h.n <= 4;
INSERT INTO archive_touch SELECT DISTINCT id DIV 1024, 0 FROM subject;
SQL
  "$BIN/portalctl" archive pack > /dev/null
}

page() {
  local base=http://127.0.0.1:$((page_port + 1)) code bytes paths=$T/paths.txt
  portal bench_page
  DEMO_SUBJECTS=$BUREAU tests/tools/demo.sh "$BIN/portalctl" "$T/etc/bench_page/ctl.conf" "$T/work" suixi > /dev/null
  page_fill
  # Those with about four public records and a grade; the first is the page that is asked for alone.
  echo "SELECT CONCAT('/entity/', s.code) FROM public_subject s JOIN public_record r ON r.subject_id = s.id WHERE s.code IS NOT NULL
          AND EXISTS (SELECT 1 FROM public_grade g WHERE g.subject_id = s.id)
        GROUP BY s.id, s.code HAVING COUNT(*) BETWEEN 3 AND 5 ORDER BY ABS(COUNT(*) - 4), s.id LIMIT 4000;" | sql bench_page | tail -n +2 > "$paths"
  code=$(head -1 "$paths")
  mkdir -p "$T/static"
  PORTAL_CONFIG=$T/etc/bench_page/lookup.conf serve lookup "$BIN/lookup"
  for _ in $(seq 50); do [ -S "$T/run/lookup.sock" ] && break; sleep 0.1; done
  page_nginx
  nginx -p "$T/nginx" -e "$T/nginx/error.log" -c "$T/nginx/nginx.conf" &
  pids+=($!)
  for _ in $(seq 300); do curl -fs -o "$T/static/page.html" "$base$code" && break; sleep 0.1; done
  serve hello "$TOOLS/hello" "$T/static/page.html"
  for _ in $(seq 100); do curl -fs -o /dev/null "$base/hello" && break; sleep 0.1; done
  bytes=$(stat -c %s "$T/static/page.html")
  say "archive page of $bytes bytes; requests/s, p50 ms, p99 ms, errors"
  for round in $(seq 0 "$PAGE_ROUNDS"); do
    [ "$round" -le 1 ] && : > "$T/page.txt" # round 0 warms up
    measure hello "$base/hello"
    measure entity "$base$code"
    measure entities "$base" "$paths"
    measure static "$base/static/page.html"
    measure cached "http://127.0.0.1:$page_port$code"
  done
  awk -v bytes="$bytes" -v paths="$(wc -l < "$paths")" '{ printf "{\"bench\":\"page\",\"what\":\"%s\",\"bytes\":%d,\"pages\":%d,\"rps\":%s,\"p50_ms\":%s,\"p99_ms\":%s,\"errors\":%s}\n",
    $1, bytes, $1 == "entities" ? paths : 1, $2, $3, $4, $5 }' "$T/page.txt" >> "$T/lines.jsonl"
  page_stop
  echo "DROP DATABASE bench_page;" | sql
}
