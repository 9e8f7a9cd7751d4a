#!/usr/bin/env bash
# Builds AgentMonitor and starts it: from a fresh clone to a running dashboard. See --help.
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
source "$ROOT/packaging/lib/packages.sh"
source "$ROOT/packaging/lib/node.sh"
source "$ROOT/packaging/lib/build.sh"
source "$ROOT/packaging/lib/withrelay.sh"

usage() {
    cat <<'TEXT'
usage: packaging/run.sh [--help] [--build-only | --no-build] [--with-relay | --tray] [-- ARGUMENT...]

Installs the packages that are missing (by apt-get, with sudo unless you are root), builds the server and its dashboard into
build/release, and starts the server in the foreground. A second run builds only what has changed. Ctrl-C stops it.

  --build-only    build, do not start
  --no-build      start what was built before
  --with-relay    also build and start a relay on this machine, to see what remote access is like: the same dashboard at a second address, with
                  a password. Token and password are made up at the first start and kept in relay-trial.env in the data directory; RELAY_TOKEN,
                  RELAY_PASSWORD, RELAY_PORT (3457) and RELAY_HOST (127.0.0.1; 0.0.0.0 to try it from a phone) in the environment override that.
  --tray          build the tray, too, and start that instead: an icon in the panel, which starts and stops the server
  -- ARGUMENT...  for the server, such as: -- --port 4000 --data-dir /srv/agents (-- --help tells all);
                  with --tray for the tray, such as: -- --status
TEXT
}

build_only=false
no_build=false
with_relay=false
with_tray=false
while [ $# -gt 0 ]; do
    case $1 in
    -h | --help)
        usage
        exit 0
        ;;
    --build-only) build_only=true ;;
    --no-build) no_build=true ;;
    --with-relay) with_relay=true ;;
    --tray) with_tray=true ;;
    --)
        shift
        break
        ;;
    *)
        usage >&2
        die "unknown option: $1 (arguments for the server come after --)"
        ;;
    esac
    shift
done

if $with_relay && $with_tray; then die "--with-relay and --tray exclude each other: the tray outlives this script, the relay does not"; fi
if $no_build; then
    $build_only && die "--build-only and --no-build exclude each other"
    bin=${AGENTMONITOR_BIN:-$ROOT/build/release/bin}
else
    targets=(agentmonitor-server)
    if $with_relay; then targets+=(agentmonitor-relay); fi
    if $with_tray; then targets+=(agentmonitor-tray); fi
    need_packages "${BUILD_PACKAGES[@]}"
    need_node
    npm_ci webui
    configure release release
    build release "${targets[@]}"
    bin=$ROOT/build/release/bin
fi
$build_only && exit 0
[ -x "$bin/agentmonitor-server" ] || die "nothing was built in $bin; run this without --no-build"
if $with_tray; then
    [ -x "$bin/agentmonitor-tray" ] || die "no tray was built in $bin; run this without --no-build"
    exec "$bin/agentmonitor-tray" "$@"
elif $with_relay; then
    [ -x "$bin/agentmonitor-relay" ] || die "no relay was built in $bin; run this without --no-build"
    run_with_relay "$bin" "$@"
else
    exec "$bin/agentmonitor-server" "$@"
fi
