#!/usr/bin/env bash
# Builds the relay and installs it on a public machine, by ssh. Run it again to update. See --help.
source "$(dirname "${BASH_SOURCE[0]}")/../../packaging/lib/common.sh"
source "$ROOT/packaging/lib/packages.sh"
source "$ROOT/packaging/lib/node.sh"
source "$ROOT/packaging/lib/build.sh"

SCRIPTS=$ROOT/relay/scripts
UNIT_FILE=$ROOT/packaging/systemd/agentmonitor-relay.service
# A token that can be guessed lets anybody pose as the agent machine.
SHORT_TOKEN=16

usage() {
    cat <<'TEXT'
usage: relay/scripts/deploy.sh [OPTION...] <token> <password> [user@host]
       relay/scripts/deploy.sh [OPTION...] --open <token> [user@host]

Builds the relay, sends it to user@host (or $DEPLOY_HOST) by ssh and rsync, installs it there as the systemd service agentmonitor-relay with its
settings in /etc/agentmonitor/relay.env, starts it, and asks it whether it works. The user is root, or may use sudo. Run it again to update the
relay, or to change its token or password: what is not given stays as it is.

  <token>              the secret that the agent machine proves itself with. A new one: openssl rand -hex 32
  <password>           of the dashboard
                       Either may be "-": then it is taken from $RELAY_TOKEN or $RELAY_PASSWORD and stays out of the shell's history.
  --open               no password: ANYONE who can reach the relay controls your agents
  --port N             that the relay listens on (3457 if it was never set)
  --listen ADDRESS     that the relay listens on, such as 127.0.0.1 behind a reverse proxy on the same machine
  --domain NAME        by which people reach it, behind a reverse proxy with TLS
  --trusted-proxies L  addresses or subnets of reverse proxies whose X-Forwarded-For counts, such as 127.0.0.1,::1
  --ssh-option OPTION  for ssh -o, such as Port=2222 or IdentityFile=~/.ssh/relay; may be given more than once
  --binary FILE        install this relay instead of building one
  --root DIR           write below DIR on the target instead of below /: for images and tests. The target's systemctl is called all the same.
TEXT
}

# Options are kept apart for the second start of this script, without the secrets.
options=()
open=false
port='' listen='' domain='' proxies='' binary='' destination=''
ssh_options=()
arguments=()
while [ $# -gt 0 ]; do
    case $1 in
    -h | --help)
        usage
        exit 0
        ;;
    --open)
        open=true
        options+=("$1")
        ;;
    --port | --listen | --domain | --trusted-proxies | --ssh-option | --binary | --root)
        [ -n "${2:-}" ] || die "$1 needs a value"
        case $1 in
        --port) port=$2 ;;
        --listen) listen=$2 ;;
        --domain) domain=$2 ;;
        --trusted-proxies) proxies=$2 ;;
        --ssh-option) ssh_options+=(-o "$2") ;;
        --binary) binary=$2 ;;
        --root) destination=$2 ;;
        esac
        options+=("$1" "$2")
        shift
        ;;
    --)
        shift
        arguments+=("$@")
        break
        ;;
    -?*)
        usage >&2
        die "unknown option: $1"
        ;;
    *) arguments+=("$1") ;;
    esac
    shift
done

# With --open the password may be left out.
if $open && [ ${#arguments[@]} -eq 2 ] && [ -n "${arguments[1]}" ]; then
    arguments=("${arguments[0]}" '' "${arguments[1]}")
fi
if [ ${#arguments[@]} -gt 3 ] || [ ${#arguments[@]} -eq 0 ]; then
    usage >&2
    exit 2
fi
token=${arguments[0]}
password=${arguments[1]:-}
target=${arguments[2]:-${DEPLOY_HOST:-}}

# What is on the command line anybody on this machine can read (ps): so it does not stay there while the build takes its minutes.
if { [ -n "$token" ] && [ "$token" != - ]; } || { [ -n "$password" ] && [ "$password" != - ]; }; then
    [ "$token" = - ] || export RELAY_TOKEN=$token
    [ "$password" = - ] || export RELAY_PASSWORD=$password
    exec "$BASH" "${BASH_SOURCE[0]}" "${options[@]}" -- "${token:+-}" "${password:+-}" "$target"
fi
[ "$token" != - ] || token=${RELAY_TOKEN:-}
[ "$password" != - ] || password=${RELAY_PASSWORD:-}
unset RELAY_TOKEN RELAY_PASSWORD # they are for the relay, not for every program that is started from here

[ -n "$token" ] || die "the token is empty: without one anybody could pose as your agent machine. A new one: openssl rand -hex 32"
if $open; then
    [ -z "$password" ] || die "--open and a password exclude each other"
elif [ -z "$password" ]; then
    die "the password is empty: anyone who can reach the relay could control your agents. If that is what you want, say --open"
fi
[ -n "$target" ] || die "where to? Name user@host after the password, or set DEPLOY_HOST"
[[ $target != -* ]] || die "not a host: $target"
[[ $token$password$domain$listen$proxies != *[[:cntrl:]]* ]] || die "a setting may have no line breaks and no control characters"
[[ $domain$listen$proxies != *[\"\'\\]* ]] || die "a domain or an address has no quotes"
if [ -n "$port" ] && { ! [[ $port =~ ^[1-9][0-9]{0,4}$ ]] || [ "$port" -gt 65535 ]; }; then die "not a port: $port"; fi
[ -z "$destination" ] || [[ $destination =~ ^/[A-Za-z0-9._/-]+$ ]] || die "--root must be an absolute path of plain characters: $destination"
[ ${#token} -ge $SHORT_TOKEN ] || say "WARNING: the token is short. It is all that keeps others from posing as your agent machine: openssl rand -hex 32"
$open && say "WARNING: no password. ANYONE who can reach this relay will control your agents."

# --- build

if [ -z "$binary" ]; then
    need_packages "${BUILD_PACKAGES[@]}" rsync openssh-client
    need_node
    npm_ci webui
    configure release release
    build release agentmonitor-relay
    binary=$ROOT/build/release/bin/agentmonitor-relay
else
    need_packages rsync openssh-client
    [ -x "$binary" ] || die "no program: $binary"
fi

# --- one connection for everything: a passphrase or password is asked for once

TEMP=$(mktemp -d /tmp/agentmonitor-deploy.XXXXXX)
leave() {
    [ ! -S "$TEMP/connection" ] || ssh -S "$TEMP/connection" -O exit "$target" 2>/dev/null || true
    rm -rf "$TEMP"
}
trap leave EXIT
say "Connecting to $target"
ssh -M -S "$TEMP/connection" -o ControlPersist=no -fN "${ssh_options[@]}" "$target" || die "no connection to $target"
# With the options once more: where the connection may not be shared, ssh makes another one.
{
    printf '#!/usr/bin/env bash\nexec ssh'
    printf ' %q' -S "$TEMP/connection" "${ssh_options[@]}"
    printf ' "$@"\n'
} >"$TEMP/ssh"
chmod 0700 "$TEMP/ssh"
remote() { "$TEMP/ssh" "$target" "$@"; }

# The login shell may be any, and may print a greeting: so sh reads this, and its lines are marked.
answers=$(remote sh -s <<'SHELL'
umask 077
staging=${XDG_CACHE_HOME:-$HOME/.cache}/agentmonitor-deploy
mkdir -p "$staging" && chmod 700 "$staging" && rm -f "$staging/settings" && echo "agentmonitor:staging=$staging"
echo "agentmonitor:uid=$(id -u)"
if sudo -n true 2>/dev/null; then echo "agentmonitor:sudo=free"; fi
SHELL
) || die "cannot prepare a folder on $target"
answer() { sed -n "s/^agentmonitor:$1=//p" <<<"$answers"; }
staging=$(answer staging)
[[ $staging =~ ^/[A-Za-z0-9._/@-]+$ ]] || die "cannot use the folder on $target: $staging"

# on_target ARGUMENT...: install.sh as root.
on_target() {
    local command="bash $staging/install.sh $*"
    if [ "$(answer uid)" = 0 ]; then
        remote "$command"
    elif [ "$(answer sudo)" = free ]; then
        remote "sudo -n $command"
    elif [ -t 0 ]; then
        "$TEMP/ssh" -t "$target" "sudo $command"
    else
        die "$target is not root, its sudo asks for a password, and there is no terminal here to type it"
    fi
}

remote "cat > $staging/install.sh" <"$SCRIPTS/install.sh"
say "Preparing $target"
on_target prepare "$(uname -m)"

# --- send and install

say "Sending the relay"
rsync -a --chmod=F600,D700 --checksum -e "$TEMP/ssh" "$binary" "$target:$staging/agentmonitor-relay"
rsync -a --chmod=F600,D700 --checksum -e "$TEMP/ssh" "$UNIT_FILE" "$target:$staging/agentmonitor-relay.service"

# quoted TEXT: as systemd's EnvironmentFile and the relay's own env files both understand it.
quoted() {
    local text=${1//\\/\\\\}
    printf '"%s"' "${text//\"/\\\"}"
}

# Names that are not given are left out: they stay as they are on the target. Only builtins see the values.
settings() {
    printf 'RELAY_TOKEN=%s\n' "$(quoted "$token")"
    if $open; then
        printf 'RELAY_PASSWORD=\n'
    else
        printf 'RELAY_PASSWORD=%s\n' "$(quoted "$password")"
    fi
    [ -z "$port" ] || printf 'RELAY_PORT=%s\n' "$(quoted "$port")"
    [ -z "$listen" ] || printf 'RELAY_HOST=%s\n' "$(quoted "$listen")"
    [ -z "$domain" ] || printf 'RELAY_DOMAIN=%s\n' "$(quoted "$domain")"
    [ -z "$proxies" ] || printf 'RELAY_TRUSTED_PROXIES=%s\n' "$(quoted "$proxies")"
}
settings | remote "umask 077; cat > $staging/settings"
on_target install "$staging" "$destination" | tee "$TEMP/answer" >&2 || die "the relay does not work on $target"
read -r _ _ scheme installed_port installed_domain < <(tr -d '\r' <"$TEMP/answer" | grep '^installed ')

# --- what now

host=$(ssh -G "${ssh_options[@]}" "$target" 2>/dev/null | sed -n 's/^hostname //p')
host=${host:-${target#*@}}
[[ $host != *:* ]] || host="[$host]"
address=$scheme://$host:$installed_port
[ -z "$installed_domain" ] || address=https://$installed_domain
tunnel=ws${address#http}/tunnel
if ! command -v curl >/dev/null || ! curl -s -f --max-time 5 "$address/api/relay/status" >/dev/null; then
    say "NOTE: $address does not answer from here. Look at the firewall, or finish the reverse proxy and its certificate (packaging/REMOTE-ACCESS.md)."
fi
cat <<TEXT

The relay runs on $target.

  Dashboard   $address
  Log         ssh $target journalctl -u agentmonitor-relay -n 20

On the agent machine, in ~/.config/agentmonitor/server.env:

  RELAY_URL=$tunnel
  RELAY_TOKEN=<the token that you have just given>

and start the server (again).
TEXT
