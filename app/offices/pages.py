"""The pages about offices: what they show and in which words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from http import HTTPStatus
from typing import Any

from flask import Response, g, make_response, render_template
from sqlalchemy.orm import Session

from app import clock
from app.accounts import service as accounts
from app.accounts.roles import EDITORS
from app.directory import drafts, settings
from app.directory.drafts import Current
from app.directory.entries import Content, Entry
from app.errors import N_, NotFound
from app.formatting import part_of_date, short_date, weekdays
from app.interface import language, translate, weekday_name
from app.offices import fields, listing, preview, succession, traps
from app.offices.fields import Remark
from app.offices.form import Sheet, blank, changed_fields
from app.offices.labels import AllLabels, all_labels
from app.offices.listing import Filter
from app.offices.succession import Use
from app.vocabulary.service import vocabulary
from referrals.directory.facts import Hours
from referrals.directory.models import Source
from referrals.directory.service import offices

GONE = N_("There is no such office in the directory.")
PREVIEW_LANGUAGE = "en"


@dataclass(frozen=True)
class Notice:
    """What became of the last step: ``what`` is a code of the template; ``undo`` the number of the change to take back.

    ``dated`` are facts that got today's date. What somebody else has changed: ``taken`` are fields that were taken
    over, with what they held in the page before; in ``clashing`` ones both texts stand against each other.
    """

    what: str
    undo: int = 0
    dated: Sequence[str] = ()
    taken: Mapping[str, Any] = field(default_factory=dict)
    clashing: Sequence[str] = ()
    problems: Sequence[Remark] = ()


def list_page(session: Session, wanted: Filter) -> str:
    """The offices that the filter takes."""
    everything = listing.rows(session, clock.now().date())
    found = listing.chosen(everything, wanted)
    pages = max(1, -(-len(found) // listing.PAGE))
    page = min(wanted.page, pages)
    shown = found[(page - 1) * listing.PAGE : page * listing.PAGE] if page else found
    topics = {name: topic.label[language()] for name, topic in vocabulary(session).topics.items()}
    return render_template(
        "offices/list.html",
        wanted=wanted,
        shown=shown,
        found=len(found),
        total=len(everything),
        page=page,
        pages=pages,
        topics=topics,
        fields=fields,
        as_of=lambda text: part_of_date(text, language()) if text else "",
    )


def labels_of(session: Session) -> AllLabels:
    """What stands for ids in the form."""
    return all_labels(vocabulary(session), offices(session))


def known(session: Session, entry: Entry) -> Current:
    """The office as it is published and drafted. Raises NotFound."""
    found = drafts.current(session, entry)
    if found.shown is None:
        raise NotFound(GONE)
    return found


def office_page(
    session: Session, entry: Entry, sheet: Sheet | None = None, notice: Notice | None = None, status: int = 200
) -> Response:
    """The form of an office with what its change does beside it; as it is stored, or as ``sheet`` says."""
    found = known(session, entry)
    assert found.shown is not None
    sheet = sheet or Sheet.of(found.shown, found.seen)
    known_offices, use = offices(session), succession.uses(session).get(entry.id, Use())
    rule_topics = [name for name in use.topics if name]
    draft = found.draft
    difference = changed_fields(found.published, found.shown) if draft else []
    labels = labels_of(session)
    return _form_page(
        session,
        sheet,
        labels,
        status=status,
        entry=entry,
        current=found,
        draft=draft,
        notice=notice,
        changed=changed_fields(found.published, sheet.wish) if found.published else [],
        difference=_compared(difference, found.published or {}, found.shown, labels),
        use=use,
        topics=[labels.topics.text(name) for name in rule_topics],
        heir=succession.heir(entry.id, sheet.wish["successor"], known_offices),
        four_eyes=settings.four_eyes(session),
        own=draft is not None and draft.made_by == g.staff.name,
        theirs=found.shown,
    )


def new_page(session: Session, sheet: Sheet | None = None, status: int = 200) -> Response:
    """The form of an office that is not there yet."""
    sheet = sheet or Sheet.of(blank(""), "")
    labels, notice = labels_of(session), Notice("wrong") if status >= HTTPStatus.BAD_REQUEST else None
    further: dict[str, Any] = {"entry": None, "current": None, "draft": None, "changed": [], "theirs": {}}
    return _form_page(session, sheet, labels, status=status, notice=notice, **further)


def _form_page(session: Session, sheet: Sheet, labels: AllLabels, *, status: int, **further: Any) -> Response:
    now = clock.now()
    warnings: dict[str, list[Remark]] = {}
    for remark in traps.warnings(sheet.wish, offices(session), now.date()):
        warnings.setdefault(remark.about, []).append(remark)
    words = vocabulary(session)
    body = render_template(
        "offices/office.html",
        sheet=sheet,
        wish=sheet.wish,
        labels=labels,
        fields=fields,
        warnings=warnings,
        slip_hours=hours_lines(preview.meaning(sheet.wish, now)),
        caretakers=[user.name for user in accounts.users() if user.active and user.role in EDITORS],
        sources=session.query(Source).order_by(Source.id).all(),
        languages=[(tag, one) for tag, one in words.languages.items() if one.catalogue or tag == "de"],
        preview_language=PREVIEW_LANGUAGE if PREVIEW_LANGUAGE in words.languages else "de",
        as_text=lambda name, value: as_text(name, value, labels),
        moment=moment,
        weekday=weekday_name,
        **further,
    )
    return make_response(body, status)


def no_preview_page(sentence: str) -> Response:
    """Instead of a slip: why there is none. It stands in the frame or window of the preview."""
    return make_response(render_template("offices/no_preview.html", sentence=sentence), 422)


def hours_lines(found: Hours | None) -> list[tuple[str, str]]:
    """The table of the slip in the interface's language: days and times; empty if nothing is known."""
    if found is None:
        return []
    if found.always:
        return [(translate(N_("Every day")), translate(N_("round the clock")))]
    code = language()
    lines = [
        (weekdays(row.weekdays, code), ", ".join(f"{start} – {end}" for start, end in row.times) or translate("closed"))
        for row in found.rows
    ]
    if found.week:
        odd, even = translate(N_("only in odd calendar weeks")), translate(N_("only in even calendar weeks"))
        lines.append((translate(N_("Weeks")), odd if found.week == "odd" else even))
    if found.closed_on_public_holidays:
        lines.append((translate(N_("Public holidays")), translate("closed")))
    if found.next_open:
        opens = found.next_open
        lines.append((translate(N_("Opens next")), f"{short_date(opens.date())}, {opens:%H:%M}"))
    return lines


def _compared(names: Iterable[str], old: Content, new: Content, labels: AllLabels) -> list[tuple[str, str, str]]:
    """Fields with what is published and what is drafted; of dates and sources only those of facts that differ."""
    compared = []
    for name in names:
        before, after = old.get(name), new[name]
        if name in {"as_of", "sources"}:
            before, after = _without(before or {}, after), _without(after, before or {})
        compared.append((name, as_text(name, before, labels), as_text(name, after, labels)))
    return compared


def _without(facts: Mapping[str, Any], others: Mapping[str, Any]) -> dict[str, Any]:
    return {fact: value for fact, value in facts.items() if others.get(fact) != value}


def as_text(name: str, value: Any, labels: AllLabels) -> str:
    """A value of a field as one reads it."""
    if not value:
        return "–"
    if name == "closures":
        return "; ".join(f"{_date_text(one['from'])} – {_date_text(one['to'])}" for one in value)
    if name in {"as_of", "sources"}:
        return "; ".join(f"{translate(fields.NAMES.get(fact, fact))}: {_plain(one)}" for fact, one in value.items())
    codes: Mapping[str, Mapping[str, str]] = {
        "status": fields.STATUSES,
        "appointment_code": fields.APPOINTMENTS,
        "cost_code": fields.COSTS,
        "note_codes": fields.NOTES,
        "kind": fields.KINDS,
    }
    each: Iterable[str] = value if isinstance(value, list) else [value]
    if name in codes:
        return "; ".join(translate(codes[name].get(one, one)) for one in each)
    if known_labels := labels.of(name):
        return "; ".join(known_labels.text(one) for one in each)
    return "; ".join(_date_text(one) for one in each)


def _plain(value: Any) -> str:
    return ", ".join(value) if isinstance(value, list) else _date_text(str(value))


def _date_text(text: str) -> str:
    try:
        return short_date(date.fromisoformat(text))
    except ValueError:
        return text


def moment(at: datetime) -> str:
    """When something was done, local."""
    local = at.astimezone(clock.ZONE)
    return f"{short_date(local.date())}, {local:%H:%M}"
