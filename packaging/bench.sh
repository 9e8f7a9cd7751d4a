#!/usr/bin/env bash
# Measures a release build and prints a table; figures as JSON in build/reports. A benchmark, not a test: a missed target is told, nothing fails.
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
source "$ROOT/packaging/lib/packages.sh"
source "$ROOT/packaging/lib/node.sh"
source "$ROOT/packaging/lib/build.sh"

if [ $# -gt 0 ]; then
    cat <<'TEXT'
usage: packaging/bench.sh

Builds build/bench (release, with the benchmark programs) and measures: the journal, start, memory, the list of agents, the way of an event from
the CLI to a browser, and a burst of 50,000 events; beside them, in the same run, what a plain Node.js server and rewriting everything cost.
TEXT
    exit 0
fi

need_packages "${BUILD_PACKAGES[@]}" procps
need_node
npm_ci webui
npm_ci tests/e2e --ignore-scripts
configure release bench -DAGENTMONITOR_TESTS=ON
build bench agentmonitor-server bench-journal
mkdir -p "$ROOT/build/reports"
export AGENTMONITOR_BIN=$ROOT/build/bench/bin
say "Journal"
"$AGENTMONITOR_BIN/bench-journal"
say "Server"
cd "$ROOT/tests/e2e" && node bench/main.mjs "$ROOT/build/reports/bench.json"
