# shellcheck shell=sh
# What stands outside of the release's folder: account, folders, units, web server.

make_account() {
    getent passwd "$account" >/dev/null ||
        useradd --system --user-group --home-dir "$state" --no-create-home --shell /usr/sbin/nologin "$account"
    for folder in "$state" "$backups"; do
        mkdir -p -- "$folder"
        chown "$account:$account" "$folder"
        chmod 700 "$folder"
    done
    mkdir -p -- "$etc"
    chmod 700 "$etc"
}

# write_units RELEASE: those of that release
write_units() {
    from=$opt/$1/deploy/systemd
    port=$(answer port 8000)
    for unit in wegweiser-night.service wegweiser-night.timer wegweiser-backup.service wegweiser-backup.timer; do
        put "$units/$unit" 644 <"$from/$unit"
    done
    sed "s/127.0.0.1:8000/127.0.0.1:$port/" "$from/wegweiser.service" | put "$units/wegweiser.service" 644
    # More workers, on PostgreSQL: the same service on other ports.
    sed "s/127.0.0.1:8000/127.0.0.1:%i/" "$from/wegweiser.service" | put "$units/wegweiser@.service" 644
    for unit in wegweiser.service wegweiser@.service wegweiser-.service; do
        put "$units/$unit.d/hardening.conf" 644 <"$from/hardening.conf"
    done
    systemctl daemon-reload
}

remove_units() {
    for unit in wegweiser.service wegweiser@.service wegweiser-.service; do
        rm -f -- "$units/$unit" "$units/$unit.d/hardening.conf"
        # An administrator's own additions stay.
        rmdir -- "$units/$unit.d" 2>/dev/null || true
    done
    for unit in wegweiser-night.service wegweiser-night.timer wegweiser-backup.service wegweiser-backup.timer; do
        rm -f -- "$units/$unit"
    done
    systemctl daemon-reload
    systemctl reset-failed 'wegweiser*' 2>/dev/null || true
}

write_command() { put "$command" 755 <"$opt/$1/deploy/command.sh"; }

# write_site RELEASE: the web server's part; on what nginx does not accept everything stays as it was
write_site() {
    from=$opt/$1/deploy/nginx
    servers=$(for port in $(ports); do printf '    server 127.0.0.1:%s max_fails=0;\\n' "$port"; done)
    [ ! -e "$site" ] || cp -p -- "$site" "$site.before"
    for part in headers.conf tls.conf; do
        put "$etc/nginx/$part" 644 <"$from/$part"
    done
    sed -e "s|@HOSTS@|$(setting HOSTS | tr ',' ' ')|" -e "s|@UPSTREAM@|${servers%\\n}|" -e "s|@ETC@|$etc|" \
        -e "s|@CURRENT@|$current|" -e "s|@CERTIFICATE@|$(answer certificate '')|" \
        -e "s|@KEY@|$(answer certificate_key '')|" "$from/site.conf" | without_ipv6 | put "$site" 644
    ln -sfn -- ../sites-available/wegweiser.conf "$site_link"
    # Debian's own welcome page answers to every name, as ours must not.
    if [ -L "$default_link" ]; then
        remember default_site "$(readlink -- "$default_link")"
        rm -- "$default_link"
    fi
    if ! said=$(nginx -t 2>&1); then
        printf '%s\n' "$said" >&2
        put_site_back
        return 1
    fi
    rm -f -- "$site.before"
    start_nginx
}

# A machine without IPv6 cannot listen there.
without_ipv6() { if [ -e /proc/net/if_inet6 ]; then cat; else sed '/listen \[::\]/d'; fi; }

put_site_back() {
    if [ -e "$site.before" ]; then
        mv -- "$site.before" "$site"
    else
        rm -f -- "$site" "$site_link"
        put_default_site_back
    fi
}

put_default_site_back() {
    before=$(answer default_site '')
    [ -z "$before" ] || [ -e "$default_link" ] || ln -s -- "$before" "$default_link"
}

start_nginx() {
    systemctl enable --quiet nginx
    systemctl reload-or-restart nginx
}

start_services() {
    # shellcheck disable=SC2046 # lists of names
    systemctl enable --quiet $(services) $(timers)
    # shellcheck disable=SC2046
    systemctl restart $(services) $(timers)
}

# The jobs, too: none of them may begin while an upgrade is at work.
stop_services() {
    # shellcheck disable=SC2046
    systemctl stop $(timers) wegweiser-night.service wegweiser-backup.service $(services) 2>/dev/null || true
}

# answers_well RELEASE SECONDS: whether every worker says within that time that it can write its database
answers_well() {
    host=$(setting HOSTS)
    for port in $(ports); do
        "$opt/$1/.venv/bin/python" "$opt/$1/deploy/healthy.py" "http://127.0.0.1:$port" "${host%%[ ,]*}" "$2" || return 1
    done
}

# answers_outside RELEASE SECONDS: the same through the web server, over TLS
answers_outside() {
    host=$(setting HOSTS)
    "$opt/$1/.venv/bin/python" "$opt/$1/deploy/healthy.py" https://127.0.0.1 "${host%%[ ,]*}" "$2"
}
