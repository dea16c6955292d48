"""The form of a directory folder (that of ``referrals/leipzig``): the fields of its entries, and what they may hold."""

import re
from datetime import date
from urllib.parse import urlsplit

from babel import Locale, UnknownLocaleError

from app.errors import Text
from referrals.directory.fields import (
    Expected,
    Field,
    boolean,
    cells,
    choice,
    day,
    entry_of,
    identifier,
    integer,
    list_of,
    mapping_of,
    matching,
    plain,
    text,
)
from referrals.directory.hours import validate
from referrals.directory.reading import Cell
from referrals.routing.condition import Condition, ConditionError

DATE = re.compile(r"[0-9]{4}(?:-[0-9]{2}){0,2}")
LABELS = (Field("label_de", text()), Field("label_en", text()))
QUESTIONS = (Field("question_de", text()), Field("question_en", text()))
NONE_LABELS = (Field("none_de", text(), ""), Field("none_en", text(), ""))
NOTE = Field("note", text(), "")
WEB_ADDRESS = Text("an address that starts with https:// or http://")
MAIL = matching(r"[^\s@<>\"]+@[^\s@<>\"]+\.[^\s@<>\"]+", Text("an e-mail address"))
PHONE = matching(r"\+?[0-9][0-9 /()-]*", Text("a telephone number such as +49 341 1230"), 40)
TAG = matching(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*", Text("a BCP 47 tag such as fa-AF"), 20)
SHORTCUT = matching(r"[A-Z0-9]", Text("one capital letter or digit"), 1)


def web(cell: Cell) -> str:
    """An address of the web; one that cannot be taken apart (``https://[a``) would stop whoever exports it."""
    value: str = matching(r"https?://[^\s\"<>]+", WEB_ADDRESS)(cell)
    try:
        parts = urlsplit(value)
        whole = bool(parts.hostname) and parts.port != 0
    except ValueError:
        whole = False
    if not whole:
        raise Expected(Text("{description}, found “{value}”", description=WEB_ADDRESS, value=value))
    return value


def opening_hours(cell: Cell) -> str:
    """An OSM opening_hours string."""
    value: str = text()(cell)
    if expected := validate(value):
        raise Expected(expected)
    return value


def condition(cell: Cell) -> str:
    """A condition of routing rules, as written."""
    value: str = text()(cell)
    try:
        Condition.parse(value)
    except ConditionError as error:
        raise Expected(Text("a condition: {error}", error=error.args[0])) from error
    return value


def vague_date(cell: Cell) -> str:
    """Text with a date or its beginning in it: ``2026-11-23``, ``2020-12 (phone hours)``, ``ca. 2015``."""
    value: str = text(60)(cell)
    found = DATE.search(value)
    try:
        year, month, dom = ([int(part) for part in found[0].split("-")] + [1, 1])[:3] if found else (0, 0, 0)
        date(year, month, dom)
    except ValueError as error:
        raise Expected(Text("a date or its beginning such as 2026-11, found “{value}”", value=value)) from error
    return value


def language_tag(cell: Cell) -> str:
    """A BCP 47 tag; of "rmn / rmy" the first."""
    first = text(40)(cell).split(" / ", 1)[0]
    return str(TAG(Cell(first, cell.line)))


def babel_locale(cell: Cell) -> str:
    """A locale identifier that Babel knows."""
    value: str = text(20)(cell)
    try:
        Locale.parse(value)
    except (ValueError, UnknownLocaleError) as error:
        raise Expected(Text("a locale that CLDR knows")) from error
    return value


APPOINTMENT_CODES = ("none", "recommended", "required", "by_post", "online", "phone")
COST_CODES = ("free", "fee", "members")
NOTE_CODES = (
    "confidential", "members_only", "anonymous_possible", "only_city", "only_county", "age_12_26", "age_from_27",
    "interpreter_on_site", "interpreter_ask", "interpreter_allowed", "bring_interpreter", "address_confidential",
    "address_unsure", "german_only",
)  # fmt: skip
# Who keeps an entry right, and since when it is known to be: files of other towns need not have them.
UPKEEP = (
    Field("checked_on", day, None, optional=True),
    Field("review_on", day, None, optional=True),
    Field("caretaker", text(80), "", optional=True),
)
FIELDS_OF_ACTION = (Field("id", identifier()), *LABELS, Field("source", text()), Field("topics", list_of(identifier())))
HANDLING = Field("handling", choice("normal", "sensitive", "protection"), None)
SUBTOPIC = (Field("id", identifier()), *LABELS, Field("keywords", text(), ""), HANDLING)
TOPIC = (
    *SUBTOPIC,
    Field("origin", text(), ""),
    Field("key", SHORTCUT, None, optional=True),
    Field("subtopics", cells, []),
)
TARGET_GROUP = (
    Field("id", identifier()),
    Field("axis", choice("status", "purpose", "life", "other")),
    *LABELS,
    Field(
        "concept_group",
        choice(
            "refugee", "eu_citizen", "student", "skilled_worker", "family_member", "third_country", "other", "unknown"
        ),
        None,
    ),
    NOTE,
)
TRAIT = (
    Field("id", choice("status", "purpose", "life", "other", "residence", "age")),
    *QUESTIONS,
    *NONE_LABELS,
    Field("groups_of_axis", choice("status", "purpose", "life", "other"), None),
    Field("at_most", choice("1", "several"), "1"),
    Field("options", cells, []),
    NOTE,
)
OPTION = (Field("value", choice("city", "county")), *LABELS)
CHOICE = (Field("id", identifier()), *QUESTIONS, *NONE_LABELS, Field("flags", list_of(identifier())), NOTE)
FLAG = (
    Field("id", identifier()),
    Field("type", choice("yes_no", "choice")),
    Field("choice", identifier(), None),
    *QUESTIONS,
    Field("sensitive", boolean),
    NOTE,
)
DOCUMENT = (Field("id", identifier()), *LABELS, Field("keep_german", boolean), NOTE)
LANGUAGE = (
    Field("bcp47", language_tag),
    Field("babel_locale", babel_locale, None),
    Field("english", text()),
    Field("german", text()),
    Field("autonym", text()),
    Field("script", matching(r"[A-Z][a-z]{3}", Text("an ISO 15924 code such as Latn"), 4)),
    Field("direction", choice("ltr", "rtl")),
    NOTE,
    Field("key", SHORTCUT, None, optional=True),
)
PHRASE = (
    Field("key", identifier()),
    Field("de", text()),
    Field("en", text()),
    Field("placeholders", list_of(identifier(), ","), []),
    Field("max_chars_de", integer),
    NOTE,
)
HANDOUT = (
    Field("id", identifier()),
    Field("title_de", text()),
    Field("title_en", text()),
    Field("evidence", text(), ""),
    Field("topics", list_of(text(120)), [], optional=True),
    Field("traits", list_of(identifier()), [], optional=True),
    Field("publisher", identifier(), None, optional=True),
    Field("withdrawn", boolean, False, optional=True),
    # Known addresses on the web, each an edition of its own; only for languages of which there is no edition yet.
    Field("editions", list_of(entry_of({"language": language_tag, "link": web})), [], optional=True),
)
SOURCE = (Field("url", text()), Field("content_date", text(30), None), Field("supports", text()))
OFFICE = (
    Field("id", identifier()),
    Field("name_de", text()),
    Field("name_en", text()),
    Field("kind", identifier(30)),
    Field("status", choice("active", "verify", "defunct")),
    Field("status_note", text(), None),
    Field("successor", identifier(), None),
    Field("former_names", list_of(text(200)), []),
    Field("street", text(), None),
    Field("postcode", text(10), None),
    Field("city", text(), None),
    Field("tram_stop", text(), None),
    Field("phone", PHONE, None),
    Field("email", MAIL, None),
    Field("website", web, None),
    Field("contact_form", web, None),
    Field("opening_hours", opening_hours, None),
    Field("closures", list_of(entry_of({"from": day, "to": day})), [], optional=True),
    Field("appointment", text(), None),
    Field("cost", text(), None),
    Field("languages", list_of(language_tag), []),
    Field("language_note", text(), None),
    Field("topics", list_of(text(120)), []),
    Field("groups", list_of(text(60)), []),
    Field("limits", text(), None),
    Field("bring", list_of(text()), []),
    Field("as_of", mapping_of(vague_date), {}),
    Field("sources", mapping_of(list_of(text(), "\n")), {}),
    Field("review", plain, {}),
    *UPKEEP,
    Field("contact_name", text(80), "", optional=True),
    Field("contact_email", MAIL, None, optional=True),
    # Without these fields the codes are read off the English texts: see referrals.directory.codes.
    Field("appointment_code", choice(*APPOINTMENT_CODES), None, optional=True),
    Field("cost_code", choice(*COST_CODES), None, optional=True),
    Field("note_codes", list_of(choice(*NOTE_CODES)), [], optional=True),
)
RULE = (
    Field("rule_id", identifier(30)),
    Field("topic", identifier()),
    Field("subtopic", identifier(), None),
    Field("priority", integer),
    Field("condition", condition, ""),
    Field("responsible", list_of(identifier()), []),
    Field("advice", list_of(identifier()), []),
    Field("reason_de", text(), ""),
    Field("legal_basis", text(), ""),
    Field("bring", list_of(identifier()), []),
    Field("bring_note", text(), ""),
    Field("valid_from", day, None),
    Field("valid_to", day, None),
    Field("confidence", choice("high", "medium", "low")),
    Field("source", text()),
    Field("note", text(), ""),
    Field("visit", choice("wait"), "", optional=True),
    *UPKEEP,
)
