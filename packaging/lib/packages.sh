# Debian's packages: installs those that are missing, and says so before it does.

BUILD_PACKAGES=(cmake ninja-build g++ ccache mold pkg-config qt6-base-dev qt6-websockets-dev libqt6httpserver6 qt6-httpserver-dev
    libexpected-dev zlib1g-dev brotli)
TEST_PACKAGES=(chromium procps util-linux iproute2 clang-format-16 shellcheck)
TIDY_PACKAGES=(clang clang-tidy-16)
FUZZ_PACKAGES=(clang libclang-rt-14-dev)

is_installed() { [ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

need_packages() {
    local package missing=()
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    command -v apt-get >/dev/null || die "these scripts know Debian's apt-get only; install by hand: ${missing[*]}"
    say "Installing packages: ${missing[*]}"
    as_root apt-get update -q
    as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "${missing[@]}"
}
