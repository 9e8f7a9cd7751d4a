#!/usr/bin/env bash
# Builds AgentMonitor and starts it: from a fresh clone to a running dashboard. See --help.
source "$(dirname "${BASH_SOURCE[0]}")/lib/common.sh"
source "$ROOT/packaging/lib/packages.sh"
source "$ROOT/packaging/lib/node.sh"
source "$ROOT/packaging/lib/build.sh"

usage() {
    cat <<'TEXT'
usage: packaging/run.sh [--help] [--build-only] [-- ARGUMENT...]

Installs the packages that are missing (by apt-get, with sudo unless you are root), builds the server and its dashboard into
build/release, and starts the server in the foreground. A second run builds only what has changed. Ctrl-C stops it.

  --build-only    build, do not start
  -- ARGUMENT...  for the server, such as: -- --port 4000 --data-dir /srv/agents (-- --help tells all)
TEXT
}

build_only=false
while [ $# -gt 0 ]; do
    case $1 in
    -h | --help)
        usage
        exit 0
        ;;
    --build-only) build_only=true ;;
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

need_packages "${BUILD_PACKAGES[@]}"
need_node
npm_ci webui
configure release release
build release agentmonitor-server
$build_only && exit 0
exec "$ROOT/build/release/bin/agentmonitor-server" "$@"
