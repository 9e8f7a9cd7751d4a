#!/usr/bin/env bash
# The half of deploy.sh that runs on the relay's machine, as root. deploy.sh sends it there; nobody needs to call it by hand.
#
#   install.sh prepare ARCHITECTURE          can this machine run the relay? Installs the packages that are missing.
#   install.sh install STAGING [ROOT]        installs what deploy.sh has put into STAGING, starts it, and asks it how it is.
#
# STAGING holds agentmonitor-relay, agentmonitor-relay.service and `settings`: lines NAME="value", or NAME= to remove one. Settings that are not
# named there stay as they are in relay.env. Everything is written below ROOT (nothing: below /).
set -euo pipefail

UNIT=agentmonitor-relay
# What the relay is linked against, what sends it here, and what asks it for its status.
PACKAGES=(libqt6core6 libqt6network6 libqt6websockets6 rsync curl)
START_SECONDS=20

say() { printf '==> %s\n' "$*" >&2; }

die() {
    printf 'error: %s\n' "$*" >&2
    exit 1
}

# Newer Debian and Ubuntu have renamed libraries for their 64 bit time.
is_installed() {
    local name
    for name in "$1" "$1t64"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$name" 2>/dev/null)" = installed ] && return
    done
    return 1
}

install_packages() {
    local package missing=()
    for package in "${PACKAGES[@]}"; do
        is_installed "$package" || missing+=("$package")
    done
    if [ ${#missing[@]} -eq 0 ]; then
        say "All packages that the relay needs are installed"
        return
    fi
    say "Installing packages: ${missing[*]}"
    apt-get update -q >&2
    DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}" >&2
}

prepare() {
    local architecture=$1
    [ "$(uname -m)" = "$architecture" ] \
        || die "this machine is $(uname -m), the relay was built for $architecture: run deploy.sh on a machine like this one"
    command -v systemctl >/dev/null || die "this machine has no systemd, which the relay's service is made for"
    command -v apt-get >/dev/null || die "this machine has no apt-get: the relay is deployed to Debian 12 and later, or Ubuntu 24.04 and later"
    install_packages
}

# merge_settings NEW OLD: OLD with the settings of NEW, on standard output. The values are in no program's arguments.
merge_settings() {
    local new=$1 old=$2 names
    names=$(sed -n 's/^\([A-Z_]*\)=.*/\1/p' "$new" | paste -s -d '|')
    if [ -f "$old" ]; then
        grep -v -E "^[[:space:]]*($names)[[:space:]]*=" "$old" || true
    else
        echo "# Settings of the AgentMonitor relay (agentmonitor-relay --help). deploy.sh replaces those that it is given, and no others."
    fi
    grep -v '=$' "$new"
}

# setting NAME: its value in relay.env without quotes. For settings in which nothing has to be quoted.
setting() { sed -n "s/^[[:space:]]*$1[[:space:]]*=[[:space:]]*[\"']\{0,1\}\([^\"']*\)[\"']\{0,1\}[[:space:]]*\$/\1/p" "$ENV_FILE" | tail -n 1; }

# put SOURCE TARGET MODE: in one step, so that nobody ever sees half of it.
put() {
    install -D -m "$3" "$1" "$2.new"
    mv -f "$2.new" "$2"
}

# A port below 1024 is the only thing that needs a capability.
allow_low_port() {
    local drop_in=$ROOT/etc/systemd/system/$UNIT.service.d/low-port.conf
    rm -f "$drop_in"
    [ "$PORT" -gt 0 ] && [ "$PORT" -lt 1024 ] || return 0
    mkdir -p "$(dirname "$drop_in")"
    printf '%s\n' '# Written by deploy.sh, because RELAY_PORT is below 1024.' '[Service]' 'AmbientCapabilities=CAP_NET_BIND_SERVICE' \
        'CapabilityBoundingSet=CAP_NET_BIND_SERVICE' 'PrivateUsers=no' >"$drop_in"
}

scheme() { [ -z "$(setting RELAY_TLS_CERT)" ] && echo http || echo https; }

status_address() {
    local host
    host=$(setting RELAY_HOST)
    case $host in
    '' | 0.0.0.0) host=127.0.0.1 ;;
    ::) host='[::1]' ;;
    *:*) host="[$host]" ;;
    esac
    printf '%s://%s:%s/api/relay/status' "$(scheme)" "$host" "$PORT"
}

# The version tells it from any other program that has the port.
check_status() {
    local address status='' version=$1 i
    address=$(status_address)
    for ((i = 0; i < START_SECONDS * 2; ++i)); do
        # -k: asked by its address, which its certificate does not name.
        status=$(curl -s -f -k --noproxy '*' --max-time 2 "$address") && break
        ! systemctl is-failed --quiet "$UNIT" || break # a wrong setting: systemd does not try again
        sleep 0.5
    done
    if [[ $status != *"\"version\":\"$version\""* ]]; then
        systemctl status --no-pager --lines=20 "$UNIT" >&2 || true
        die "the relay $version does not answer at $address (${status:-no answer}). Its log: journalctl -u $UNIT"
    fi
    systemctl is-active --quiet "$UNIT" || die "something answers at $address, but the service $UNIT is not active: is an older relay still running?"
    if grep -q '^RELAY_PASSWORD=' "$ENV_FILE"; then
        [[ $status == *'"passwordRequired":true'* ]] || die "the relay asks for no password although one is set"
    fi
    say "It answers at $address: $status"
}

install_relay() {
    local staging=$1 output version
    chmod 0755 "$staging/agentmonitor-relay"
    output=$("$staging/agentmonitor-relay" --version 2>&1) || die "this machine cannot run the relay that was built: $output"
    version=${output##* }
    say "Installing the relay $version"
    install -d -m 0755 "$(dirname "$ENV_FILE")"
    (
        umask 077
        merge_settings "$SETTINGS" "$ENV_FILE" >"$ENV_FILE.new"
    )
    mv -f "$ENV_FILE.new" "$ENV_FILE"
    PORT=$(setting RELAY_PORT)
    PORT=${PORT:-3457}
    put "$staging/agentmonitor-relay" "$ROOT/usr/local/bin/agentmonitor-relay" 0755
    put "$staging/agentmonitor-relay.service" "$ROOT/etc/systemd/system/$UNIT.service" 0644
    allow_low_port
    say "Starting the service $UNIT"
    systemctl daemon-reload
    systemctl enable --quiet "$UNIT"
    systemctl restart "$UNIT" || say "systemctl could not start it" # why: check_status finds out
    check_status "$version"
    printf 'installed %s %s %s %s\n' "$version" "$(scheme)" "$PORT" "$(setting RELAY_DOMAIN)"
}

[ "$(id -u)" -eq 0 ] || die "this needs root"
case ${1:-} in
prepare) prepare "$2" ;;
install)
    ROOT=${3:-}
    ENV_FILE=$ROOT/etc/agentmonitor/relay.env
    SETTINGS=$2/settings
    trap 'rm -f "$SETTINGS"' EXIT # whatever happens, no secrets stay there
    install_relay "$2"
    ;;
*) die "usage: install.sh prepare ARCHITECTURE | install STAGING [ROOT]" ;;
esac
