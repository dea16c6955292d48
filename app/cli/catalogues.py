"""The command ``wegweiser catalogues``: the PO files of what a visitor reads, from the bundled directory."""

import sys
from collections.abc import Iterator

import click

from app.cli.context import note, say
from app.directory import EXAMPLE
from app.vocabulary.catalogues import DOMAINS, Domain, Entry, po_path, write
from referrals.directory.checks import read_directory
from referrals.directory.folder import Directory

# The languages that slips can be printed in, beside German.
LOCALES = ("uk", "ar", "en", "ru", "ro", "fa", "vi", "tr", "fr", "es")
KEEP_GERMAN = "the German term is printed beside the translation, so do not repeat it"


def entries(directory: Directory) -> dict[Domain, list[Entry]]:
    """Everything to translate, in the order of the files, by catalogue."""
    return {"slip": list(_slip(directory)), "vocabulary": list(_vocabulary(directory))}


def _slip(directory: Directory) -> Iterator[Entry]:
    for phrase in directory["phrases"]:
        yield Entry(phrase["key"], phrase["de"], phrase["en"], phrase["note"], phrase["max_chars_de"])


def _vocabulary(directory: Directory) -> Iterator[Entry]:
    for topic in directory["topics"]:
        yield Entry(f"topic {topic['id']}", topic["label_de"], topic["label_en"])
        for subtopic in directory["subtopics"]:
            if subtopic["parent"] == topic["id"]:
                yield Entry(f"topic {subtopic['id']}", subtopic["label_de"], subtopic["label_en"])
    for document in directory["documents"]:
        remarks = [document["note"], KEEP_GERMAN if document["keep_german"] else ""]
        remark = "; ".join(filter(None, remarks))
        yield Entry(f"document {document['id']}", document["label_de"], document["label_en"], remark)
    for german in dict.fromkeys(rule["bring_note"] for rule in directory["rules"] if rule["bring_note"]):
        yield Entry("bring_note", german, note="remark after the list of documents to bring")
    remark = "says what the office is, printed under its German name; keep proper names and abbreviations"
    for office in directory["offices"]:
        if office["status"] != "defunct":
            yield Entry(f"office {office['id']}", office["name_de"], office["name_en"], remark)
    for handout in directory["handouts"]:
        yield Entry(f"handout {handout['id']}", handout["title_de"], handout["title_en"])


def outdated() -> dict[tuple[str, Domain], bytes]:
    """The catalogues that differ from the directory, by locale and name, as they should be."""
    found = entries(read_directory(EXAMPLE))
    fresh = {(locale, domain): write(locale, domain, found[domain]) for locale in LOCALES for domain in DOMAINS}
    return {name: content for name, content in fresh.items() if not _is_stored(*name, content)}


def _is_stored(locale: str, domain: Domain, content: bytes) -> bool:
    path = po_path(locale, domain)
    return path.is_file() and path.read_bytes() == content


@click.command()
@click.option("--check", is_flag=True, help="Change nothing; exit 1 if a catalogue is out of date.")
@click.option("--json", "as_json", is_flag=True, help="Print the names as JSON.")
def catalogues(check: bool, as_json: bool) -> None:
    """Bring translations/*/LC_MESSAGES/{slip,vocabulary}.po up to date with the bundled directory.

    A text whose German changed loses its translation; translate it in the PO file.
    """
    changed = outdated()
    names = [f"{locale}/{domain}" for locale, domain in changed]
    if not check:
        for (locale, domain), content in changed.items():
            path = po_path(locale, domain)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    say(as_json, names, "\n".join(names) or "All catalogues are up to date.")
    if check and changed:
        note("Some catalogues are out of date; run wegweiser catalogues.")
        sys.exit(1)
