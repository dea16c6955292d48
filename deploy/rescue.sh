# shellcheck shell=sh
# What brings the old release and its data back. While the services stand still, the files are copied as they are.

database_file() {
    url=$(setting DATABASE_URL)
    case $url in
        '') printf '%s\n' "$state/wegweiser.sqlite3" ;;
        sqlite:///*) printf '%s\n' "${url#sqlite:///}" ;;
        *) ;;
    esac
}

# keep_for_rescue RELEASE: that release's data. The folder appears when it is whole.
keep_for_rescue() {
    rm -rf -- "$rescue.new"
    mkdir -m 700 -- "$rescue.new"
    file=$(database_file)
    if [ -n "$file" ]; then
        for part in "$file" "$file-wal"; do
            [ ! -e "$part" ] || cp -p -- "$part" "$rescue.new/" || return 1
        done
    else
        keep_postgresql "$1" || return 1
    fi
    # Files are never changed, only added and removed: a second name for each is a copy.
    [ ! -d "$state/uploads" ] || cp -al -- "$state/uploads" "$rescue.new/uploads" || return 1
    printf '%s\n' "$1" >"$rescue.new/release"
    sync -- "$rescue.new"/* "$rescue.new"
    mv -- "$rescue.new" "$rescue"
}

# undo REASON: the way back, whatever has been done
undo() {
    trap '' HUP INT TERM
    say "the upgrade failed: $1. Going back …"
    put_back || fail "going back failed, too: the data of before lie in $rescue; docs/notfall.md says what to do."
    fail "the upgrade failed: $1. The release of before runs again, and nothing was lost."
}

undo_interrupted() {
    say 'an upgrade was interrupted; going back to what was before it …'
    put_back || fail "going back failed: the data of before lie in $rescue; docs/notfall.md says what to do."
    old=$(current_name)
}

put_back() {
    # Before there was a copy, nothing of the data was touched.
    before=$(cat "$rescue/release" 2>/dev/null || current_name)
    stop_services
    if [ -e "$rescue" ]; then
        put_data_back "$before" || return 1
    fi
    switch_to "$before"
    write_units "$before" && write_command "$before" && start_services && answers_well "$before" 90 || return 1
    write_site "$before" || return 1
    forget_rescue
}

put_data_back() {
    file=$(database_file)
    if [ -n "$file" ]; then
        rm -f -- "$file" "$file-wal" "$file-shm"
        # A second name needs no room, and a full disk may be why this is the way back.
        for part in "$file" "$file-wal"; do
            kept=$rescue/$(basename -- "$part")
            [ ! -e "$kept" ] || ln -- "$kept" "$part" 2>/dev/null || cp -p -- "$kept" "$part" || return 1
        done
    else
        put_postgresql_back "$1" || return 1
    fi
    if [ -d "$rescue/uploads" ]; then
        cp -aln -- "$rescue/uploads" "$state/" || return 1
    fi
}

forget_rescue() { rm -rf -- "$rescue" "$rescue.new"; }

# A server elsewhere has no file to copy: the program's own backup, for a key that lives as long as the upgrade.
keep_postgresql() {
    "$opt/$new/.venv/bin/wegweiser" backup-key "$rescue.new/key" >/dev/null || return 1
    as_service "$opt/$new" backup --recipient "$(grep -o 'age1[0-9a-z]*' "$rescue.new/key" | head -n 1)" \
        "$state/.upgrade.age" || return 1
    mv -- "$state/.upgrade.age" "$rescue.new/database.age"
}

put_postgresql_back() {
    "$opt/$1/.venv/bin/python" "$opt/$1/deploy/emptied.py" "$(setting DATABASE_URL)" || return 1
    install -o "$account" -m 600 -- "$rescue/database.age" "$state/.upgrade.age" &&
        install -o "$account" -m 600 -- "$rescue/key" "$state/.upgrade.key" || return 1
    if as_service "$opt/$1" restore --identity "$state/.upgrade.key" "$state/.upgrade.age"; then status=0; else status=1; fi
    rm -f -- "$state/.upgrade.age" "$state/.upgrade.key"
    return "$status"
}
