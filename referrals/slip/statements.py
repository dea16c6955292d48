"""The slip's content: what it says, derived from facts. No layout, no database."""

from app.errors import NotFound
from app.formatting import part_of_date, short_date
from app.locales import Language
from referrals.directory.facts import Office
from referrals.directory.freshness import doubtful
from referrals.slip.around import event_row, handouts_row, here_statement
from referrals.slip.timetable import closure_remark, time_rows
from referrals.slip.values import Also, Destination, Line, Number, Pair, Place, Row, Slip, SlipRequest, Staff, Symbol
from referrals.slip.wording import Both, Wording, same

MOST_FURTHER_OFFICES = 3
SCRIPT_SUBTAG = 4
"""Characters of a script in a language tag, as in ``zh-Hans``."""
EMERGENCY_NUMBERS = ("110", "112")

_INSTRUCTIONS: dict[Symbol, str] = {
    "go": "please_go_to",
    "call": "please_call",
    "write": "please_write",
    "look": "please_look_up",
    "wait": "do_not_go_now",
    "ask": "please_ask_here",
}
_APPOINTMENTS = {
    "none": "no_appointment",
    "recommended": "appointment_recommended",
    "required": "appointment_required",
    "by_post": "appointment_by_post",
    "online": "appointment_online",
    "phone": "appointment_phone",
}
_WEB = frozenset({"website", "book_or_read"})
_COSTS = {"free": "free_of_charge", "fee": "cost_fee", "members": "members_only"}
_NOTES: dict[str, tuple[str, dict[str, str]]] = {
    "confidential": ("confidential", {}),
    "anonymous_possible": ("anonymous_possible", {}),
    "only_city": ("only_city", {}),
    "only_county": ("only_county", {}),
    "age_12_26": ("age_limit", {"from": "12", "to": "26"}),
    "age_from_27": ("age_from", {"from": "27"}),
    "members_only": ("members_only", {}),
}
_INTERPRETING = ("interpreter_on_site", "interpreter_ask", "bring_interpreter")
_MEETING_AHEAD = frozenset({"required", "by_post", "online", "phone"})


def build(request: SlipRequest) -> Slip:
    """The slip that this request asks for. Raises NotFound if there is neither an office nor a centre to name."""
    say = Wording(request.phrases, request.translator, request.text_language)
    if request.neutral:
        return _neutral(request, say)
    main = request.destinations[0] if request.destinations else request.centre
    if main is None:
        raise NotFound("There is no office for this slip, and the directory does not name the centre either.")
    others = request.destinations[1 : 1 + MOST_FURTHER_OFFICES]
    fallback = not request.destinations
    symbol: Symbol = "ask" if fallback else instruction(main.office, request.visit)
    return Slip(
        language=request.text_language,
        paper=request.paper,
        large=request.large,
        title=say.phrase("slip_title"),
        date=short_date(request.today),
        # In digits in both columns, as on every German letter.
        issued=(say.phrase("slip_from"), say.phrase("issued_on", date=same(short_date(request.today)))),
        place=_place(main, symbol, say),
        warnings=_warnings(main, request, say),
        rows=_rows(main, symbol, request, say),
        hours_title=say.phrase("opening_hours"),
        hours=time_rows(main.hours, say, request.today, ask=bool(main.office.street)),
        colon=say.punctuation.colon,
        also_title=say.phrase("or_also") if others else None,
        also=tuple(_also(destination, request, say) for destination in others),
        staff=_staff(symbol, request, say),
        # Last: only now it is known whether a text was used that nobody has reviewed.
        foot=_foot(main.office, request.state, say),
    )


def instruction(office: Office, visit: str) -> Symbol:
    """Whether to go, call, write or look up: what the facts allow. A rule may say that it is too early (``wait``)."""
    if visit == "wait":
        return "wait"
    if "address_confidential" in office.notes:
        return "call"
    if office.street or office.generic:
        return "go"
    if office.phone:
        return "call"
    if office.email or office.contact_form:
        return "write"
    # Without any way to reach it the name is all there is, and the address is looked up together.
    return "look" if office.website else "go"


def _place(destination: Destination, symbol: Symbol, say: Wording) -> Place:
    office = destination.office
    secret = "address_confidential" in office.notes
    town = " ".join(part for part in (office.postcode, office.city) if part)
    address = (office.street, *([town] if town else [])) if office.street and not secret else ()
    lines = [
        ("stop", office.tram_stop if not secret else None),
        ("phone", office.phone),
        ("email", office.email),
        ("website", _short(office.website)),
        ("book_or_read", _short(office.contact_form)),
    ]
    link = _link(office)
    banner = _APPOINTMENTS.get(office.appointment or "")
    return Place(
        symbol=symbol,
        instruction=say.phrase(_INSTRUCTIONS[symbol]),
        name=office.name_de,
        gloss=say.gloss(office.id, office.name_de),
        address=address,
        lines=tuple(Line(say.phrase(key), value, web=key in _WEB) for key, value in lines if value),
        banner=say.phrase(banner) if banner else None,
        link=link,
        link_caption=say.phrase("book_or_read") if link else None,
    )


def _short(address: str | None) -> str | None:
    """A web address as one types it."""
    return address.removeprefix("https://").removeprefix("http://") if address else None


def _link(office: Office) -> str | None:
    if office.appointment in _MEETING_AHEAD and office.contact_form:
        return office.contact_form
    return office.website or office.contact_form


def _warnings(destination: Destination, request: SlipRequest, say: Wording) -> tuple[Pair, ...]:
    office = destination.office
    warnings = []
    if closure := closure_remark(destination.hours, say):
        warnings.append(closure)
    if doubtful(office, request.today):
        warnings.append(_unverified(office, request, say))
    warnings += [say.phrase(note) for note in ("address_confidential", "address_unsure") if note in office.notes]
    return tuple(warnings)


def _unverified(office: Office, request: SlipRequest, say: Wording) -> Pair:
    centre = request.centre.office if request.centre else office
    contact = same(office.phone or office.email or centre.phone or centre.name_de)
    if office.as_of is None:
        return say.phrase("unverified_ask_undated", contact=contact)
    return say.phrase("unverified_ask", date=_as_of(office.as_of, say), contact=contact)


def _as_of(as_of: str, say: Wording) -> Both:
    return Both(part_of_date(as_of, "de"), part_of_date(as_of, say.locale))


def _rows(main: Destination, symbol: Symbol, request: SlipRequest, say: Wording) -> tuple[Row, ...]:
    rows = [
        _topic_row(main, request, say),
        Row(heading=here_statement(main.here, say)) if main.here else None,
        _bring_row(request, say),
        _languages_row(main, request, say),
        Row(sentences=_remarks(main, symbol, say)),
        *(event_row(event, say) for event in request.events),
        handouts_row(request.handouts, say),
    ]
    return tuple(row for row in rows if row and (row.heading or row.sentences or row.items))


def _topic_row(main: Destination, request: SlipRequest, say: Wording) -> Row | None:
    if not request.topic:
        return None
    roles = {"responsible": "responsible_for_you", "advises": "gives_advice"}
    key = roles[main.role] if request.destinations else "your_topic"
    return Row(heading=say.phrase(key), sentences=(say.topic(request.topic),))


def _bring_row(request: SlipRequest, say: Wording) -> Row | None:
    items = tuple(say.document(document) for document in request.documents)
    note = say.bring_note(request.bring_note) if request.bring_note else None
    return Row(symbol="bring", heading=say.phrase("bring"), items=items, note=note) if items or note else None


def _languages_row(main: Destination, request: SlipRequest, say: Wording) -> Row:
    office = main.office
    names = say.languages(office.languages)
    sentences = [say.text(names.german, names.other)] if names.german else []
    heading = say.phrase("languages_spoken") if sentences else None
    notes = [note for note in _INTERPRETING if note in office.notes]
    spoken = {tag.split("-")[0] for tag in office.languages}
    if not notes and office.languages and request.language.tag.split("-")[0] not in spoken:
        notes = ["interpreter_allowed"]
    if "german_only" in office.notes:
        notes.insert(0, "german_only")
    sentences += [say.phrase(note) for note in notes]
    return Row(symbol="speak" if heading else "", heading=heading, sentences=tuple(sentences))


def _remarks(destination: Destination, symbol: Symbol, say: Wording) -> tuple[Pair, ...]:
    """What it costs, whom it is for, and what is not known of the place."""
    office = destination.office
    keys: dict[str, dict[str, str]] = {}
    if symbol == "go" and not office.street:
        keys["look_up_address"] = {}
    if office.cost in _COSTS:
        keys[_COSTS[office.cost]] = {}
    keys.update(_NOTES[note] for note in office.notes if note in _NOTES)
    return tuple(
        say.phrase(key, **{name: same(value) for name, value in values.items()}) for key, values in keys.items()
    )


def _also(destination: Destination, request: SlipRequest, say: Wording) -> Also:
    office = destination.office
    place = _place(destination, instruction(office, ""), say)
    facts = (", ".join(place.address), *(line.value for line in place.lines))
    remarks = [place.banner] if place.banner else []
    remarks += [here_statement(destination.here, say)] if destination.here else []
    remarks += _remarks(destination, place.symbol, say)
    remarks += [say.phrase(note) for note in ("address_confidential", "address_unsure") if note in office.notes]
    if doubtful(office, request.today):
        remarks.append(_unverified(office, request, say))
    role = "responsible_for_you" if destination.role == "responsible" else "gives_advice"
    facts = tuple(fact for fact in facts if fact)
    gloss = place.gloss or say.german_name(place.name)
    return Also(say.phrase(role), place.name, gloss, facts, say.joined(" · ", *remarks))


def _staff(symbol: Symbol, request: SlipRequest, say: Wording) -> Staff:
    lines = [request.topic.german] if request.topic else []
    if not request.language.is_german:
        lines.append(say.phrase("speaks", language=same(_spoken(request.language))).german)
    phone = request.centre.office.phone if request.centre else None
    if request.code and phone:
        lines.append(say.phrase("wrong_here", contact=same(phone)).german)
    if request.code and request.report_at:
        # For German offices only, so it is no phrase that 34 languages must say.
        lines.append(f"Oder im Internet, ohne Anmeldung: {_short(request.report_at)}")
    return Staff(
        show_this=say.phrase("show_this") if symbol in {"go", "ask"} else None,
        title=say.phrase("for_staff").german,
        lines=tuple(lines),
        code_label=say.phrase("slip_code").german if request.code else "",
        code=request.code,
    )


def _spoken(language: Language) -> str:
    """Its German name; nobody speaks a script."""
    written = any(len(part) == SCRIPT_SUBTAG for part in language.tag.split("-")[1:])
    return language.name_de.partition(" (")[0] if written else language.name_de


def _foot(office: Office, state: int | None, say: Wording) -> tuple[Pair, ...]:
    keys = ("may_change", "no_personal_data", "not_legal_advice", "no_entitlement", "come_back")
    disclaimers = [say.phrase(key) for key in keys]
    as_of = [say.phrase("info_as_of", date=_as_of(office.as_of, say))] if office.as_of else []
    sentences = say.joined(" ", *disclaimers, *_unreviewed(say), other_separator=say.punctuation.gap)
    first, *rest = *as_of, sentences
    # In German only: it is for the editors.
    numbered = Pair(f"{first.german} · Nr. {state}", first.other) if state else first
    return (*rest, numbered, say.phrase("emergency"))


def _unreviewed(say: Wording) -> tuple[Pair, ...]:
    return (say.phrase("unreviewed"),) if say.unreviewed else ()


def _neutral(request: SlipRequest, say: Wording) -> Slip:
    """A card of numbers: no topic, no office, no code, nothing to scan, no sender."""
    day_and_night = say.phrase("day_and_night")
    numbers = {number: Number(number, day_and_night) for number in EMERGENCY_NUMBERS}
    reachable = [destination for destination in request.destinations if destination.office.phone]
    if not reachable and request.centre:
        reachable = [request.centre]
    for destination in reachable:
        if phone := destination.office.phone:
            numbers.setdefault(phone, Number(phone, day_and_night if destination.hours.always else None))
    dates = [destination.office.as_of for destination in reachable if destination.office.as_of]
    as_of = [say.phrase("info_as_of", date=_as_of(min(dates), say))] if dates else []
    title = say.phrase("important_numbers")
    return Slip(
        language=request.text_language,
        paper=request.paper,
        large=request.large,
        title=title,
        numbers=tuple(numbers.values()),
        foot=(*as_of, *_unreviewed(say)),
    )
