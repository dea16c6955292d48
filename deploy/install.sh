#!/bin/sh
# ./run.sh install: from this checkout to a service behind TLS. Again: puts back what has been changed or is missing.
#
# Asks nothing if these are in the environment: WEGWEISER_HOSTS (the name by which the desks reach it) and either
# INSTALL_CERTIFICATE and INSTALL_CERTIFICATE_KEY (files) or neither, for a self-signed certificate. INSTALL_WORKERS
# (PostgreSQL only; default 1) and INSTALL_PORT (default 8000) are not asked for. All other WEGWEISER_* go into
# /etc/wegweiser/wegweiser.env at the first installation.
set -eu

root=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
# shellcheck source=common.sh
. "$root/deploy/common.sh"
# shellcheck source=release.sh
. "$root/deploy/release.sh"
# shellcheck source=system.sh
. "$root/deploy/system.sh"
# shellcheck source=answers.sh
. "$root/deploy/answers.sh"

main() {
    be_root install
    refuse_other_systems install
    alone
    [ ! -e "$rescue" ] || fail 'an upgrade was interrupted: ./run.sh upgrade brings it to its end first.'
    this=$(release_name)
    before=$(current_name)
    [ -z "$before" ] || [ "$before" = "$this" ] ||
        fail "release $before is installed; ./run.sh upgrade replaces it by this one."
    ask
    install_debian_packages
    make_release "$this"
    make_account
    write_settings "$this"
    take_certificate
    switch_to "$this"
    write_command "$this"
    prepared=$(as_service "$opt/$this" prepare 2>&1) || {
        printf '%s\n' "$prepared" >&2
        fail 'the database could not be made ready; the cause is above.'
    }
    write_units "$this"
    start_services || fail 'the service does not start: journalctl -u wegweiser says why.'
    answers_well "$this" 60 || fail 'the service does not answer: journalctl -u wegweiser says why.'
    write_site "$this" || fail 'nginx does not accept its configuration; everything else is installed. Its words are above.'
    answers_outside "$this" 20 || fail 'nginx does not pass on what is asked: systemctl status nginx says why.'
    forget_releases "$this"
    report "$this"
}

install_debian_packages() {
    wanted=
    for package in nginx openssl python3 python3-venv; do
        case $(dpkg-query -W -f '${db:Status-Abbrev}' "$package" 2>/dev/null) in
            *ii*) ;;
            *) wanted="$wanted $package" ;;
        esac
    done
    [ -n "$wanted" ] || return 0
    say "installing Debian packages:$wanted"
    # shellcheck disable=SC2086 # a list of names
    { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install --yes --no-install-recommends -q $wanted; } \
        >&2 </dev/null 8<&- || fail 'apt-get could not install these packages; its own message is above.'
}

report() {
    host=$(setting HOSTS)
    say "release $1 serves on https://${host%%[ ,]*}/ and starts with this machine"
    say "settings: $settings · data: $state · backups: $backups · commands: sudo wegweiser --help"
    [ "$(answer self_signed no)" = no ] ||
        say 'ATTENTION: the certificate is self-signed, so that every browser warns. Get one from your own certification' \
            'authority, then: INSTALL_CERTIFICATE=… INSTALL_CERTIFICATE_KEY=… ./run.sh install'
    [ ! -e "$first_key" ] ||
        say "ATTENTION: only the key in $first_key opens the backups. Take it to a safe place off this machine, and" \
            'delete it here.'
    # Last, since it is shown only this once.
    first_login=$(printf '%s\n' "$prepared" | grep '^First login' || true)
    [ -z "$first_login" ] || say "$first_login (shown only now, and to be changed at once)"
}

main
