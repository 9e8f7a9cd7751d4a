# A relay and a server on this machine, started and ended together: run.sh --with-relay.

# Where the server keeps its data, with the arguments that it will be given: also the place of the secrets of this relay.
data_directory() {
    local directory=${AGENTMONITOR_DATA:-${XDG_DATA_HOME:-$HOME/.local/share}/agentmonitor}
    while [ $# -gt 0 ]; do
        case $1 in
        --data-dir) directory=${2:-} ;;
        --data-dir=*) directory=${1#*=} ;;
        esac
        shift
    done
    printf '%s' "$directory"
}

random_hex() { head -c 32 /dev/urandom | od -A n -v -t x1 | tr -d ' \n'; }

# 16 characters that nobody mistakes for others: 79 bits.
random_password() { head -c 4096 /dev/urandom | LC_ALL=C tr -d -c 'abcdefghijkmnpqrstuvwxyz23456789' | sed 's/^\(....\)\(....\)\(....\)\(....\).*/\1-\2-\3-\4/'; }

# Sets RELAY_TOKEN and RELAY_PASSWORD: to what the environment says, or to what was made up at the first start. A browser that knows the password
# goes on knowing it.
choose_secrets() {
    local file=$1 kept_token='' kept_password=''
    if [ ! -f "$file" ]; then
        # The server takes this folder for its own, and nobody else is to read it.
        (umask 077 && mkdir -p "$(dirname "$file")" && printf 'RELAY_TOKEN=%s\nRELAY_PASSWORD=%s\n' "$(random_hex)" "$(random_password)" >"$file")
    fi
    kept_token=$(sed -n 's/^RELAY_TOKEN=//p' "$file")
    kept_password=$(sed -n 's/^RELAY_PASSWORD=//p' "$file")
    export RELAY_TOKEN=${RELAY_TOKEN:-$kept_token} RELAY_PASSWORD=${RELAY_PASSWORD:-$kept_password}
    if [ -z "$RELAY_TOKEN" ] || [ -z "$RELAY_PASSWORD" ]; then die "$file is damaged; remove it, and new secrets are made up"; fi
}

# Passes on what the server prints, with the whole answer where it says where its dashboard is.
announce() {
    local line
    trap '' INT # the server has the last word
    while IFS= read -r line; do
        if ! [[ $line =~ ^Dashboard:\ (.*) ]]; then
            printf '%s\n' "$line"
            continue
        fi
        cat <<TEXT

  On this machine     ${BASH_REMATCH[1]}
  Through the relay   http://localhost:$RELAY_PORT
  Password            $RELAY_PASSWORD

TEXT
    done
}

# start_relay FOLDER: sets RELAY_PID, and RELAY_PORT to where it listens.
start_relay() {
    local line folder output
    folder=$(mktemp -d)
    mkfifo "$folder/output"
    setpriv --pdeathsig TERM -- "$1/agentmonitor-relay" </dev/null >"$folder/output" &
    RELAY_PID=$!
    exec {output}<"$folder/output"
    rm -r "$folder"
    while IFS= read -r line <&"$output"; do
        [[ $line =~ running\ on\ port\ ([0-9]+) ]] || continue
        RELAY_PORT=${BASH_REMATCH[1]}
        return
    done
    die "the relay did not start. If its port is taken, choose another one: RELAY_PORT=4457 packaging/run.sh --with-relay"
}

# run_with_relay FOLDER ARGUMENT...: with the programs in FOLDER; the arguments are the server's.
run_with_relay() {
    local bin=$1 code=0
    shift
    choose_secrets "$(data_directory "$@")/relay-trial.env"
    # Only this machine, unless somebody asks for more: there is no TLS here.
    export RELAY_HOST=${RELAY_HOST:-127.0.0.1} RELAY_PORT=${RELAY_PORT:-3457}
    # Groups of their own, so that Ctrl-C reaches this script only. It passes it on as one signal; a second one ends them at once.
    set -m
    RELAY_PID='' SERVER_PID='' STOPPED=false
    trap stop_both INT TERM HUP
    start_relay "$bin"
    RELAY_URL=ws://127.0.0.1:$RELAY_PORT/tunnel setpriv --pdeathsig TERM -- "$bin/agentmonitor-server" "$@" </dev/null > >(announce) &
    SERVER_PID=$!
    wait -n "$SERVER_PID" "$RELAY_PID" || code=$?
    $STOPPED || stop_both # one has ended by itself; the other one alone is not what was asked for
    while kill -0 "$SERVER_PID" 2>/dev/null; do wait "$SERVER_PID" 2>/dev/null || true; done
    while kill -0 "$RELAY_PID" 2>/dev/null; do wait "$RELAY_PID" 2>/dev/null || true; done
    return "$code"
}

# By a signal to this script, whose own exit code is then that of the signal; both may finish what they do.
stop_both() {
    local pid
    STOPPED=true
    for pid in $SERVER_PID $RELAY_PID; do kill -TERM "$pid" 2>/dev/null || true; done
}
