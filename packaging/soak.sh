#!/usr/bin/env bash
# Lets agents talk while the server and holders are killed at random, and compares what is in the journals with what was said. See --help.
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
source "$ROOT/packaging/lib/packages.sh"
source "$ROOT/packaging/lib/node.sh"
source "$ROOT/packaging/lib/build.sh"

if [[ ${1:-} == -h || ${1:-} == --help ]]; then
    echo "usage: packaging/soak.sh [AGENTS [SECONDS [SEED]]]   (30 agents, 600 s)"
    exit
fi
need_packages "${BUILD_PACKAGES[@]}" procps
need_node
npm_ci webui
npm_ci tests/e2e --ignore-scripts
configure release release
build release agentmonitor-server
cd "$ROOT/tests/e2e" && AGENTMONITOR_BIN=$ROOT/build/release/bin node soak/soak.mjs "${1:-30}" "${2:-600}" ${3:+"$3"}
