"""Taxonomies: topics, target groups, and what else is said of an office that HSDS has no field for."""

from collections.abc import Iterator
from functools import lru_cache

from referrals.directory.folder import Directory
from referrals.interchange.hsds.form import Object
from referrals.interchange.hsds.ids import uuid_of

TOPICS = "topics"
GROUPS = "target_groups"
DETAILS = "details"
EVERYTHING = "*"
LANGUAGE = "de"
PREFIXES = {TOPICS: "", GROUPS: "group:", DETAILS: "detail:"}
"""In the table package a code must differ from those of all taxonomies; no id of a topic has a colon."""

TAXONOMIES = {
    TOPICS: ("Themen der Erstberatung", "Themen und Unterthemen; ein Code wie wohnen/mietproblem nennt beides."),
    GROUPS: ("Zielgruppen", "Merkmale von Ratsuchenden: Aufenthaltsstatus, Vorhaben, Lebenslage."),
    DETAILS: ("Angaben zur Stelle", "Was HSDS in keinem Feld sagt; der Wert steht im Attribut."),
}
EVERYTHING_NAMES = {TOPICS: ("alle Themen", "All topics"), GROUPS: ("alle Zielgruppen", "All target groups")}
DETAIL_NAMES = {
    "kind": ("Art der Stelle", "Kind of office, such as city, state, ngo, welfare."),
    "status": ("Stand der Prüfung", "active, verify (existence or name is not certain) or defunct."),
    "successor": ("Nachfolger", "Identifier of the office that took over."),
    "former_name": ("früherer oder anderer Name", "A name under which people look for the office; one a value."),
    "street": ("Straße", "Street, where the postal address is not complete."),
    "postcode": ("Postleitzahl", "Postcode, where the postal address is not complete."),
    "city": ("Ort", "Town, where the postal address is not complete."),
    "contact_form": ("Kontaktformular", "Address of the form on the web."),
    "opening_hours": ("Öffnungszeiten", "In the syntax of OpenStreetMap; the schedules say the same."),
    "closure": ("Schließtage", "First and last day, both closed: 2026-12-24/2026-12-31; one closure a value."),
    "appointment": ("Termin", "none, recommended, required, by_post, online or phone."),
    "note": ("Hinweis", "Code of a remark that holds for the whole office, such as anonymous_possible."),
    "as_of": ("Stand einer Angabe", "Field and date of what was found, such as phone=2020-11."),
    "newest_source_year": ("Jahr der neuesten Quelle", "Year of the newest source of the entry."),
    "checked_on": ("bestätigt am", "Day on which somebody last confirmed the whole entry."),
}


def taxonomy_id(taxonomy: str) -> str:
    """The UUID of a taxonomy."""
    return uuid_of("taxonomy", taxonomy)


@lru_cache(maxsize=4096)
def term_id(taxonomy: str, code: str) -> str:
    """The UUID of a term."""
    return uuid_of("taxonomy_term", taxonomy, code)


def plain(code: str) -> str:
    """The code of a term without the prefix of its taxonomy: the id of a topic or target group, or a detail."""
    return code.removeprefix(PREFIXES[GROUPS]).removeprefix(PREFIXES[DETAILS])


def taxonomies() -> list[Object]:
    """The three taxonomies."""
    return [
        {"id": taxonomy_id(taxonomy), "name": name, "description": description}
        for taxonomy, (name, description) in TAXONOMIES.items()
    ]


def terms(directory: Directory) -> dict[str, Object]:
    """All terms by id, in order, parents before their children."""
    return {term["id"]: term for term in _terms(directory)}


def _terms(directory: Directory) -> Iterator[Object]:
    yield _term(TOPICS, EVERYTHING, *EVERYTHING_NAMES[TOPICS])
    for record in [*directory["topics"], *directory["subtopics"]]:
        yield _term(TOPICS, record["id"], record["label_de"], record["label_en"], record.values.get("parent"))
    yield _term(GROUPS, EVERYTHING, *EVERYTHING_NAMES[GROUPS])
    for record in directory["target groups"]:
        yield _term(GROUPS, record["id"], record["label_de"], record["label_en"])
    for code, (name, description) in DETAIL_NAMES.items():
        yield _term(DETAILS, code, name, description)


def _term(taxonomy: str, code: str, name: str, description: str, parent: str | None = None) -> Object:
    term = {"id": term_id(taxonomy, code), "code": PREFIXES[taxonomy] + code, "name": name, "description": description}
    if parent:
        term["parent_id"] = term_id(taxonomy, parent)
    return term | {"taxonomy": TAXONOMIES[taxonomy][0], "language": LANGUAGE, "taxonomy_id": taxonomy_id(taxonomy)}
