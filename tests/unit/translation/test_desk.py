"""States by the German text, the town's texts over the bundled ones, what is kept and taken back; on both databases."""

import threading
from datetime import datetime

import pytest
from sqlalchemy import select, update

from app.db import Database
from app.errors import NotFound
from app.translation import changes, desk
from app.translation.changes import Change, Conflict, Unfit
from app.translation.desk import Item
from app.translation.sources import entries, key_of, source_hash
from app.vocabulary.catalogues import Entry, Translation, read
from app.vocabulary.models import DocumentToBring, Revision, SlipPhrase, Topic, TownTranslation
from app.vocabulary.service import vocabulary
from app.vocabulary.translations import Translator, translator
from app.vocabulary.values import Vocabulary
from referrals.routing.models import RoutingRule
from referrals.slip.service import slip_for

pytestmark = pytest.mark.one_database

PHRASE, GERMAN = "your_topic", "Ihr Thema"
KEY = key_of("slip", Entry(PHRASE, GERMAN))
NOW = datetime(2026, 11, 23, 10, 20)  # noqa: DTZ001


def item(database: Database, catalogue: str = "uk", key: str = KEY) -> Item:
    with database.reading() as session:
        return desk.item(session, catalogue, key)


def save(
    database: Database, text: str, *, reviewed: bool = False, seen: str = "", catalogue: str = "uk"
) -> tuple[Change, ...]:
    with database.writing() as session:
        before = desk.item(session, catalogue, KEY)
        return changes.save(session, catalogue, KEY, text=text, reviewed=reviewed, seen=seen or before.seen)[1]


def reword(database: Database, german: str) -> None:
    """An editor changes the German phrase."""
    with database.writing() as session:
        session.execute(update(SlipPhrase).where(SlipPhrase.key == PHRASE).values(label_de=german))
        session.execute(update(Revision).values(number=Revision.number + 1))


def printed(database: Database, german: str = GERMAN) -> Translation | None:
    with database.reading() as session:
        return translator(session, "uk").phrase(PHRASE, german)


def test_the_bundled_text_is_a_draft_until_somebody_reviews_it(database: Database) -> None:
    bundled = read("uk", "slip")[PHRASE, GERMAN]
    assert (item(database).state, item(database).text) == ("draft", bundled.text)
    assert item(database, "en").state == "reviewed"
    save(database, bundled.text, reviewed=True)
    assert item(database).state == "reviewed"
    assert printed(database) == Translation(bundled.text, reviewed=True)


def test_the_towns_text_comes_first_and_without_a_database_the_bundled_one(database: Database) -> None:
    save(database, "Моя тема")
    assert printed(database) == Translation("Моя тема", reviewed=False)
    assert Translator("uk").phrase(PHRASE, GERMAN) == read("uk", "slip")[PHRASE, GERMAN]
    assert item(database, "ru").text == read("ru", "slip")[PHRASE, GERMAN].text


def test_another_german_text_makes_it_outdated_and_it_is_not_printed(database: Database) -> None:
    save(database, "Моя тема", reviewed=True)
    reword(database, "Ihr Anliegen")
    found = item(database)
    assert found.state == "outdated"
    assert found.former is not None
    assert (found.former.german, found.former.translation) == (GERMAN, Translation("Моя тема", reviewed=True))
    assert printed(database, "Ihr Anliegen") is None
    assert found.key == KEY
    reword(database, GERMAN)
    assert (item(database).state, item(database).text) == ("reviewed", "Моя тема")


def test_the_hash_decides_not_the_order_of_writing(database: Database) -> None:
    reword(database, "Ihr Anliegen")
    save(database, "Справа")
    reword(database, GERMAN)
    save(database, "Моя тема")
    reword(database, "Ihr Anliegen")
    assert (item(database).state, item(database).text) == ("draft", "Справа")
    reword(database, "Ihr Anliegen heute")
    assert item(database).state == "outdated"
    former = item(database).former
    assert former is not None
    assert former.german == "Ihr Anliegen", "the former text that is most like today's"


def test_every_change_raises_the_revision_of_the_texts_and_the_next_slip_has_it(database: Database) -> None:
    def topic_heading() -> str:
        with database.reading() as session:
            slip = slip_for(session, language="uk", now=NOW, topic="wohnen/mietproblem")
            return "".join(run.text for run in next(row.heading.other for row in slip.rows if row.heading))

    def numbers() -> list[int]:
        with database.reading() as session:
            return list(session.scalars(select(Revision.number).order_by(Revision.id)))

    assert topic_heading() == read("uk", "slip")[PHRASE, GERMAN].text
    directory, texts, house = numbers()
    save(database, "Моя тема")
    assert (topic_heading(), numbers()) == ("Моя тема", [directory, texts + 1, house])
    save(database, "Моя тема")
    assert numbers() == [directory, texts + 1, house], "what is so already raises nothing"


def test_a_saved_text_does_not_have_the_directory_built_again(database: Database) -> None:
    with database.reading() as session:
        before = (vocabulary(session), entries(session))
    save(database, "Моя тема")
    with database.reading() as session:
        assert all(old is new for old, new in zip(before, (vocabulary(session), entries(session)), strict=True))


def test_a_request_that_began_before_a_change_keeps_what_was_built(sqlite_database: Database) -> None:
    with sqlite_database.reading() as long:
        built = vocabulary(long)
        words = reworded_and_read(sqlite_database)
        assert words.phrases[PHRASE].de == "Ihr Anliegen"
        assert vocabulary(long) is built
        assert read_again(sqlite_database) is words


def reworded_and_read(database: Database) -> Vocabulary:
    with database.write_engine.begin() as connection:
        connection.execute(update(SlipPhrase).where(SlipPhrase.key == PHRASE).values(label_de="Ihr Anliegen"))
        connection.execute(update(Revision).values(number=Revision.number + 1))
    return read_again(database)


def read_again(database: Database) -> Vocabulary:
    with database.reading() as session:
        return vocabulary(session)


def test_what_is_stored_says_nothing_about_anybody(database: Database) -> None:
    save(database, "  Моя\n тема ", reviewed=True)
    with database.reading() as session:
        [row] = session.scalars(select(TownTranslation))
        assert {column.name: getattr(row, column.name) for column in row.__table__.columns} == {
            "catalogue": "uk",
            "domain": "slip",
            "context": PHRASE,
            "source_hash": source_hash(GERMAN),
            "source_german": GERMAN,
            "text": "Моя тема",
            "reviewed": True,
        }


def test_going_back_to_the_bundled_text_stores_nothing(database: Database) -> None:
    save(database, "Моя тема")
    save(database, read("uk", "slip")[PHRASE, GERMAN].text)
    with database.reading() as session:
        assert session.scalars(select(TownTranslation)).all() == []


def test_new_vocabulary_is_missing_at_once(database: Database) -> None:
    with database.writing() as session:
        session.add(
            DocumentToBring(id="neu", label_de="Impfausweis", label_en="", keep_german=True, note="", position=999)
        )
        session.add(Topic(id="wohnen/neu", parent_id="wohnen", label_de="Neues Thema", label_en="", position=999))
        session.execute(update(RoutingRule).where(RoutingRule.id == "AUFE-001").values(bring_note="drei Kopien bitte"))
        session.execute(update(Revision).values(number=Revision.number + 1))
    with database.reading() as session:
        missing = [one.entry for one in desk.items(session, "ar") if one.state == "missing"]
        assert {entry.context for entry in missing} == {"document neu", "topic wohnen/neu", "bring_note"}
        assert missing[1].note.startswith("the German term is printed")
        order = [entry.context for entry in entries(session)["vocabulary"]]
        assert order.index("topic wohnen/neu") < order.index("topic familie")


def test_a_remark_that_was_reworded_finds_its_former_translation(database: Database) -> None:
    with database.writing() as session:
        old = next(one.entry.german for one in desk.items(session, "uk") if one.kind == "bring_note")
        new = old + "!"
        session.execute(update(RoutingRule).where(RoutingRule.bring_note == old).values(bring_note=new))
        session.execute(update(Revision).values(number=Revision.number + 1))
    found = item(database, key=key_of("vocabulary", Entry("bring_note", new)))
    assert found.state == "outdated"
    assert found.former is not None
    assert found.former.german == old


def test_somebody_else_was_faster(database: Database) -> None:
    seen = item(database).seen
    save(database, "Перша", seen=seen)
    with pytest.raises(Conflict) as caught:
        save(database, "Друга", seen=seen)
    assert caught.value.item.text == "Перша"
    assert item(database).text == "Перша"
    save(database, "Перша", seen=seen)
    with pytest.raises(Conflict):
        save(database, "Перша", reviewed=True, seen="made up")
    save(database, "Друга", seen=caught.value.item.seen)
    assert item(database).text == "Друга"


def test_a_review_of_the_old_text_does_not_get_lost(database: Database) -> None:
    seen = item(database).seen
    save(database, item(database).text, reviewed=True)
    with pytest.raises(Conflict):
        save(database, "Друга", seen=seen)
    assert item(database).state == "reviewed"


def test_the_german_text_has_changed_since_the_form_was_made(database: Database) -> None:
    seen = item(database).seen
    reword(database, "Ihr Anliegen")
    with pytest.raises(Conflict) as caught:
        save(database, "Моя тема", seen=seen)
    assert caught.value.item.entry.german == "Ihr Anliegen"


def test_of_two_at_the_same_moment_one_is_told(database: Database) -> None:
    seen = item(database).seen
    together = threading.Barrier(2)
    told = []

    def editor(text: str) -> None:
        together.wait()
        try:
            save(database, text, seen=seen)
        except Conflict as conflict:
            told.append((text, conflict.item.text))

    threads = [threading.Thread(target=editor, args=(text,)) for text in ("Перша", "Друга")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    [(mine, theirs)] = told
    assert {mine, theirs} == {"Перша", "Друга"}
    assert item(database).text == theirs


@pytest.mark.parametrize("text", ["", "<b>", "Тема\u202e", "Тема {n}", "x" * 500])
def test_what_does_not_pass_the_gates_is_not_stored(database: Database, text: str) -> None:
    before = item(database)
    with pytest.raises(Unfit) as caught:
        save(database, text)
    assert caught.value.remarks
    assert item(database) == before


def test_unknown_languages_and_texts(database: Database) -> None:
    with database.reading() as session:
        with pytest.raises(NotFound):
            desk.language(session, "xx")
        with pytest.raises(NotFound):
            desk.language(session, "de")
        with pytest.raises(NotFound):
            desk.item(session, "uk", "0" * 16)


def test_keeping_makes_the_former_text_that_of_the_new_german(database: Database) -> None:
    save(database, "Моя тема", reviewed=True)
    reword(database, "Ihr Thema!")
    found = item(database)
    with database.writing() as session:
        assert changes.keep(session, "uk", [(KEY, "made up")]).changes == ()
        kept = changes.keep(session, "uk", [(KEY, found.seen), ("gone", "")])
    assert (len(kept.changes), kept.unfit) == (1, 0)
    assert printed(database, "Ihr Thema!") == Translation("Моя тема", reviewed=True)
    with database.writing() as session:
        assert changes.undo(session, kept.changes) == (1, 0)
    assert item(database).state == "outdated"


def test_keeping_in_all_languages_at_once(database: Database) -> None:
    reword(database, "Ihr Thema!")
    with database.reading() as session:
        [changed] = desk.overview(session).changed
        assert (changed.entry.german, changed.languages) == ("Ihr Thema!", 35)
        assert set(changed.formers) == {GERMAN}
    with database.writing() as session:
        assert changes.keep_everywhere(session, KEY, source_hash(GERMAN)).changes == (), "its German is another one now"
        kept = changes.keep_everywhere(session, KEY, changed.source)
    assert len(kept.changes) == 35
    with database.reading() as session:
        assert desk.overview(session).changed == ()
        assert all(count.lacking == 0 for count in desk.overview(session).counts)
    assert (item(database, "en").state, item(database, "ar").state) == ("reviewed", "draft")
    with database.writing() as session:
        assert changes.undo(session, kept.changes) == (35, 0)
        assert changes.undo(session, kept.changes) == (0, 35)


def test_a_former_text_with_other_placeholders_cannot_be_kept(database: Database) -> None:
    reword(database, "Ihr Thema am {date}")
    with database.writing() as session:
        kept = changes.keep_everywhere(session, KEY, source_hash("Ihr Thema am {date}"))
    assert (kept.changes, kept.unfit) == ((), 35)
    assert item(database).state == "outdated"


def test_undo_takes_back_only_what_nobody_has_changed_since(database: Database) -> None:
    first = save(database, "Перша")
    second = save(database, "Друга", reviewed=True)
    with database.writing() as session:
        assert changes.undo(session, first) == (0, 1)
        assert changes.undo(session, second) == (1, 0)
    assert (item(database).text, item(database).state) == ("Перша", "draft")
    with database.writing() as session:
        assert changes.undo(session, first) == (1, 0)
    assert item(database).translation == read("uk", "slip")[PHRASE, GERMAN]


def test_the_overview_counts_every_text_once(database: Database) -> None:
    with database.reading() as session:
        found = desk.overview(session)
        texts = sum(map(len, entries(session).values()))
    assert len(found.counts) == 35
    assert {count.total for count in found.counts} == {texts}
    assert [count.catalogue for count in found.counts][:3] == ["uk", "ar", "en"]
    assert "de_x_leicht" in {count.catalogue for count in found.counts}
    assert "de" not in {count.catalogue for count in found.counts}
    assert found.counts[2].states["reviewed"] == texts


@pytest.mark.parametrize(
    ("old", "new", "parts"),
    [
        ("Bitte rufen Sie an", "Bitte rufen Sie an", [("same", "Bitte rufen Sie an")]),
        ("Ihr Thema", "Ihr Anliegen", [("same", "Ihr "), ("gone", "Thema"), ("added", "Anliegen")]),
        ("", "neu", [("added", "neu")]),
        ("1 Foto", "1 Foto, neu", [("same", "1 Foto"), ("added", ", neu")]),
    ],
)
def test_the_difference_of_two_texts(old: str, new: str, parts: list[tuple[str, str]]) -> None:
    assert list(desk.difference(old, new)) == parts

    def without(part: str) -> str:
        return "".join(text for kind, text in desk.difference(old, new) if kind != part)

    assert (without("added"), without("gone")) == (old, new)
