#!/bin/sh
# SPDX-License-Identifier: EUPL-1.2
# fuzz.sh FOLDER — runs each fuzzer in FOLDER (build/fuzz) on its own corpus, FUZZ_SECONDS (60) each; ONLY=name for a single one. New
# inputs go to FOLDER/found/NAME, crashes to FOLDER/crash/NAME-*: what is worth keeping is copied to tests/fuzz/corpus/NAME by hand.
set -u
dir=${1:-build/fuzz}
seconds=${FUZZ_SECONDS:-60}
bad=0
mkdir -p "$dir/crash"
for f in "$dir"/*_fuzz; do
    [ -x "$f" ] || continue
    name=$(basename "$f" _fuzz)
    [ -z "${ONLY:-}" ] || [ "$ONLY" = "$name" ] || continue
    mkdir -p "$dir/found/$name"
    seeds=
    [ -d "tests/fuzz/corpus/$name" ] && seeds=tests/fuzz/corpus/$name
    dict=
    [ -f "tests/fuzz/$name.dict" ] && dict=-dict=tests/fuzz/$name.dict
    # shellcheck disable=SC2086
    if "$f" -max_total_time="$seconds" -timeout=5 -rss_limit_mb=512 -print_final_stats=1 $dict \
        -artifact_prefix="$dir/crash/$name-" "$dir/found/$name" $seeds >"$dir/$name.log" 2>&1; then
        runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$dir/$name.log")
        rss=$(sed -n 's/^stat::peak_rss_mb: *//p' "$dir/$name.log")
        echo "ok   $name: ${runs:-?} runs in $seconds s, ${rss:-?} MB"
    else
        echo "FAIL $name: see $dir/$name.log"
        bad=1
    fi
done
exit $bad
