#!/bin/sh
# ./run.sh upgrade, from the newer checkout: a backup, then the new release in the place of the old one. Whatever goes
# wrong, the old one runs again on the data it had. An upgrade that was interrupted is undone by the next start.
set -eu

root=$(dirname -- "$(dirname -- "$(readlink -f -- "$0")")")
# shellcheck source=common.sh
. "$root/deploy/common.sh"
# shellcheck source=release.sh
. "$root/deploy/release.sh"
# shellcheck source=system.sh
. "$root/deploy/system.sh"
# shellcheck source=rescue.sh
. "$root/deploy/rescue.sh"

main() {
    be_root upgrade
    refuse_other_systems upgrade
    alone
    old=$(current_name)
    [ -n "$old" ] || fail 'nothing is installed here; ./run.sh install does it.'
    [ ! -e "$rescue" ] || undo_interrupted
    new=$(release_name)
    if [ "$old" = "$new" ]; then
        say "release $new is installed already."
        return
    fi
    make_release "$new"
    back_up "$new"
    trap 'undo "it was interrupted"' HUP INT TERM
    stop_services
    keep_for_rescue "$old" || undo 'the data could not be put aside'
    as_service "$opt/$new" prepare || undo 'the database could not be brought to the new form'
    switch_to "$new"
    write_units "$new"
    { start_services && answers_well "$new" 90; } || undo 'the new release does not start'
    { write_site "$new" && answers_outside "$new" 20; } || undo 'nginx does not work with the new release'
    write_command "$new"
    trap - HUP INT TERM
    forget_rescue
    forget_releases "$old" "$new"
    say "release $new runs; before: $old. Its backup: $backup"
}

# back_up RELEASE: while the old one serves. The new release's command does not change what it reads, and checks the
# file by opening it.
back_up() {
    folder=$(setting BACKUP_FOLDER)
    backup=${folder:-$backups}/wegweiser-before-upgrade.age
    say "making a backup: $backup"
    as_service "$opt/$1" backup "$backup" || fail 'no backup, no upgrade; what was running runs on. The cause is above.'
}

main
