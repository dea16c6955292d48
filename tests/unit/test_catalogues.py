"""Gates of the catalogues: what a visitor reads is complete, up to date, in the right script and says if unreviewed."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from app.cli.catalogues import bundle, catalogues, outdated
from app.vocabulary import catalogues as store
from app.vocabulary.catalogues import DOMAINS, Domain, Entry, Translation, placeholders, po_path, read, write
from app.vocabulary.translations import Translator

ENTRIES = bundle().entries
LOCALES = bundle().catalogues
# English is the second language of the sources. The others wait for a native speaker, whose name goes into git.
REVIEWED = {"en"}
ZERO_WIDTH_NON_JOINER, NO_BREAK_SPACE = "\u200c", "\u00a0"
SCRIPTS = {"uk": "CYRILLIC", "ru": "CYRILLIC", "ar": "ARABIC", "fa": "ARABIC"}
# Letters that give away a wrong keyboard, a neighbouring language or a look-alike.
FOREIGN_LETTERS = {
    "uk": "ыэъё",
    "ru": "іїєґ",
    "ar": "یکپچژگ",
    "fa": "يكةى",
    "ro": "şţŞŢ",
}
# German words beside their translation: visitors meet them on doors, forms and letters.
GERMAN_TERMS = {"anerkennung", "ausbildung", "bamf", "eat", "kindergeld", "kw", "landkreis", "vhs"}
WORD = re.compile(r"[^\W\d_]+")

each_catalogue = pytest.mark.parametrize(
    ("locale", "domain"), [(locale, domain) for locale in LOCALES for domain in DOMAINS]
)


def translations(locale: str, domain: Domain) -> list[tuple[Entry, Translation]]:
    found = read(locale, domain)
    return [(entry, found[entry.context, entry.german]) for entry in ENTRIES[domain]]


def script(letter: str) -> str:
    return unicodedata.name(letter).split()[0]


def latin_words(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(text) if script(word[0]) == "LATIN"}


@each_catalogue
def test_every_text_is_translated(locale: str, domain: Domain) -> None:
    expected = {(entry.context, entry.german) for entry in ENTRIES[domain]}
    assert read(locale, domain).keys() == expected


def test_contexts_are_unique() -> None:
    for found in ENTRIES.values():
        keys = [(entry.context, entry.german) for entry in found]
        assert len(set(keys)) == len(keys)


def test_files_are_as_the_command_writes_them() -> None:
    assert outdated() == {}
    assert CliRunner().invoke(catalogues, ["--check"]).exit_code == 0


@each_catalogue
def test_placeholders_are_those_of_the_german_text(locale: str, domain: Domain) -> None:
    wrong = [e.context for e, t in translations(locale, domain) if placeholders(t.text) != placeholders(e.german)]
    assert wrong == []


@each_catalogue
def test_texts_are_clean(locale: str, domain: Domain) -> None:
    allowed = {ZERO_WIDTH_NON_JOINER, NO_BREAK_SPACE}
    for entry, translation in translations(locale, domain):
        text = translation.text
        hidden = {sign for sign in text if unicodedata.category(sign)[0] in "CZ" and sign not in allowed | {" "}}
        assert not hidden, (entry.context, hidden)
        assert text == text.strip(), entry.context
        assert "  " not in text, entry.context
        assert text == unicodedata.normalize("NFC", text), entry.context
        assert not re.search(r"[<>&]", text), entry.context


@each_catalogue
def test_texts_are_in_the_script_of_the_language(locale: str, domain: Domain) -> None:
    own = SCRIPTS.get(locale, "LATIN")
    for entry, translation in translations(locale, domain):
        words = WORD.findall(store.PLACEHOLDER.sub("", translation.text))
        for word in words:
            scripts = {script(letter) for letter in word if not unicodedata.combining(letter)}
            assert len(scripts) == 1, (entry.context, word)
            assert scripts <= {own, "LATIN"}, (entry.context, word)
        foreign = set(FOREIGN_LETTERS.get(locale, "")) & set(translation.text)
        assert not foreign, (entry.context, foreign)


@pytest.mark.parametrize("locale", SCRIPTS)
@pytest.mark.parametrize("domain", DOMAINS)
def test_latin_words_are_names_or_terms_of_the_source(locale: str, domain: Domain) -> None:
    for entry, translation in translations(locale, domain):
        text = store.PLACEHOLDER.sub("", translation.text)
        unknown = latin_words(text) - latin_words(f"{entry.german} {entry.english}") - GERMAN_TERMS
        assert not unknown, (entry.context, unknown)
        assert any(script(letter) == SCRIPTS[locale] for letter in "".join(WORD.findall(text))), entry.context


@each_catalogue
def test_what_no_native_speaker_has_reviewed_says_so(locale: str, domain: Domain) -> None:
    reviewed = {translation.reviewed for _, translation in translations(locale, domain)}
    assert reviewed == {locale in REVIEWED}


@pytest.fixture
def no_catalogues(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty folder in the place of ``translations``."""
    monkeypatch.setattr(store, "TRANSLATIONS", tmp_path)
    read.cache_clear()
    yield tmp_path
    read.cache_clear()


@pytest.mark.usefixtures("no_catalogues")
def test_a_changed_german_text_loses_its_translation() -> None:
    entry, changed = Entry("your_topic", "Ihr Thema", "Your topic"), Entry("your_topic", "Ihr Anliegen", "Your topic")
    po_path("uk", "slip").parent.mkdir(parents=True)
    done = {("your_topic", "Ihr Thema"): Translation("Ваша тема", reviewed=False)}
    po_path("uk", "slip").write_bytes(write("uk", "slip", [entry], done))
    read.cache_clear()
    assert read("uk", "slip") == done
    po_path("uk", "slip").write_bytes(write("uk", "slip", [changed]))
    read.cache_clear()
    assert read("uk", "slip") == {}


def test_the_command_writes_what_is_missing(no_catalogues: Path) -> None:
    runner = CliRunner()
    assert runner.invoke(catalogues, ["--check"]).exit_code == 1
    assert not list(no_catalogues.iterdir())
    assert runner.invoke(catalogues, []).exit_code == 0
    assert runner.invoke(catalogues, ["--check"]).exit_code == 0
    assert len(list(no_catalogues.rglob("*.po"))) == len(LOCALES) * len(DOMAINS)


def test_translator_finds_texts_of_every_sort_and_nothing_for_another_german_text() -> None:
    ukrainian = Translator("uk")
    for entry in ENTRIES["vocabulary"]:
        sort, _, name = entry.context.partition(" ")
        if sort == "bring_note":
            found = ukrainian.bring_note(entry.german)
        else:
            found = getattr(ukrainian, sort)(name, entry.german)
        assert found == read("uk", "vocabulary")[entry.context, entry.german]
    assert ukrainian.phrase("your_topic", "Ihr Thema") is not None
    assert ukrainian.phrase("your_topic", "Ihr Anliegen") is None
    assert Translator(None).phrase("your_topic", "Ihr Thema") is None
    assert Translator("ka").topic("wohnen", "Wohnen") is None
