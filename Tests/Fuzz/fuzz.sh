#!/usr/bin/env bash
# Builds the fuzzer under the address sanitizer, once for all targets, and gives each so many seconds, from the seeds beside
# this file. What was tried stays in .build/fuzz/TARGET, for the next time to begin with; an input that broke something is
# written beside it, and ends the run with 1.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-20}
targets=${2:-scorer terms framer json request journal records lexicon}
EARSHOT_FUZZ=1 swift build -c release --scratch-path .build/fuzzer --product fuzz \
    -Xswiftc -sanitize=fuzzer,address -Xswiftc -parse-as-library -Xswiftc -use-ld=lld
for target in $targets; do
    mkdir -p ".build/fuzz/$target"
    seeds="Tests/Fuzz/seeds/$target"
    log=".build/fuzz/$target.log"
    outcome=0
    EARSHOT_FUZZ_TARGET=$target ASAN_OPTIONS=detect_leaks=0 .build/fuzzer/release/fuzz ".build/fuzz/$target" "$seeds" \
        -artifact_prefix=".build/fuzz/$target-" -max_total_time="$seconds" -max_len=4096 -timeout=30 -rss_limit_mb=2048 \
        -print_final_stats=1 >"$log" 2>&1 || outcome=$?
    grep -aE "ERROR|SUMMARY|Fatal|deadly|stat::number_of_executed_units" "$log" | sed "s/^/$target: /" || true
    if [ $outcome -ne 0 ]; then
        tail -n 40 "$log"
        exit 1
    fi
done
