#!/usr/bin/env bash
# Fuzzes everything that reads a stranger's bytes. See --help.
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
source "$ROOT/packaging/lib/packages.sh"
source "$ROOT/packaging/lib/build.sh"

FUZZ=$ROOT/tests/fuzz
FINDINGS=$ROOT/build/fuzz/findings
MAX_INPUT_BYTES=4096

usage() {
    cat <<'TEXT'
usage: packaging/fuzz.sh [seconds] [target...]

Installs what is missing, builds the preset fuzz (clang, libFuzzer, address and undefined-behaviour sanitizers) and runs each target of tests/fuzz
for that many seconds (default 60), beginning with its seeds in tests/fuzz/corpus and what earlier runs have found. Nothing is written there: new
inputs, logs and whatever breaks a target are in build/fuzz/findings/TARGET. The last lines are one per target; fails if any target broke.

To run one input again: build/fuzz/bin/fuzz_TARGET FILE
TEXT
}

all_targets() { sed -n 's/^agentmonitor_fuzz(\([a-z]*\) .*/\1/p' "$FUZZ/CMakeLists.txt"; }

# run_target NAME SECONDS: adds its line to SUMMARY.
run_target() {
    local name=$1 seconds=$2 code=0 found=$FINDINGS/$1 options=() executions coverage inputs verdict=ok
    mkdir -p "$found/corpus"
    if [ -f "$FUZZ/$name.dict" ]; then options+=(-dict="$FUZZ/$name.dict"); fi
    say "fuzz_$name for $seconds s"
    # The first folder is the one that new inputs go to.
    "$ROOT/build/fuzz/bin/fuzz_$name" -max_total_time="$seconds" -max_len=$MAX_INPUT_BYTES -timeout=10 -rss_limit_mb=2048 \
        -artifact_prefix="$found/" -print_final_stats=1 "${options[@]}" "$found/corpus" "$FUZZ/corpus/$name" >"$found/log" 2>&1 || code=$?
    executions=$(sed -n 's/^stat::number_of_executed_units: *//p' "$found/log")
    coverage=$(sed -n 's/.* cov: \([0-9]*\) ft: .*/\1/p' "$found/log" | tail -n 1)
    inputs=$(find "$found/corpus" -type f | wc -l)
    if [ $code -ne 0 ]; then
        tail -n 40 "$found/log" >&2
        verdict="BROKEN, see ${found#"$ROOT"/}"
        BROKEN=$((BROKEN + 1))
    fi
    SUMMARY+=("$(printf '%-16s %10s executions, coverage %5s edges, %4s inputs found: %s' \
        "$name" "${executions:-?}" "${coverage:-?}" "$inputs" "$verdict")")
}

case ${1:-} in
-h | --help)
    usage
    exit 0
    ;;
esac
seconds=${1:-60}
if ! [[ $seconds =~ ^[1-9][0-9]*$ ]]; then
    usage >&2
    die "not a number of seconds: $seconds"
fi
[ $# -eq 0 ] || shift
mapfile -t targets < <(all_targets)
for name in "$@"; do
    [[ " ${targets[*]} " == *" $name "* ]] || die "unknown target: $name (there are: ${targets[*]})"
done
[ $# -eq 0 ] || targets=("$@")

need_packages "${BUILD_PACKAGES[@]}" "${FUZZ_PACKAGES[@]}"
configure fuzz fuzz
build fuzz fuzz

SUMMARY=()
BROKEN=0
for name in "${targets[@]}"; do
    run_target "$name" "$seconds"
done
printf '%s\n' '' "${SUMMARY[@]}"
[ "$BROKEN" -eq 0 ]
