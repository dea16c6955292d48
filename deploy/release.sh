# shellcheck shell=sh
# A release: a copy of what serving needs of a checkout, with its own environment, that is never changed again.

# Not the tests, and nothing that was built or stored in the checkout.
PARTS='run.sh config.py app handouts referrals templates translations deploy docs README.md pyproject.toml
package.json package-lock.json .npmrc requirements.txt'

pack() {
    # shellcheck disable=SC2086 # a list of names
    (cd -- "$root" && tar --create --sort=name --mtime=@0 --owner=0 --group=0 --numeric-owner \
        --mode='u=rwX,go=rX' --exclude=__pycache__ --exclude='app/static/vendor*' --exclude='*.mo' $PARTS)
}

# release_name: its version and what it is made of, so that the same checkout always is the same release
release_name() {
    version=$(sed -n 's/^VERSION = "\(.*\)"$/\1/p' "$root/app/version.py")
    printf '%s-%s\n' "$version" "$(pack | sha256sum | cut -c 1-10)"
}

# make_release NAME: beside the others; one that was interrupted is repaired
make_release() {
    release=$opt/$1
    [ -e "$release/complete" ] && return
    say "setting up release $1 in $opt"
    (
        umask 022
        mkdir -p -- "$release"
        pack | tar --extract --directory "$release"
        # Installs packages, builds style sheet and fonts, and shows that the command starts.
        "$release/run.sh" --version >/dev/null
        "$release/.venv/bin/python" -m compileall -q "$release/app" "$release/config.py" "$release/handouts" \
            "$release/referrals"
        : >"$release/complete"
    ) || fail "release $1 could not be set up; what was running runs on. The cause is above."
}

# switch_to NAME: what the services start from now on, at once or not at all
switch_to() {
    ln -sfn -- "$1" "$opt/current.new"
    mv -T -- "$opt/current.new" "$current"
}

# current_name: nothing if there is none
current_name() { readlink -- "$current" 2>/dev/null || true; }

# forget_releases NAME…: all but these
forget_releases() {
    for folder in "$opt"/*/; do
        name=$(basename -- "$folder")
        case " $* current " in
            *" $name "*) ;;
            *) rm -rf -- "${folder%/}" ;;
        esac
    done
}
