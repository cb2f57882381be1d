#!/usr/bin/env bash
# Fuzzes the readers with libFuzzer on the stable compiler; docs/fuzz.txt keeps the last whole run.
#
#   bash scripts/fuzz.sh [SECONDS] [TARGET…]      1200 seconds each, all targets
#
# Two at a time (ZHUPI_FUZZ_JOBS), gently. What a target finds stands in found/TARGET-* of the target folder; the corpus
# that it grows stays in grown/TARGET. With ZHUPI_FUZZ_KEEP=1 the least of it goes into fuzz/corpus/TARGET.
# Needs a C++ compiler. Exit code 1 where an input broke a reader.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$root/fuzz"
seconds=${1:-1200}
shift || true
targets=("$@")
if ((${#targets[@]} == 0)); then targets=($(cd fuzz_targets && printf '%s\n' ./*.rs | sed 's|./||; s|\.rs||')); fi

# Where the builds, what is found and what grows go: under the target folder that is named, else in fuzz/target.
work=${CARGO_TARGET_DIR:+$CARGO_TARGET_DIR/fuzz}
work=${work:-$PWD/target}

# What libFuzzer asks of the compiler. There is no sanitizer, since the project has no unsafe code of its own; wrong
# arithmetic and broken assumptions are checked (profile of fuzz/Cargo.toml).
sancov="-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 -Cllvm-args=-sanitizer-coverage-inline-8bit-counters"
sancov+=" -Cllvm-args=-sanitizer-coverage-pc-table -Cllvm-args=-sanitizer-coverage-trace-compares"
host=$(rustc -vV | sed -n 's/^host: //p')
export RUSTFLAGS="--cfg fuzzing $sancov" CARGO_TARGET_DIR=$work
# ZHUPI_FUZZ_BUILD=0 runs what was built before.
if [[ ${ZHUPI_FUZZ_BUILD:-1} == 1 ]]; then cargo build --release --quiet --target "$host" --bins; fi
bin=$work/$host/release

# Longest input: enough for what the reader looks at, short enough to be tried often.
longest() { case $1 in pdf | zip | docx | parquet | cas_json | xmi | prodigy) echo 40000 ;; *) echo 12000 ;; esac; }

# keep TARGET: of the least inputs that reach what all of them reach an even choice by size, 200 files and 40 kB at most;
# files that were put there by hand, which have names, stay.
keep() {
    local target=$1 least=$work/least/$1 total=0 every file size
    rm -rf "$least" && mkdir -p "$least"
    nice -n "${ZHUPI_FUZZ_NICE:-19}" "$bin/$target" -merge=1 -max_len="$(longest "$target")" -timeout=20 -rss_limit_mb=2048 \
        "$least" "corpus/$target" "$work/grown/$target" >"$work/found/$target.merge.log" 2>&1 </dev/null || true
    find "corpus/$target" -type f -regextype egrep -regex '.*/[0-9a-f]{40}' -delete
    every=$(($(find "$least" -type f | wc -l) / 200 + 1))
    while read -r size file; do
        total=$((total + size))
        if ((total > 40000)); then break; fi
        cp "$file" "corpus/$target/"
    done < <(find "$least" -type f -printf '%s %p\n' | sort -n | awk -v every="$every" 'NR % every == 0')
}

# fuzz TARGET: one run; its figures in target/found/TARGET.txt.
fuzz() {
    local target=$1 grown=$work/grown/$1 found=$work/found
    mkdir -p "$grown" "$found" "corpus/$target"
    local dict=()
    if [[ -f dict/$target.dict ]]; then dict=("-dict=dict/$target.dict"); fi
    local code=0
    nice -n "${ZHUPI_FUZZ_NICE:-19}" "$bin/$target" "$grown" "corpus/$target" ${dict[@]+"${dict[@]}"} -max_total_time="$seconds" \
        -max_len="$(longest "$target")" -timeout=20 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$found/$target-" >"$found/$target.log" 2>&1 </dev/null || code=$?
    local last execs spent
    last=$(grep -aE 'cov: [0-9]+ ft: [0-9]+' "$found/$target.log" | tail -n 1)
    execs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$found/$target.log")
    spent=$(sed -n 's/^Done [0-9]* runs in \([0-9]*\) second.*/\1/p' "$found/$target.log")
    printf '%-22s %10s %8s %8s %9s %9s  %s\n' "$target" "${execs:--}" "${spent:--}" \
        "$(sed -n 's/.*cov: \([0-9]*\).*/\1/p' <<<"$last")" "$(sed -n 's/.* ft: \([0-9]*\).*/\1/p' <<<"$last")" \
        "$(sed -n 's|.* corp: \([0-9]*\)/.*|\1|p' <<<"$last")" \
        "$( ((code == 0)) && echo none || grep -aoE 'panicked at [^:]*:[0-9]+|ALARM: .*|out-of-memory.*|deadly signal' "$found/$target.log" | head -n 1)" \
        >"$found/$target.txt"
    if [[ ${ZHUPI_FUZZ_KEEP:-} == 1 ]]; then keep "$target"; fi
    return "$code"
}

printf '%s, %s, %s cores, %s; libFuzzer, no sanitizer, debug assertions and overflow checks on\n' \
    "$(date -u +%F)" "$(uname -sm)" "$(nproc)" "$(rustc --version)"
printf '%-22s %10s %8s %8s %9s %9s  %s\n' target executions seconds edges features inputs found
failed=0
for target in "${targets[@]}"; do
    while (($(jobs -rp | wc -l) >= ${ZHUPI_FUZZ_JOBS:-2})); do wait -n || failed=1; done
    fuzz "$target" &
done
while (($(jobs -rp | wc -l) > 0)); do wait -n || failed=1; done
for target in "${targets[@]}"; do cat "$work/found/$target.txt"; done
exit "$failed"
