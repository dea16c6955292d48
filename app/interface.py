"""The interface in German and English: which language a page is in, and what every template can call."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask import Flask, current_app, g, request, session
from flask.templating import Environment
from markupsafe import Markup

from app import assets, clock
from app.catalogue import catalogue
from app.errors import Text
from app.extensions import csp_nonce
from app.formatting import clean, short_date
from app.locales import INTERFACE_LANGUAGES, babel_locale
from app.resend import FIELD, new_key

DEFAULT = "de"
COLOUR_SCHEMES = {"light", "dark"}


class Templates(Environment):
    """Flask's environment of templates; what all of them can call is in one mapping, since every include copies it."""

    def make_globals(self, d: Mapping[str, Any] | None) -> dict[str, Any]:
        """What a template can call. Whatever is installed later only reaches templates that are loaded later."""
        return {**self.globals, **(d or {})}


def init_app(app: Flask) -> None:
    """Give templates the interface's language, texts, filters and the things every page shows."""
    app.jinja_env.add_extension("jinja2.ext.i18n")
    app.jinja_env.policies["ext.i18n.trimmed"] = True
    app.jinja_env.trim_blocks = True
    app.jinja_env.lstrip_blocks = True
    app.jinja_env.filters["day"] = day
    app.jinja_env.filters["room"] = room
    environment: Any = app.jinja_env
    environment.install_gettext_callables(translate, translate_plural, newstyle=True)
    # For what may be a person's own words: unlike _() it puts nothing in the place of a "%(name)s".
    environment.filters["translated"] = translate
    environment.globals["once"] = form_key
    app.before_request(_choose_language)
    app.context_processor(_context)


def translate(text: str) -> str:
    """The interface text in the language of the request; texts are English in the source."""
    if isinstance(text, Text):
        said = {name: translate(one) if isinstance(one, Text) else one for name, one in text.values.items()}
        return catalogue(language()).gettext(text.template).format(**said)
    return catalogue(language()).gettext(text)


def translate_plural(singular: str, plural: str, n: int) -> str:
    """The same with a number."""
    return catalogue(language()).ngettext(singular, plural, n)


def language() -> str:
    """``de`` or ``en``."""
    chosen: str = g.get("interface_language", DEFAULT)
    return chosen


def day(moment: date) -> str:
    """A short weekday and the date: ``Mo 23.11.2026``."""
    return f"{weekday_name(moment.isoweekday())} {short_date(moment)}"


def room(name: str) -> str:
    """``Raum 2`` for a number or the like; what has a name of its own stays as it was written."""
    return translate("Room {room}").format(room=name) if name[:1].isdigit() else name


def weekday_name(number: int) -> str:
    """``Mo`` or ``Mon`` for 1, in the language of the interface."""
    return clean(str(babel_locale(language()).days["format"]["abbreviated"][number - 1])).rstrip(".")


def _choose_language() -> None:
    """``?lang=`` first, which is remembered for the session, then the account's, then German."""
    asked = request.args.get("lang")
    if asked in INTERFACE_LANGUAGES:
        session["lang"] = asked
    chosen = session.get("lang")
    g.interface_language = chosen if chosen in INTERFACE_LANGUAGES else DEFAULT


def _context() -> dict[str, Any]:
    staff = g.get("staff")
    if staff is not None and "lang" not in session:
        g.interface_language = staff.language
    scheme = staff.colour_scheme if staff is not None else "auto"
    return {
        "staff": staff,
        "language": language(),
        "interface_languages": INTERFACE_LANGUAGES,
        "colour_scheme": scheme if scheme in COLOUR_SCHEMES else None,
        "csp_nonce": csp_nonce,
        "asset": asset,
        "now": clock.now(),
    }


def form_key() -> Markup:
    """The hidden field of a form that is done once, however often it is sent: ``{{ once() }}``."""
    return Markup('<input type="hidden" name="{}" value="{}">').format(FIELD, new_key(clock.now().date()))


def asset(name: str) -> str:
    """The address of a file under app/static, with its hash, so that browsers may keep it for good."""
    # A page has a dozen of them: put together here, which takes a tenth of the time of url_for.
    return f"{request.script_root}{current_app.static_url_path}/{name}?v={assets.version(name)}"
