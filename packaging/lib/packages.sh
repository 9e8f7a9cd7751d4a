# Debian's packages: installs those that are missing, and says so before it does.

BUILD_PACKAGES=(cmake ninja-build g++ ccache mold pkg-config qt6-base-dev qt6-websockets-dev libqt6httpserver6 qt6-httpserver-dev
    libexpected-dev zlib1g-dev brotli qt6-svg-dev libqt6svg6 qt6-qpa-plugins)
TEST_PACKAGES=(chromium procps util-linux iproute2 clang-format-16 shellcheck curl openssl openssh-client
    rsync systemd)
# The tray's tests: an X server without a screen, a panel, a window manager, a session bus, and what presses keys and looks.
DESKTOP_PACKAGES=(xvfb trayer openbox xdotool imagemagick dbus x11-utils x11-xserver-utils xclip desktop-file-utils python3-dbus python3-gi fonts-dejavu-core)
# Also for the tests, which start them with configurations of their own; see need_programs_of_services.
SERVICE_PACKAGES=(nginx nginx-common haproxy openssh-server)
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

# need_programs_of_services PACKAGE...: installs packages of daemons without their daemons: none is started now, and none at the next boot. A
# package that was installed before is left as it is.
need_programs_of_services() {
    local package policy=/usr/sbin/policy-rc.d missing=() created=false
    for package in "$@"; do
        is_installed "$package" || missing+=("$package")
    done
    [ ${#missing[@]} -gt 0 ] || return 0
    # Debian asks this program before it starts a service (invoke-rc.d(8)); 101 is no.
    if [ ! -e $policy ]; then
        created=true
        # shellcheck disable=SC2064
        trap "as_root rm -f $policy" EXIT
        printf '#!/bin/sh\nexit 101\n' | as_root tee $policy >/dev/null
        as_root chmod 0755 $policy
    fi
    need_packages "${missing[@]}"
    if $created; then
        as_root rm -f $policy
        trap - EXIT
    fi
    # What the package asked to be started at boot.
    for package in "${missing[@]}"; do
        disable_services_of "$package"
    done
}

disable_services_of() {
    local unit
    command -v systemctl >/dev/null || return 0
    dpkg -L "$1" | sed -n 's#^/\(usr/\)\?lib/systemd/system/\([^/@]*\.\(service\|socket\)\)$#\2#p' | while read -r unit; do
        as_root systemctl --quiet disable "$unit" || true
    done
}
