# shellcheck shell=sh
# What an installation has to know: the name, the certificate, the settings.

# ask: what is neither in the environment nor known from the last time
ask() {
    hosts=$(setting HOSTS)
    hosts=${hosts:-${WEGWEISER_HOSTS:-}}
    if [ -z "$hosts" ]; then
        [ -t 0 ] || fail 'WEGWEISER_HOSTS is missing: the name by which the desks reach the program, as wegweiser.example.org.'
        printf 'By which name do the desks reach it? [%s] ' "$(hostname --fqdn 2>/dev/null || hostname)" >&2
        read -r hosts
        hosts=${hosts:-$(hostname --fqdn 2>/dev/null || hostname)}
        if [ -z "${INSTALL_CERTIFICATE:-}" ]; then
            printf 'File of the certificate with its chain (empty: a self-signed one is made): ' >&2
            read -r INSTALL_CERTIFICATE
            [ -z "$INSTALL_CERTIFICATE" ] || { printf 'File of its key: ' >&2 && read -r INSTALL_CERTIFICATE_KEY; }
        fi
    fi
    printf '%s\n' "$hosts" | grep -Eqx '[a-z0-9][a-z0-9.-]*([ ,]+[a-z0-9][a-z0-9.-]*)*' ||
        fail "WEGWEISER_HOSTS must be names like wegweiser.example.org, in small letters, not “$hosts”."
    check_number INSTALL_WORKERS "${INSTALL_WORKERS:-1}" 16
    check_number INSTALL_PORT "${INSTALL_PORT:-8000}" 65000
    check_settings
    check_certificate
}

check_number() {
    case $2 in
        '' | *[!0-9]* | 0* | ??????*) fail "$1 must be a number from 1 to $3, not “$2”." ;;
    esac
    [ "$2" -le "$3" ] || fail "$1 must be a number from 1 to $3, not “$2”."
}

# Before anything is changed: a wrong certificate would be found by the browsers of all desks.
check_certificate() {
    certificate=${INSTALL_CERTIFICATE:-}
    key=${INSTALL_CERTIFICATE_KEY:-}
    [ -n "$certificate$key" ] || return 0
    [ -n "$certificate" ] && [ -n "$key" ] || fail 'INSTALL_CERTIFICATE and INSTALL_CERTIFICATE_KEY belong together.'
    command -v openssl >/dev/null || return 0
    public=$(openssl x509 -in "$certificate" -noout -pubkey 2>/dev/null) ||
        fail "$certificate is not a certificate (PEM)."
    [ "$public" = "$(openssl pkey -in "$key" -pubout -passin pass: 2>/dev/null)" ] ||
        fail "$key is not the key of $certificate, or it has a passphrase."
    openssl x509 -in "$certificate" -noout -checkend 0 >/dev/null || fail "the certificate in $certificate has expired."
    openssl x509 -in "$certificate" -noout -checkhost "${hosts%%[ ,]*}" | grep -q 'does match' ||
        fail "the certificate in $certificate is not for ${hosts%%[ ,]*}."
}

take_certificate() {
    if [ -n "${INSTALL_CERTIFICATE:-}" ]; then
        check_certificate
        remember certificate "$(readlink -f -- "$INSTALL_CERTIFICATE")"
        remember certificate_key "$(readlink -f -- "$INSTALL_CERTIFICATE_KEY")"
        remember self_signed no
    elif [ "$(answer self_signed yes)" = yes ] && ! own_certificate_holds; then
        make_certificate
        remember certificate "$etc/tls/certificate.pem"
        remember certificate_key "$etc/tls/key.pem"
        remember self_signed yes
    fi
}

# For the names of now, and for a month at least.
own_certificate_holds() {
    openssl x509 -in "$etc/tls/certificate.pem" -noout -checkend 2592000 >/dev/null 2>&1 || return 1
    for host in $(printf '%s\n' "$hosts" | tr ',' ' '); do
        openssl x509 -in "$etc/tls/certificate.pem" -noout -checkhost "$host" | grep -q 'does match' || return 1
    done
}

make_certificate() {
    mkdir -p -m 700 -- "$etc/tls"
    names=$(printf '%s\n' "$hosts" | tr -s ' ,' '\n' | sed 's/^/DNS:/' | paste -s -d ,)
    (umask 077 && openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 825 \
        -subj "/CN=${hosts%%[ ,]*}" -addext "subjectAltName=$names" -addext 'extendedKeyUsage=serverAuth' \
        -keyout "$etc/tls/key.pem" -out "$etc/tls/certificate.pem" 2>/dev/null) ||
        fail 'openssl could not make a certificate.'
}

# write_settings RELEASE: once; afterwards the file is the administrator's
write_settings() {
    [ -z "${INSTALL_PORT:-}" ] || remember port "$INSTALL_PORT"
    [ -z "${INSTALL_WORKERS:-}" ] || remember workers "$INSTALL_WORKERS"
    if [ ! -e "$settings" ]; then
        [ -n "${WEGWEISER_BACKUP_RECIPIENT:-}${WEGWEISER_BACKUP_PASSPHRASE:-}" ] || make_backup_key "$1"
        list_settings | put "$settings" 600
    fi
    case $(setting DATABASE_URL) in
        postgresql*) ;;
        *) [ "$(answer workers 1)" = 1 ] || fail 'INSTALL_WORKERS needs PostgreSQL (WEGWEISER_DATABASE_URL).' ;;
    esac
}

# Only the public half stays in use: who takes this machine away cannot open a backup with what is on it.
make_backup_key() {
    [ -e "$first_key" ] || (umask 077 && "$opt/$1/.venv/bin/wegweiser" backup-key "$first_key" >/dev/null)
    WEGWEISER_BACKUP_RECIPIENT=$(grep -o 'age1[0-9a-z]*' "$first_key" | head -n 1)
    export WEGWEISER_BACKUP_RECIPIENT
}

list_settings() {
    echo '# Settings of Wegweiser, one a line. After a change: systemctl restart "wegweiser*.service"'
    echo '# What there is: /opt/wegweiser/current/docs/betrieb.md'
    WEGWEISER_PRODUCTION=1
    WEGWEISER_BEHIND_PROXY=1
    WEGWEISER_HOSTS=$hosts
    WEGWEISER_INSTANCE=$state
    WEGWEISER_BACKUP_FOLDER=${WEGWEISER_BACKUP_FOLDER:-$backups}
    export WEGWEISER_PRODUCTION WEGWEISER_BEHIND_PROXY WEGWEISER_HOSTS WEGWEISER_INSTANCE WEGWEISER_BACKUP_FOLDER
    for name in $(given_settings); do
        printf "%s='%s'\n" "$name" "$(printenv "$name")"
    done
}

# given_settings: the names in the environment. The first password is no setting: it is changed. Ports are the workers'.
given_settings() {
    env | sed -n 's/^\(WEGWEISER_[A-Z_]*\)=.*/\1/p' |
        grep -vx -e WEGWEISER_ADMIN_PASSWORD -e WEGWEISER_BIND | sort -u
}

line_break='
'

check_settings() {
    for name in $(given_settings); do
        case $(printenv "$name") in
            *"'"* | *"$line_break"*) fail "$name must not contain a quotation mark or a line break." ;;
        esac
    done
}
