# What each rule of house.yml must find, and what it must not. Read by semgrep only, never run.
# ruff: noqa
# mypy: ignore-errors


def addresses():
    # ruleid: address-of-a-caller
    key = request.remote_addr
    # ruleid: address-of-a-caller
    browser = request.headers.get("User-Agent", "")
    # ok: address-of-a-caller
    host = request.host


def logs():
    # ruleid: request-in-a-log
    current_app.logger.error("failed: %s", request.path)
    # ruleid: request-in-a-log
    log.warning(f"failed: {request.form['name']}")
    # ruleid: request-in-a-log
    log.info("typed %s", form.data)
    # ok: request-in-a-log
    log.error("failed in %s", request.endpoint)


def times():
    # ruleid: clock
    now = datetime.now(ZONE)
    # ruleid: clock
    today = date.today()
    # ok: clock
    now = clock.now()


class Contact:
    # ruleid: moment-of-a-visitor
    at: Mapped[datetime] = mapped_column()
    # ruleid: moment-of-a-visitor
    seen = mapped_column(DateTime(timezone=True))
    # ok: moment-of-a-visitor
    month: Mapped[str] = mapped_column(String(7))


def calls():
    # ruleid: call-to-another-host
    urllib.request.urlopen("https://example.org")
    # ruleid: call-to-another-host
    requests.get("https://example.org", timeout=1)


# ruleid: endpoint-without-roles
@blueprint.get("/open")
def open_to_all():
    return ""


# ok: endpoint-without-roles
@blueprint.post("/closed")
@access(EVERYONE, writes=True)
def closed():
    return ""


def pages():
    # ruleid: template-from-a-string
    return render_template_string(text)


def cookies(response):
    # ruleid: cookie-of-our-own
    response.set_cookie("seen", "1")
    # ruleid: key-in-the-cookie
    session["topic"] = "wohnen"
    # ok: key-in-the-cookie
    session.pop("topic", None)


def programs():
    # ruleid: program-started
    subprocess.run(["ls"], check=True)
    # ruleid: program-started
    os.system("ls")


def connections():
    # ruleid: database-past-the-house
    sqlite3.connect("wegweiser.sqlite3")
    # ok: database-past-the-house
    database.reading()
