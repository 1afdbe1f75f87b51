# SPDX-License-Identifier: EUPL-1.2
# The keeper's part of run.sh: the same natural persons imported with the keys in portalctl's own process and by asking a keeper, in turns, so that
# the ratio says what the keeper costs; then one rotation of all of them, block by block, as `portalctl key rotate` does it online.

persons() { # COUNT: invented, each with an identity number that checks
  awk -v N="$1" 'BEGIN {
    split("7 9 10 5 8 4 2 1 6 3 7 9 10 5 8 4 2", w, " ")
    print "名称,统一社会信用代码,证件类型,证件号码,主体类型,所属乡镇"
    for (i = 0; i < N; i++) {
      b = sprintf("440823%d%02d%02d%03d", 1950 + i % 50, 1 + int(i / 50) % 12, 1 + int(i / 600) % 28, int(i / 16800))
      s = 0
      for (k = 1; k <= 17; k++) s += substr(b, k, 1) * w[k]
      printf "欧阳演示%d,,居民身份证,%s%s,医务人员,440823001\n", i, b, substr("10X98765432", s % 11 + 1, 1)
    }
  }'
}

keys() {
  local start near=$T/etc/bench_keys/ctl.conf far=$T/etc/bench_keys/far.conf pid
  persons "$PERSONS" > "$T/work/persons.csv"
  for round in $(seq "$ROUNDS"); do
    for mode in near far; do
      echo "DROP DATABASE IF EXISTS bench_keys;" | sql
      portal bench_keys
      "$BIN/portalctl" division import db/demo/suixi.divisions.csv > /dev/null
      "$BIN/portalctl" unit add "$(head -1 db/demo/suixi.units)" --division 440823 > /dev/null
      if [ "$mode" = far ]; then
        (umask 077 && mkdir -p "$T/keeper" && { cat "$near"; echo "keeper_socket = $T/keeper/ctl.sock"; } > "$far"
         printf 'key_file = %s\nkeeper_dir = %s\nkeeper_log = %s\n' "$T/keys" "$T/keeper" "$T/keeper/usage" > "$T/keeper/conf")
        PORTAL_CONFIG=$T/keeper/conf "$BIN/keeper" 2> /dev/null &
        pid=$!
        pids+=("$pid")
        for _ in $(seq 50); do [ -S "$T/keeper/ctl.sock" ] && break; sleep 0.1; done
        export PORTAL_CONFIG=$far
      fi
      start=$(now_ms)
      "$BIN/portalctl" import "$T/work/persons.csv" --kind subject --quiet >&2
      echo "{\"bench\":\"import_persons\",\"keys\":\"$mode\",\"rows\":$PERSONS,\"round\":$round,\"ms\":$(($(now_ms) - start))}" | record
      [ "$mode" = near ] && continue
      start=$(now_ms)
      "$BIN/portalctl" key rotate >&2
      echo "{\"bench\":\"key_rotation\",\"rows\":$PERSONS,\"round\":$round,\"ms\":$(($(now_ms) - start))}" | record
      "$BIN/portalctl" key retire "$round" --at-once >&2
      kill "$pid"
      wait "$pid" 2> /dev/null || true
    done
  done
  echo "DROP DATABASE bench_keys;" | sql
}
