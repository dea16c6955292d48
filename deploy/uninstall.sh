#!/bin/sh
# ./run.sh uninstall [--purge [--yes]]: removes the service and the program. Data, settings and backups stay; with --purge
# they go, too, after the name of this machine has been typed (or with --yes). Debian packages stay.
set -eu

root=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
# shellcheck source=common.sh
. "$root/deploy/common.sh"
# shellcheck source=system.sh
. "$root/deploy/system.sh"

main() {
    be_root uninstall
    read_options "$@"
    runs_systemd || fail 'this machine does not run systemd; nothing of Wegweiser can be installed here.'
    alone
    [ "$purge" = no ] || confirm
    # shellcheck disable=SC2046 # lists of names
    systemctl disable --quiet --now $(timers) $(services) 2>/dev/null || true
    stop_services
    remove_units
    remove_site
    rm -rf -- "$opt" "$command"
    if [ "$purge" = no ]; then
        say "the program is removed. Settings ($etc), data ($state) and backups ($backups) are still there;" \
            './run.sh install takes them up again, ./run.sh uninstall --purge deletes them.'
        return
    fi
    folder=$(setting BACKUP_FOLDER)
    rm -rf -- "$etc" "$state" "$backups" "$rescue" "$rescue.new"
    ! getent passwd "$account" >/dev/null || userdel "$account"
    say 'the program, its settings, data and backups are deleted.'
    [ -z "$folder" ] || [ ! -e "$folder" ] || say "backups in $folder are not ours alone to delete; do it by hand."
    case ${url:-} in
        postgresql*) say 'the database on the PostgreSQL server is still there; its administrator drops it.' ;;
    esac
}

read_options() {
    purge=no
    sure=no
    for option; do
        case $option in
            --purge) purge=yes ;;
            --yes) sure=yes ;;
            *)
                say 'usage: ./run.sh uninstall [--purge [--yes]]'
                exit 2
                ;;
        esac
    done
}

confirm() {
    url=$(setting DATABASE_URL)
    [ "$sure" = no ] || return 0
    [ -t 0 ] || fail '--purge deletes all data and backups; say --yes if nobody can be asked.'
    printf 'All data, settings and backups of this machine will be deleted. Type its name (%s): ' "$(hostname)" >&2
    read -r typed
    [ "$typed" = "$(hostname)" ] || fail 'that is not its name; nothing was changed.'
}

remove_site() {
    rm -f -- "$site_link" "$site"
    command -v nginx >/dev/null || return 0
    put_default_site_back
    ! nginx -t 2>/dev/null || systemctl reload nginx 2>/dev/null || true
}

main "$@"
