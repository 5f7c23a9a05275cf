#!/usr/bin/env bash
# Builds the fuzzer under the address sanitizer and gives every target so many seconds, from the seeds beside this file.
# What it finds it writes to .build/fuzz/TARGET.
set -euo pipefail
cd "$(dirname "$0")/../.."
seconds=${1:-20}
targets=${2:-scorer framer json request journal records lexicon}
EARSHOT_FUZZ=1 swift build -c release --scratch-path .build/fuzzer --product fuzz \
    -Xswiftc -sanitize=fuzzer,address -Xswiftc -parse-as-library -Xswiftc -use-ld=lld
for target in $targets; do
    mkdir -p ".build/fuzz/$target"
    seeds="Tests/Fuzz/seeds/$target"
    EARSHOT_FUZZ_TARGET=$target ASAN_OPTIONS=detect_leaks=0 .build/fuzzer/release/fuzz ".build/fuzz/$target" "$seeds" \
        -artifact_prefix=".build/fuzz/$target-" -max_total_time="$seconds" -max_len=4096 -timeout=10 -rss_limit_mb=2048 \
        -print_final_stats=1 2>&1 | grep -E "ERROR|SUMMARY|Fatal|stat::number_of_executed_units|DONE|deadly" | sed "s/^/$target: /"
done
