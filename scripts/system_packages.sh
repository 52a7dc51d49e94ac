#!/usr/bin/env bash
# Installs the system packages that are missing: servers, fonts, and the libraries of the PDF layout engine.
# Debian and Ubuntu: by apt, as root or through sudo; no service is started, no system database is made.
# Elsewhere it says what to install. With everything present it only looks, in a fraction of a second.
set -euo pipefail

LIBRARIES="libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fontconfig"
FONTS="fonts-noto-cjk fonts-morisawa-bizud-gothic fonts-morisawa-bizud-mincho fonts-ipamj-mincho"

have() { command -v "$1" >/dev/null 2>&1; }

have_browser() { have chromium || have chromium-browser || have google-chrome; }

have_postgresql() { compgen -G "/usr/lib/postgresql/*/bin/initdb" >/dev/null; }

missing_packages() {
    have_postgresql || echo postgresql
    have redis-server || echo redis-server
    have msgfmt || echo gettext
    have_browser || echo chromium
    "${PYTHON:-python3}" -c "import ensurepip" 2>/dev/null || echo python3-venv
    local installed
    installed=$(dpkg-query -W -f '${db:Status-Abbrev}:${Package}\n' $LIBRARIES $FONTS 2>/dev/null || true)
    for package in $LIBRARIES $FONTS; do
        grep -q "^ii *:$package\$" <<<"$installed" || echo "$package"
    done
}

explain_elsewhere() {
    if have brew; then
        echo "Install what is missing with:"
        echo "  brew install postgresql@17 redis pango gettext font-noto-sans-cjk-jp && brew install --cask chromium"
    else
        echo "No apt here. Needed: PostgreSQL 15 or newer, Redis, Pango, HarfBuzz (with hb-subset), gettext, Chromium,"
        echo "and the fonts Noto CJK, BIZ UD (Gothic and Mincho) and IPAmj Mincho."
    fi
}

elsewhere() {
    if have redis-server && have msgfmt && have fc-list; then
        return 0 # services.py and doctor say what else is missing
    fi
    explain_elsewhere >&2
    return 1
}

# Packages start their daemons when installed, unless this file says no.
forbid_daemons() {
    [ -e /usr/sbin/policy-rc.d ] && return
    printf '#!/bin/sh\nexit 101\n' | $SUDO tee /usr/sbin/policy-rc.d >/dev/null
    $SUDO chmod 0755 /usr/sbin/policy-rc.d
    trap '$SUDO rm -f /usr/sbin/policy-rc.d' EXIT
}

apt_install() {
    $SUDO env DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$@"
}

install_all() {
    local wanted=("$@") available=()
    $SUDO apt-get update -q
    for package in "${wanted[@]}"; do
        case $package in
        fonts-* | chromium) apt-cache show "$package" >/dev/null 2>&1 || {
            echo "No package '$package' in this distribution; going on without it." >&2
            continue
        } ;;
        esac
        available+=("$package")
    done
    forbid_daemons
    if [[ " ${available[*]} " == *" postgresql "* ]]; then
        apt_install postgresql-common
        $SUDO sed -i -E 's/^#? *create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf
    fi
    apt_install "${available[@]}"
    if [[ " ${available[*]} " == *" redis-server "* ]] && [ -d /run/systemd/system ]; then
        $SUDO systemctl disable --quiet redis-server # ours is a private instance
    fi
}

have dpkg-query || { elsewhere; exit; }
mapfile -t missing < <(missing_packages)
[ ${#missing[@]} -eq 0 ] && exit 0

SUDO=""
if [ "$(id -u)" -ne 0 ]; then
    SUDO="sudo"
    have sudo || {
        echo "Neither root nor sudo. Ask your administrator for: apt-get install ${missing[*]}" >&2
        exit 1
    }
fi
echo "Installing system packages: ${missing[*]}"
install_all "${missing[@]}"
