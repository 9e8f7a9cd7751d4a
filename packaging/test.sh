#!/usr/bin/env bash
# Builds everything once and runs every test. The last line is "N passed, N failed". See --help.
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
source "$ROOT/packaging/lib/packages.sh"
source "$ROOT/packaging/lib/node.sh"
source "$ROOT/packaging/lib/build.sh"
source "$ROOT/packaging/lib/suites.sh"

usage() {
    cat <<'TEXT'
usage: packaging/test.sh [--asan] [--tsan] [--tidy]

Installs what is missing, builds the preset dev and runs every test there is: C++ and the real Socket.IO client (CTest), the dashboard (lint,
types, unit tests), the scripted model API, and end to end: the real server and relay, the real Claude Code, Codex and OpenCode, Chromium, nginx,
HAProxy and sshd.
Reports and logs are in build/reports, screenshots in tests/e2e/screenshots.

  --asan   also the C++ tests with address and undefined-behaviour sanitizers
  --tsan   also the C++ tests with the thread sanitizer
  --tidy   also clang-tidy over every file (slow)
TEXT
}

sanitizers=()
tidy=false
for option in "$@"; do
    case $option in
    -h | --help)
        usage
        exit 0
        ;;
    --asan | --tsan) sanitizers+=("${option#--}") ;;
    --tidy) tidy=true ;;
    *)
        usage >&2
        die "unknown option: $option"
        ;;
    esac
done

configure_and_build() {
    configure "$1" "$1" && build "$1" all
}

run_ctest() {
    local name=$1 preset=$2
    ctest --test-dir "$ROOT/build/$preset" -j2 --output-on-failure --no-tests=error \
        --test-output-size-passed 1000000 --test-output-size-failed 1000000 --output-junit "$REPORTS/$name.report"
}

# run_node NAME FOLDER FILE...
run_node() {
    local name=$1 folder=$ROOT/$2
    shift 2
    (cd "$folder" && node --test --test-concurrency=2 --test-reporter=spec --test-reporter-destination=stdout \
        --test-reporter=junit --test-reporter-destination="$REPORTS/$name.report" "$@")
}

run_vitest() { (cd "$ROOT/webui" && npx vitest run --reporter=default --reporter=json --outputFile.json="$REPORTS/webui.report"); }
in_webui() { (cd "$ROOT/webui" && npm run --silent "$1"); }
check_format() { (cd "$ROOT" && git ls-files -z '*.cpp' '*.h' | xargs -0 clang-format-16 --dry-run --Werror); }
check_scripts() { shellcheck --shell=bash --exclude=SC1091,SC2034 "$ROOT"/packaging/*.sh "$ROOT"/packaging/lib/*.sh "$ROOT"/relay/scripts/*.sh; }

need_packages "${BUILD_PACKAGES[@]}" "${TEST_PACKAGES[@]}" "${DESKTOP_PACKAGES[@]}"
need_programs_of_services "${SERVICE_PACKAGES[@]}"
need_node
mkdir -p "$REPORTS"
npm_ci webui
npm_ci tests/server/socketio/client
npm_ci tests/e2e --ignore-scripts # the CLIs' own programs need no install script

suite build check configure_and_build dev
if [ "$FAILED" -gt 0 ]; then # nothing below would tell anything about this tree
    summary
    exit 1
fi
suite format check check_format
suite scripts check check_scripts
suite cpp ctest run_ctest cpp dev
suite webui-lint check in_webui lint
suite webui-types check in_webui typecheck
suite webui vitest run_vitest
suite webui-browser node run_node webui-browser webui tests/browser
suite modelapi node run_node modelapi tests/modelapi
export AGENTMONITOR_BIN=$ROOT/build/dev/bin
suite e2e node run_node e2e tests/e2e
for preset in "${sanitizers[@]}"; do
    suite "build-$preset" check configure_and_build "$preset"
    suite "cpp-$preset" ctest run_ctest "cpp-$preset" "$preset"
done
if $tidy; then
    need_packages "${TIDY_PACKAGES[@]}"
    suite tidy check configure_and_build tidy
fi
summary
