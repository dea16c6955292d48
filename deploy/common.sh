# shellcheck shell=sh
# Names and small helpers of install, upgrade and uninstall. The caller has set "root", the folder of the checkout.

# For tests and images: a folder in the place of /.
prefix=${INSTALL_ROOT:-}
opt=$prefix/opt/wegweiser
current=$opt/current
etc=$prefix/etc/wegweiser
settings=$etc/wegweiser.env
answers=$etc/install.conf
state=$prefix/var/lib/wegweiser
backups=$prefix/var/backups/wegweiser
# What an upgrade puts back if it fails. It stands there as long as an upgrade has not come to its end.
rescue=$prefix/var/lib/wegweiser-upgrade
units=$prefix/etc/systemd/system
site=$prefix/etc/nginx/sites-available/wegweiser.conf
site_link=$prefix/etc/nginx/sites-enabled/wegweiser.conf
default_link=$prefix/etc/nginx/sites-enabled/default
command=$prefix/usr/local/sbin/wegweiser
account=wegweiser
# shellcheck disable=SC2034 # used by those who read this file
first_key=$prefix/root/wegweiser-backup-key.txt

say() { printf '%s\n' "wegweiser: $*" >&2; }

fail() {
    say "$*"
    exit 1
}

be_root() { [ "$(id -u)" = 0 ] || fail "this needs root: sudo ./run.sh $1"; }

# As sd_booted(3) tells it: that systemctl is there says nothing.
runs_systemd() { [ -d "$prefix/run/systemd/system" ]; }

refuse_other_systems() {
    system=$(. "$prefix/etc/os-release" && printf '%s %s' "$ID" "${VERSION_ID:-0}")
    case $system in
        'debian 12'* | 'debian 13'*) ;;
        *) fail "./run.sh $1 is for Debian 12 and 13; this is $system. docs/betrieb.md says what it does, to do it by hand." ;;
    esac
    runs_systemd || fail "./run.sh $1 needs systemd, which this machine does not run."
}

# alone: two of these commands at the same moment must not mix; the lock ends with the process
alone() {
    mkdir -p -- "$prefix/run"
    exec 8>"$prefix/run/wegweiser-deploy.lock"
    flock -n 8 || fail 'another install, upgrade or uninstall is running.'
}

# put FILE MODE: standard input becomes the file, at once or not at all
put() {
    mkdir -p -- "$(dirname -- "$1")"
    (umask 077 && cat >"$1.new")
    chmod "$2" "$1.new"
    mv -- "$1.new" "$1"
}

# answer NAME DEFAULT: what was answered at the installation
answer() {
    value=$(sed -n "s/^$1=//p" "$answers" 2>/dev/null | tail -n 1)
    printf '%s\n' "${value:-$2}"
}

# remember NAME VALUE: for the next upgrade
remember() {
    { grep -v "^$1=" "$answers" 2>/dev/null || true; printf '%s=%s\n' "$1" "$2"; } | put "$answers" 600
}

# setting NAME: its value in the settings' file, without quotes
setting() {
    value=$(sed -n "s/^WEGWEISER_$1=//p" "$settings" 2>/dev/null | tail -n 1)
    case $value in
        \'*\') value=${value#?} && value=${value%?} ;;
        \"*\") value=${value#?} && value=${value%?} ;;
    esac
    printf '%s\n' "$value"
}

# as_service RELEASE ARGUMENT…: the command of that release, as the account and with the settings of the service
as_service() {
    WEGWEISER_RELEASE=$1
    shift
    (
        # shellcheck disable=SC2030 # for this one command
        export WEGWEISER_RELEASE WEGWEISER_SETTINGS="$settings"
        exec sh "$WEGWEISER_RELEASE/deploy/command.sh" "$@"
    )
}

# ports: of the workers, one a line
ports() {
    first=$(answer port 8000)
    seq "$first" $((first + $(answer workers 1) - 1))
}

# services: their units
services() {
    for port in $(ports); do
        [ "$port" = "$(answer port 8000)" ] && echo wegweiser.service || echo "wegweiser@$port.service"
    done
}

timers() { echo wegweiser-night.timer wegweiser-backup.timer; }
