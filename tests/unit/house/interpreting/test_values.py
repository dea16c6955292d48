"""What a service says of itself, and what its office adds."""

from datetime import date

from tests.unit.house.interpreting.examples import office, service


def test_the_address_of_the_office_holds_where_the_service_has_none() -> None:
    sprint = office(id="sprint", phone="0341 99", email="amt@example.org", website="https://example.org")
    own = service(office=sprint, book_phone="0341 11", book_email="hier@example.org", book_link="https://book.example")
    assert (own.phone, own.email, own.link) == ("0341 11", "hier@example.org", "https://book.example")
    other = service(office=sprint, book_phone="")
    assert (other.phone, other.email, other.link) == ("0341 99", "amt@example.org", "https://example.org")
    nobody = service(book_phone="")
    assert (nobody.phone, nobody.email, nobody.link) == ("", "", "")


def test_a_contact_form_is_nearer_to_booking_than_a_website() -> None:
    sprint = office(id="sprint", website="https://example.org", contact_form="https://example.org/form")
    assert service(office=sprint).link == "https://example.org/form"


def test_whoever_was_not_asked_within_a_year_is_doubtful() -> None:
    today = date(2026, 11, 23)
    assert service(as_of=None).doubtful(today)
    assert service(as_of=date(2025, 11, 22)).doubtful(today)
    assert not service(as_of=date(2025, 11, 23)).doubtful(today)
