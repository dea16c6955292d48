"""What the sample files say, with the defects of real senders."""

from datetime import date

from referrals.interchange.xzufi.reading import LONG_KEY, NO_AGENCY, NO_KEY, NO_REFERENCE, read_file
from referrals.interchange.xzufi.values import Key
from tests.unit.interchange.xzufi.files import AGENCY, LATER, NESTED, TRANSFER, competence, message, unit, unit_key


def test_the_same_id_of_another_agency_is_another_office() -> None:
    read = read_file(TRANSFER)
    keys = [unit.key for unit in read.units]
    assert keys[:2] == [Key("L100042", "Organisationseinheit", "501"), Key("L100077", "Organisationseinheit", "501")]
    assert len(set(keys)) == 4


def test_head_of_both_versions() -> None:
    assert [(read_file(path).version, read_file(path).written_on) for path in (TRANSFER, NESTED, LATER)] == [
        ("2.2", date(2026, 9, 1)),
        ("2.2", date(2025, 3, 1)),
        ("2.3", date(2026, 11, 1)),
    ]


def test_names_by_language_and_german_service_names() -> None:
    read = read_file(TRANSFER)
    assert read.units[0].names == {"de": "Ausländerbehörde", "en": "Immigration office"}
    assert read.units[1].names == {"": "Amt für Beispiele"}
    assert read.units[2].names == {}
    assert [(service.name, service.legal_basis) for service in read.services] == [
        ("Aufenthaltserlaubnis verlängern", "§ 8 AufenthG"),
        ("Hundesteuer anmelden", ""),
    ]


def test_responsibilities_come_as_transfer_objects_or_inside_of_their_office() -> None:
    transferred = read_file(TRANSFER).competences[0]
    assert (transferred.unit.value, transferred.service.value, transferred.areas, transferred.role) == (
        "501",
        "1001",
        ("147130000000",),
        "01",
    )
    nested = read_file(NESTED).competences[0]
    assert (nested.unit.value, nested.service, nested.areas) == (
        "601",
        Key("L100042", "", "2001"),
        ("147130000000", "147290160160"),
    )
    assert (nested.key, nested.valid_from) == (None, date(2025, 1, 1))


def test_what_cannot_be_used_is_left_out_with_its_line() -> None:
    flaws = [(flaw.message, flaw.line) for flaw in read_file(TRANSFER).flaws]
    assert flaws == [(NO_AGENCY, 108), (NO_REFERENCE, 152)]
    assert [(flaw.message, flaw.line) for flaw in read_file(NESTED).flaws] == [(NO_REFERENCE, 18)]


def test_other_objects_are_counted() -> None:
    assert read_file(TRANSFER).others == 1


def test_deletions_have_their_class() -> None:
    kinds = [deletion.kind for deletion in read_file(LATER).deletions]
    assert kinds == ["organisationseinheit", *["zustaendigkeit"] * 4, "leistung"]


def test_ids_that_are_missing_or_too_long() -> None:
    found = message(
        "<schreibe><organisationseinheit><id/></organisationseinheit></schreibe>"
        f'<loesche klasse="Leistung"><id schemeAgencyID="{"x" * 300}">1</id></loesche>'
        + competence(1, area="14713", role="01").replace(">1</id>", f">{'9' * 300}</id>")
    )
    assert [flaw.message for flaw in found.flaws] == [NO_KEY, LONG_KEY, LONG_KEY]
    assert (found.units, found.competences, found.deletions) == ([], [], [])


def test_many_flaws_are_counted_and_some_are_shown() -> None:
    found = message("<schreibe><leistung/></schreibe>" * 500)
    assert (found.flawed, len(found.flaws)) == (500, 20)


def test_objects_directly_below_the_message_are_read_too() -> None:
    found = message(unit("<name><name>Amt</name></name>").replace("<schreibe>", "").replace("</schreibe>", ""))
    assert [one.key for one in found.units] == [unit_key()]


def test_a_responsibility_of_a_service_without_own_agency_is_the_senders() -> None:
    inside = "<zustaendigkeit><leistungID>5</leistungID><gebietID>14713</gebietID></zustaendigkeit>"
    assert message(unit(inside)).competences[0].service == Key(AGENCY, "", "5")
