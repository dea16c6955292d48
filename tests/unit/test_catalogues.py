"""Gates of the catalogues: what a visitor reads is complete, up to date, in the right script and says if unreviewed."""

import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel import Locale as BabelLocale
from babel.messages.pofile import read_po
from click.testing import CliRunner

from app.cli.catalogues import bundle, catalogues, outdated
from app.vocabulary import catalogues as store
from app.vocabulary.catalogues import DOMAINS, Domain, Entry, Translation, placeholders, po_path, read, write
from app.vocabulary.translations import Translator

ENTRIES = bundle().entries
LOCALES = bundle().catalogues
EASY_GERMAN = "de_x_leicht"
# English is the second language of the sources. The others wait for a native speaker, whose name goes into git.
REVIEWED = {"en"}
ZERO_WIDTH_NON_JOINER, ZERO_WIDTH_JOINER, NO_BREAK_SPACE = "\u200c", "\u200d", "\u00a0"
SCRIPTS = {
    **dict.fromkeys(("uk", "ru", "bg"), "CYRILLIC"),
    **dict.fromkeys(("ar", "fa", "fa_AF", "ps", "ckb", "ur"), "ARABIC"),
    **dict.fromkeys(("ti", "am"), "ETHIOPIC"),
    "he": "HEBREW",
    "hi": "DEVANAGARI",
    "bn": "BENGALI",
    "ka": "GEORGIAN",
    "el": "GREEK",
    "zh_Hans": "CJK",
}
# What the orthography of these languages needs although it is not seen.
NEEDED_CONTROLS = {
    **{locale: {ZERO_WIDTH_NON_JOINER} for locale in ("fa", "fa_AF", "ps", "ckb", "ur")},
    **{locale: {ZERO_WIDTH_NON_JOINER, ZERO_WIDTH_JOINER} for locale in ("hi", "bn")},
    **{locale: {NO_BREAK_SPACE} for locale in ("fr", "cs", "sk", "pl")},
}
# Letters that give away a wrong keyboard, a neighbouring language or a look-alike.
FOREIGN_LETTERS = {
    "uk": "ыэъё",
    "ru": "іїєґ",
    "bg": "ыэёіїєґ",
    "ar": "یکپچژگ",
    "fa": "يكةى",
    "fa_AF": "يكةى",
    "ps": "ةك",
    "ur": "يكةى",
    "ckb": "يكةىث",
    "ro": "şţŞŢ",
}
# German words beside their translation: visitors meet them on doors, forms and letters.
GERMAN_TERMS = {
    "amt",
    "anerkennung",
    "ausbildung",
    "bamf",
    "eat",
    "kindergeld",
    "kita",
    "kw",
    "landkreis",
    "vhs",
    "wbs",
}
# Where the German has them in a topic, a handout, a phrase or a note, every language keeps them; an office stands under
# its German name, and a document beside it.
TERMS = """
Landkreis Anmeldung Ummeldung Fiktionsbescheinigung Niederlassungserlaubnis Verpflichtungserklärung Reiseausweis
Aufenthaltskarte Duldung Aufenthaltsgestattung Integrationskurs Berufssprachkurs Kita Teilhabe Ausbildungsduldung BAföG
Arbeitslosengeld Steuer-ID Wohngeld Kindergeld Elterngeld Unterhaltsvorschuss Grundsicherungsgeld Bürgergeld
Leipzig-Pass Beratungshilfe Rundfunkbeitrag Wohnungsgeberbestätigung Asylbewerberleistungen
"""
# The card is known by its abbreviation, and so is the permit for a cheaper flat.
TERMS_OR_SHORT = {"Aufenthaltstitel": "eAT", "Wohnberechtigungsschein": "WBS"}
NAMES = "BAMF EHIC AKZESS FIZU IBAS BABS HTWK LWB MBE JMD SUPPORT SprInt CABL KIS KEL ZAB DaZ"
# Words that some language shares with German or English.
SHARED_WORDS = {
    "phone",
    "email",
    "address",
    "document cv",
    "document contract",
    "handout h_info_to_go",
    "topic familie",
    "topic einbuergerung",
    "topic schutz/diskriminierung",
    "topic kultur",
}
WORD = re.compile(r"[^\W\d_]+")

each_catalogue = pytest.mark.parametrize(
    ("locale", "domain"), [(locale, domain) for locale in LOCALES for domain in DOMAINS]
)
each_language = pytest.mark.parametrize("locale", LOCALES)


def translations(locale: str, domain: Domain) -> list[tuple[Entry, Translation]]:
    found = read(locale, domain)
    return [(entry, found[entry.context, entry.german]) for entry in ENTRIES[domain]]


def every(locale: str) -> list[tuple[Entry, str]]:
    """All texts of a language, without their placeholders."""
    return [
        (entry, store.PLACEHOLDER.sub("", translation.text))
        for domain in DOMAINS
        for entry, translation in translations(locale, domain)
    ]


def script(letter: str) -> str:
    return unicodedata.name(letter).split()[0].partition("-")[0]


def latin_words(text: str) -> set[str]:
    return {word.casefold() for word in WORD.findall(text) if script(word[0]) == "LATIN"}


def stands_in(word: str, text: str) -> bool:
    return re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


def test_there_is_a_catalogue_for_every_language_of_the_directory() -> None:
    assert len(LOCALES) == 35
    assert {path.name for path in store.TRANSLATIONS.iterdir()} == {*LOCALES, "de"}


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
    allowed = NEEDED_CONTROLS.get(locale, set()) | {" "}
    for entry, translation in translations(locale, domain):
        text = translation.text
        hidden = {sign for sign in text if unicodedata.category(sign)[0] in "CZ"} - allowed
        assert not hidden, (entry.context, hidden)
        assert text == text.strip(), entry.context
        assert "  " not in text, entry.context
        assert text == unicodedata.normalize("NFC", text), entry.context
        assert not re.search(r"[<>&]", text), entry.context


@each_language
def test_texts_are_in_the_script_of_the_language(locale: str) -> None:
    own = SCRIPTS.get(locale, "LATIN")
    for entry, text in every(locale):
        for word in WORD.findall(text):
            scripts = {script(letter) for letter in word if not unicodedata.combining(letter)}
            assert len(scripts) == 1, (entry.context, word)
            assert scripts <= {own, "LATIN"}, (entry.context, word)
        foreign = set(FOREIGN_LETTERS.get(locale, "")) & set(text)
        assert not foreign, (entry.context, foreign)
        assert not {sign for sign in text if sign.isdigit()} - set("0123456789"), entry.context


@pytest.mark.parametrize("locale", SCRIPTS)
def test_latin_words_are_names_or_terms_of_the_source(locale: str) -> None:
    for entry, text in every(locale):
        unknown = latin_words(text) - latin_words(f"{entry.german} {entry.english}") - GERMAN_TERMS
        assert not unknown, (entry.context, unknown)
        assert any(script(letter) == SCRIPTS[locale] for letter in "".join(WORD.findall(text))), entry.context


@pytest.mark.parametrize("locale", sorted({*LOCALES} - {"en", EASY_GERMAN}))
def test_no_text_is_german_or_english_by_accident(locale: str) -> None:
    same = {e.context for e, text in every(locale) if text.casefold() in {e.german.casefold(), e.english.casefold()}}
    assert same - {entry.context for entry, _ in every(locale) if "{" in entry.german} <= SHARED_WORDS


def test_easy_german_is_easier_than_the_source_nearly_everywhere() -> None:
    same = [entry.context for entry, text in every(EASY_GERMAN) if text == entry.german]
    assert len(same) < 20


@each_language
def test_german_terms_that_visitors_meet_are_kept(locale: str) -> None:
    lost = []
    for entry, text in every(locale):
        sort = entry.context.partition(" ")[0]
        named = sort != "document" and locale != "en"
        words = {word for word in NAMES.split() if stands_in(word, entry.german) and named}
        if sort not in {"office", "document"} and (locale != "en" or sort == "topic"):
            words |= {word for word in TERMS.split() if stands_in(word, entry.german)}
            words |= {
                word for word, short in TERMS_OR_SHORT.items() if stands_in(word, entry.german) and short not in text
            }
        lost += [(entry.context, word) for word in words if word not in text]
    assert lost == []


@each_language
def test_paragraphs_of_law_are_kept(locale: str) -> None:
    for entry, text in every(locale):
        for paragraph in re.findall(r"§ \d+", entry.german):
            assert paragraph in text, entry.context


@each_language
def test_lengths_fit_their_place(locale: str) -> None:
    """Phrases stand in a place of known width; other texts wrap, and must not be stories."""
    long = [
        (entry.context, len(text))
        for entry, text in every(locale)
        if len(text) > (1.5 * entry.max_chars if entry.max_chars else 2 * len(entry.german) + 32)
    ]
    assert long == []


@each_language
def test_a_german_text_is_not_translated_in_two_ways(locale: str) -> None:
    found: dict[str, set[str]] = {}
    for entry, text in every(locale):
        found.setdefault(entry.german, set()).add(text)
    assert {german: texts for german, texts in found.items() if len(texts) > 1} == {}


@pytest.mark.parametrize("path", sorted(store.TRANSLATIONS.glob("*/LC_MESSAGES/*.po")), ids=lambda path: path.parts[-3])
def test_plural_forms_are_those_of_cldr(path: Path) -> None:
    """Texts of slips have none: numbers stand beside them. Those of the interface have all forms of the language."""
    with path.open("rb") as file:
        catalogue = read_po(file)
    plural = [message for message in catalogue if isinstance(message.id, tuple)]
    if path.name != "messages.po":
        assert plural == []
        return
    assert plural
    forms = len(BabelLocale.parse(path.parts[-3]).plural_form.tags) + 1
    assert catalogue.num_plurals == forms
    assert [m.id for m in plural if not isinstance(m.string, tuple) or len(list(filter(None, m.string))) != forms] == []


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
    assert Translator("xx").topic("wohnen", "Wohnen") is None
