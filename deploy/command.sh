#!/bin/sh
# The command of the installed Wegweiser, as its own account and with its settings: sudo wegweiser --help
set -eu

settings=${WEGWEISER_SETTINGS:-/etc/wegweiser/wegweiser.env}
release=${WEGWEISER_RELEASE:-/opt/wegweiser/current}
unset WEGWEISER_SETTINGS WEGWEISER_RELEASE

if [ "$(id -u)" != 0 ]; then
    echo 'wegweiser: this needs root, to become the account of the service: sudo wegweiser …' >&2
    exit 1
fi
# As systemd reads the file: one NAME=value a line, perhaps in quotes; nothing in it is carried out.
while IFS= read -r line || [ -n "$line" ]; do
    case $line in
        WEGWEISER_[A-Z]*=*) ;;
        *) continue ;;
    esac
    value=${line#*=}
    case $value in
        \'*\') value=${value#?} && value=${value%?} ;;
        \"*\") value=${value#?} && value=${value%?} ;;
    esac
    export "${line%%=*}=$value"
done <"$settings"
umask 077
HOME=$WEGWEISER_INSTANCE
PYTHONDONTWRITEBYTECODE=1
export HOME PYTHONDONTWRITEBYTECODE
exec setpriv --reuid wegweiser --regid wegweiser --clear-groups --no-new-privs -- "$release/.venv/bin/wegweiser" "$@"
