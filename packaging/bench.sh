#!/usr/bin/env bash
# Measures a release build and prints a table; figures as JSON in build/reports. A benchmark, not a test: a missed target is told, nothing fails.
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
source "$ROOT/packaging/lib/packages.sh"
source "$ROOT/packaging/lib/node.sh"
source "$ROOT/packaging/lib/build.sh"

usage() {
    cat <<'TEXT'
usage: packaging/bench.sh [server|relay|agents|tray]

Builds build/bench (release, with the benchmark programs) and measures, everything on loopback and side by side in the same run:
server   the journal, start, memory, the list of agents, the way of an event from the CLI to a browser, and a burst of 50,000 events, beside what a
         plain Node.js server and rewriting everything cost
relay    small requests, latency and downloads through the tunnel beside HAProxy and ssh -R, a link of 100 ms, 1,000 Socket.IO clients, memory
agents   what a holder costs beside a plain pipe: starts, lines, a flood of 2 GB; from an order to a browser; a restart of the server with 50 live
         agents; what 50 idle ones cost. Data directories are made where a user's is (XDG_DATA_HOME), so that disks are what they are
tray     memory and CPU of an idle tray for 5 minutes, its start beside that of a plain Qt icon, and how soon it shows a change, under Xvfb
TEXT
}

# measure PART
measure() { (cd "$ROOT/tests/e2e" && node bench/main.mjs "$1" "$ROOT/build/reports/bench-$1.json"); }

# What agents cost depends on the disk that a user's data directory is on.
measure_agents() {
    local place=${XDG_DATA_HOME:-$HOME/.local/share}
    mkdir -p "$place"
    TMPDIR=$place measure agents
}

case ${1:-} in
'') parts=(server relay agents tray) ;;
server | relay | agents | tray) parts=("$1") ;;
*)
    usage
    [[ $1 == -h || $1 == --help ]]
    exit
    ;;
esac

need_packages "${BUILD_PACKAGES[@]}" "${DESKTOP_PACKAGES[@]}" procps wrk curl openssh-client
need_programs_of_services "${SERVICE_PACKAGES[@]}"
need_node
npm_ci webui
npm_ci tests/e2e --ignore-scripts
configure release bench -DAGENTMONITOR_TESTS=ON
build bench agentmonitor-server agentmonitor-relay tunnel-machine agentmonitor-tray bench-journal bench-holder bench-claude bench-plainicon bench-screenwatch
mkdir -p "$ROOT/build/reports"
export AGENTMONITOR_BIN=$ROOT/build/bench/bin
if [[ " ${parts[*]} " == *" server "* ]]; then
    say "Journal"
    "$AGENTMONITOR_BIN/bench-journal"
fi
for part in "${parts[@]}"; do
    say "${part^}"
    case $part in
    agents) measure_agents ;;
    *) measure "$part" ;;
    esac
done
