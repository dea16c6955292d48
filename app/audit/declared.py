"""Which tables the log of staff actions watches, which of their columns it shows, and why it leaves the others out.

Every table and every column is declared here: a test fails on one that is not, and what is not declared is not logged.
"""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Watched:
    """A table whose rows people change.

    ``shown`` columns stand in the log with their values, of ``hidden`` ones only that they have changed, ``left_out``
    ones do not count as a change. ``title`` is the column with what people call the row. ``owner`` is the column that
    names the row of ``part_of`` which this one is a part of. Of a table that is loaded ``in_bulk`` many new rows in one
    transaction make one entry.
    """

    shown: frozenset[str]
    hidden: frozenset[str] = frozenset()
    left_out: frozenset[str] = frozenset()
    title: str | None = None
    part_of: str | None = None
    owner: str | None = None
    in_bulk: bool = False


def _watched(
    shown: str,
    *,
    hidden: str = "",
    left_out: str = "",
    title: str | None = None,
    part_of: str | None = None,
    owner: str | None = None,
    in_bulk: bool = False,
) -> Watched:
    return Watched(
        frozenset(shown.split()),
        frozenset(hidden.split()),
        frozenset(left_out.split()),
        title=title,
        part_of=part_of,
        owner=owner,
        in_bulk=in_bulk,
    )


# ``position`` in the directory is the place in a file, ``version`` and the like are counted by the program.
WATCHED: Mapping[str, Watched] = {
    # Accounts: how somebody likes the interface is nobody's business.
    "user": _watched(
        "id name role active must_change_password",
        hidden="password_hash subject",
        left_out="language single_keys colour_scheme",
        title="name",
    ),
    # ``last_step`` moves with every login.
    "second_factor": _watched("user_id", hidden="sealed", left_out="last_step", part_of="user", owner="user_id"),
    "account_link": _watched("user_id ends_at", hidden="digest", part_of="user", owner="user_id"),
    # The directory, whose full history stands in ``change`` and ``entry_version``.
    "change": _watched("number made_by approved_by why", left_out="made_at", title="why"),
    "setting": _watched("name value", title="name"),
    "source": _watched("id url content_date supports", title="url", in_bulk=True),
    "office": _watched(
        "id name_de name_en kind status status_note successor_id street postcode city tram_stop phone email website "
        "contact_form opening_hours appointment appointment_code cost cost_code note_codes languages language_note "
        "topics groups limits bring as_of sources review checked_on review_on caretaker contact_name contact_email",
        left_out="position",
        title="name_de",
        in_bulk=True,
    ),
    "office_alias": _watched("office_id name", part_of="office", owner="office_id"),
    "office_closure": _watched("office_id starts ends", part_of="office", owner="office_id"),
    "office_asked": _watched("office_id asked_on", part_of="office", owner="office_id"),
    "routing_rule": _watched(
        "id topic_id priority condition reason_de legal_basis bring_note visit valid_from valid_to confidence source "
        "note checked_on review_on caretaker",
        title="reason_de",
        in_bulk=True,
    ),
    "rule_office": _watched("rule_id role office_id position", part_of="routing_rule", owner="rule_id"),
    "rule_document": _watched("rule_id document_id position", part_of="routing_rule", owner="rule_id"),
    "proposal": _watched(
        "id kind state file agency name entry_id decided_by",
        left_out="subject written_on imported_at scheme value content decided_at",
        title="name",
        in_bulk=True,
    ),
    "external_id": _watched("agency scheme value kind entry_id", title="value", in_bulk=True),
    # The vocabulary and its translations.
    "field_of_action": _watched("id label_de label_en source", left_out="position", title="label_de", in_bulk=True),
    "topic": _watched(
        "id parent_id field_of_action_id label_de label_en keywords handling origin key",
        left_out="position",
        title="label_de",
        in_bulk=True,
    ),
    "target_group": _watched(
        "id axis label_de label_en concept_group note", left_out="position", title="label_de", in_bulk=True
    ),
    "question": _watched(
        "id kind question_de question_en none_de none_en several note",
        left_out="position",
        title="question_de",
        in_bulk=True,
    ),
    "question_option": _watched(
        "question_id value label_de label_en position", part_of="question", owner="question_id"
    ),
    "flag": _watched(
        "id choice_id question_de question_en sensitive note", left_out="position", title="question_de", in_bulk=True
    ),
    "document": _watched("id label_de label_en keep_german note", left_out="position", title="label_de", in_bulk=True),
    "language": _watched(
        "tag locale name_de name_en autonym script direction key note",
        left_out="position",
        title="name_de",
        in_bulk=True,
    ),
    "slip_phrase": _watched(
        "key label_de label_en placeholders max_chars note", left_out="position", title="label_de", in_bulk=True
    ),
    "translation": _watched(
        "catalogue domain context source_german text reviewed",
        left_out="source_hash",
        title="source_german",
        in_bulk=True,
    ),
    # What is given along, and the house around the desk.
    "handout": _watched(
        "id title_de title_en evidence topics traits publisher withdrawn",
        left_out="position",
        title="title_de",
        in_bulk=True,
    ),
    "handout_edition": _watched(
        "id handout_id language kind file_digest link issued_on valid_until pages note checked_on archived",
        left_out="version",
        title="handout_id",
        in_bulk=True,
    ),
    "handout_request": _watched(
        "id handout_id topic_id language office_id state noted asked_on reminded_on promised_for closed_on note "
        "edition_id",
        left_out="version",
    ),
    "stored_file": _watched(
        "digest size pages stored_on", left_out="width height text folded notes thumbnail", in_bulk=True
    ),
    "work_aid": _watched(
        "id kind title topics groups body link file_digest as_of review_on archived", left_out="version", title="title"
    ),
    "board_entry": _watched(
        "id kind category office_id title text contact_note topics until archived", left_out="version", title="title"
    ),
    "agreement": _watched(
        "id office_id title signed_on ends_on remind_days note archived", left_out="version", title="title"
    ),
    "interpreter": _watched(
        "id office_id name languages modes hours book_how book_phone book_email book_link lead_days cost note as_of "
        "archived",
        left_out="version",
        title="name",
    ),
    "presence_slot": _watched(
        "id kind office_id label room languages topics weekday once_on starts ends weeks anchor valid_from valid_to "
        "on_holidays note archived",
        left_out="version",
        title="label",
    ),
    "presence_exception": _watched("slot_id day starts ends note", part_of="presence_slot", owner="slot_id"),
    "house_closure": _watched("id starts_on ends_on reason", title="reason"),
    # How many came is released in sums only and forgotten by itself: not even that it was entered.
    "event": _watched(
        "id title_de title_en titles description topics languages office_id room day starts ends seats registration "
        "contact link notes cancelled",
        left_out="participants version",
        title="title_de",
    ),
    # What was published, and what was written about it. A release is known by its hash.
    "release": _watched("name period hash method made_on", left_out="content", title="name"),
    "evaluation_report": _watched("id first last made_on", left_out="made_of"),
    "evaluation_text": _watched("report_id chapter language text", left_out="version"),
    # Keeping.
    "backup_record": _watched("id kind file size failure", left_out="made_at sha256", title="file"),
}

DEEDS = frozenset({"restore", "move", "audit_log", "recovery_codes"})
"""Kinds of entries that are noted in words, since no row of a watched table tells them."""

VISITORS = "about visitors, or counted from what they came for: whoever acts at the counter leaves no trace of when"
STAFF = "when and how long a member of staff works with the program is nobody's business"
COPY = "says the same again as what is logged"
BY_ITSELF = "the program's own, which nobody can choose"

LEFT_OUT: Mapping[str, str] = {
    "contact": VISITORS,
    "contact_topic": VISITORS,
    "referral": VISITORS,
    "slip_code": VISITORS,
    "feedback": VISITORS,
    "wrong_data": VISITORS,
    "missing_note": VISITORS,
    "desk_load": VISITORS,
    "topic_load": VISITORS,
    "language_unmet": VISITORS,
    "handout_given": VISITORS,
    # An editor counts the copies, the counter hands them out: between two counts stands what was given when.
    "edition_stock": VISITORS,
    "resend_key": VISITORS,
    "login": STAFF,
    "login_failure": STAFF,
    "failed_logins": STAFF,
    # One goes with every login that it is used for; that new ones were made is noted in words.
    "recovery_code": STAFF,
    # What somebody has not published yet concerns nobody; who published it, and who approved, is logged.
    "draft": STAFF,
    "entry_version": COPY,
    "work_aid_version": COPY,
    "audit_entry": COPY,
    "audit_chain": COPY,
    "revision": BY_ITSELF,
    "nightly_job": BY_ITSELF,
    "release_plan": BY_ITSELF,
    "withheld_table": BY_ITSELF,
    "rounding_flip": BY_ITSELF,
    "rounding_secret": BY_ITSELF,
}
"""Tables that are not watched, with the reason."""
