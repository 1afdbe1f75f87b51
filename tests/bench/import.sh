# SPDX-License-Identifier: EUPL-1.2
# The import's part of run.sh: records from a CSV file by `portalctl import`, and in the same rounds LOAD DATA of the rows that it made, in the order
# of the file, into an empty table like theirs, with the same indexes and the same history; and two floors (import_bench.c): reading the file alone,
# and bulk array binding of as many rows without any check. Times are of the step that writes (checks every row again,
# one transaction, audited) and of the command as a whole, which makes a dry run before it.

import_once() { # prints "dry_ms commit_ms"
  local start checked done
  start=$(now_ms)
  while IFS= read -r line; do
    case $line in
    *" checked: "*) checked=$(now_ms) ;;
    *" committed: $RECORDS rows, $RECORDS new"*) done=$(now_ms) ;;
    *) echo "$line" >&2 ;;
    esac
  done < <("$BIN/portalctl" import "$T/work/records.csv" --kind record --quiet)
  [ -n "${done:-}" ] || { echo "the import did not take every row" >&2; exit 1; }
  echo "$((checked - start)) $((done - checked))"
}

# A table with history cannot be truncated.
empty_record() { printf 'CREATE TABLE bench_new LIKE %s; DROP TABLE %s; RENAME TABLE bench_new TO %s;\n' "$1" "$1" "$1" | sql bench_import; }

import() {
  local prefix=440823 columns file dry commit start load
  portal bench_import
  "$BIN/portalctl" division import db/demo/suixi.divisions.csv > /dev/null
  "$BIN/portalctl" unit add "$(head -1 db/demo/suixi.units)" --division "$prefix" > /dev/null
  "$BIN/portalctl" demo write "$T/work" --regime suixi --subjects "$SUBJECTS" > /dev/null
  awk -v N="$RECORDS" -f tests/bench/records.awk "$T/work/subjects.csv" > "$T/work/records.out"
  mv "$T/work/records.out" "$T/work/records.csv"
  start=$(now_ms)
  "$BIN/portalctl" import "$T/work/subjects.csv" --kind subject --quiet --skip-refused >&2
  echo "{\"bench\":\"import_subjects\",\"rows\":$SUBJECTS,\"ms\":$(($(now_ms) - start))}" | record
  echo "CREATE TABLE bench_record LIKE record;" | sql bench_import
  columns=$(echo "SELECT GROUP_CONCAT(column_name ORDER BY ordinal_position) FROM information_schema.columns
                  WHERE table_schema = 'bench_import' AND table_name = 'record' AND is_generated = 'NEVER';" | sql | tail -1)
  file=$T/db/files/records.txt
  for round in $(seq "$ROUNDS"); do
    read -r dry commit < <(import_once)
    [ -f "$file" ] || echo "SELECT $columns INTO OUTFILE '$file' CHARACTER SET utf8mb4 FROM record ORDER BY id;" | sql bench_import
    PORTAL_DB_SOCKET=$T/db/db.sock PORTAL_DB_NAME=bench_import PORTAL_DB_USER=root PORTAL_DB_PASSWORD= "$TOOLS/import_bench" "$T/work/records.csv" | record
    empty_record bench_record
    start=$(now_ms)
    echo "LOAD DATA INFILE '$file' INTO TABLE bench_record CHARACTER SET utf8mb4 ($columns);" | sql bench_import
    load=$(($(now_ms) - start))
    echo "{\"bench\":\"import\",\"rows\":$RECORDS,\"round\":$round,\"dry_run_ms\":$dry,\"commit_ms\":$commit,\"load_data_ms\":$load}" | record
    empty_record record
    empty_record bench_record
  done
  rm -f "$file"
  echo "DROP DATABASE bench_import;" | sql
}
