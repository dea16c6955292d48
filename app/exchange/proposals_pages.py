"""The pages of proposals: which are shown, what is compared, what is said about the last step."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

from flask import Response, make_response, render_template
from sqlalchemy.orm import Session

from app.directory.drafts import Current, current
from app.directory.entries import Entry
from app.exchange import proposals
from app.exchange.proposals_import import ACCEPTED, OPEN, REJECTED, Report, ours
from app.offices.fields import KINDS as OFFICE_KINDS
from app.upkeep import words
from app.vocabulary.service import vocabulary
from referrals.interchange.models import Proposal
from referrals.interchange.xzufi.area import Area
from referrals.interchange.xzufi.differences import FIELDS, changed
from referrals.interchange.xzufi.likeness import Likeness, Offices, topics_like
from referrals.interchange.xzufi.proposing import DECIDES, Content, Directory
from referrals.interchange.xzufi.values import BrokenMessage

PAGE = 50
STATES = (OPEN, ACCEPTED, REJECTED)
LONGEST_QUERY = 100
NEW = "new"

What = Literal["rejected", "taken back", "accepted", "known", "imported", "decided", "nothing"]


@dataclass(frozen=True)
class Filter:
    """Which proposals are shown; empty is all of them. ``page`` counts from 1."""

    state: str = OPEN
    kind: str = ""
    file: str = ""
    q: str = ""
    page: int = 1

    @classmethod
    def of(cls, values: Mapping[str, str]) -> "Filter":
        """From an address or a form; what makes no sense counts as empty."""
        state, kind, page = values.get("state", ""), values.get("kind", ""), values.get("page", "")
        return cls(
            state if state in STATES else OPEN,
            kind if kind in {*proposals.KINDS, "deletions"} else "",
            values.get("file", "")[:200],
            " ".join(values.get("q", "")[:LONGEST_QUERY].split()),
            max(1, int(page)) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
        )

    def takes(self, proposal: Proposal) -> bool:
        """Whether the proposal is shown."""
        kinds = proposals.DELETIONS if self.kind == "deletions" else {self.kind}
        if (self.kind and proposal.kind not in kinds) or self.file not in {"", proposal.file}:
            return False
        said = (proposal.name, proposal.value, str(proposal.content.get("unit_name", "")))
        return not self.q or any(self.q.casefold() in text.casefold() for text in said)

    def query(self, **changed_parts: str | int) -> dict[str, str | int]:
        """The parts of an address, without empty ones."""
        values: dict[str, str | int] = {"state": self.state, "kind": self.kind, "file": self.file, "q": self.q}
        return {name: value for name, value in (values | changed_parts).items() if value}

    def hidden(self) -> list[tuple[str, str | int]]:
        """Hidden fields that bring a form back to the same proposals."""
        return list(self.query().items())


@dataclass(frozen=True)
class Done:
    """What became of the last step. ``rejected`` can be taken back; ``entry`` has been drafted.

    ``following`` is the next open proposal of the same kind, to go on with.
    """

    what: What
    n: int = 1
    rejected: Sequence[str] = ()
    entry: Entry | None = None
    who: str = ""
    following: Proposal | None = None


@dataclass(frozen=True)
class Row:
    """A field of an office: ours, the file's, and whether they differ.

    A name is not ticked by itself: ours may be the one that people know.
    """

    name: str
    old: Any
    new: Any
    differs: bool

    @property
    def ticked(self) -> bool:
        """Whether it is to be taken over unless the editor says otherwise."""
        return self.differs and not self.name.startswith("name_")


@dataclass(frozen=True)
class Comparison:
    """A proposal beside our directory."""

    proposal: Proposal
    target: str
    current: Current | None = None
    rows: Sequence[Row] = ()
    likely: Sequence[Likeness] = ()
    offices: Mapping[str, Content] = field(default_factory=dict)
    topics: Sequence[str] = ()
    subtopic: str = ""
    office: str = ""
    rules: Mapping[str, Content] = field(default_factory=dict)
    decides: bool = True
    unit: Proposal | None = None


def list_page(
    session: Session,
    chosen: Filter,
    *,
    done: Done | None = None,
    report: Report | None = None,
    broken: BrokenMessage | None = None,
    status: int = 200,
) -> Response:
    """The proposals that ``chosen`` takes, by file and kind."""
    counted = proposals.counted(session)
    every = proposals.listed(session, chosen.state)
    shown = [proposal for proposal in every if chosen.takes(proposal)]
    pages = max(1, -(-len(shown) // PAGE))
    page = min(chosen.page, pages)
    part = shown[(page - 1) * PAGE : page * PAGE]
    groups = [(key, list(own)) for key, own in groupby(part, key=lambda one: (one.file, one.written_on, one.kind))]
    body = render_template(
        "exchange/proposals.html",
        chosen=chosen,
        counts={state: sum(counted[state, kind] for kind in proposals.KINDS) for state in STATES},
        files=sorted({one.file for one in every}),
        kinds=[kind for kind in proposals.KINDS if counted[chosen.state, kind]],
        deletions=sum(counted[OPEN, kind] for kind in proposals.DELETIONS),
        groups=groups,
        found=len(shown),
        page=page,
        pages=pages,
        done=done,
        report=report,
        broken=broken,
        words=words,
    )
    return make_response(body, 400 if broken else status)


def proposal_page(
    session: Session,
    proposal: Proposal,
    choice: Mapping[str, str],
    *,
    trouble: Sequence[str] = (),
    ticked: Sequence[str] | None = None,
    status: int = 200,
) -> Response:
    """One proposal beside what we have; ``choice`` says which office or subtopic of ours it is compared with."""
    directory = ours(session)
    spoken = vocabulary(session)
    subtopics = [(topic, subtopic) for topic in spoken.topics.values() for subtopic in topic.subtopics]
    known = {subtopic.id: f"{subtopic.label.de} {subtopic.keywords}" for _, subtopic in subtopics}
    if proposal.kind in {"rule_new", "rule_changed"}:
        found = _rule(session, proposal, directory, known, choice)
    else:
        found = _office(session, proposal, directory, choice)
    body = render_template(
        "exchange/proposal.html",
        one=found,
        proposal=proposal,
        subtopics=list(spoken.topics.values()),
        names={subtopic.id: (topic.label, subtopic.label) for topic, subtopic in subtopics},
        office_kinds=OFFICE_KINDS,
        ticked=ticked,
        trouble=trouble,
        words=words,
        NEW=NEW,
    )
    return make_response(body, status)


def _office(session: Session, proposal: Proposal, directory: Directory, choice: Mapping[str, str]) -> Comparison:
    facts = proposal.content.get("facts", {})
    likely = Offices(directory.offices).like(facts) if proposal.kind == "office_new" else ()
    asked = choice.get("office", "")
    target = proposal.entry_id or (asked if asked in {NEW, *directory.offices} else "")
    if not target:
        target = likely[0].office if likely else NEW
    entry = Entry("rules" if proposal.kind == "rule_deleted" else "offices", target)
    found = current(session, entry) if target != NEW else None
    shown = (found.shown if found else None) or {}
    differing = changed(facts, shown)
    rows = [
        Row(name, shown.get(name), differing.get(name, facts.get(name)), name in differing)
        for name in FIELDS
        if name in facts
    ]
    offices = dict(sorted(directory.offices.items(), key=lambda item: str(item[1]["name_de"])))
    return Comparison(proposal, target, found, rows, likely, offices)


def _rule(
    session: Session,
    proposal: Proposal,
    directory: Directory,
    topics: Mapping[str, str],
    choice: Mapping[str, str],
) -> Comparison:
    content = proposal.content
    guesses = topics_like(proposal.name, topics)
    known = proposals.linked(session, "service", (proposal.agency, proposal.scheme, proposal.value))
    wanted = (choice.get("subtopic", ""), known or "")
    subtopic = next((one for one in wanted if one in topics), "")
    likely = Offices(directory.offices).like({"name_de": content["unit_name"]})
    linked = proposals.linked(session, "office", content["unit"])
    office = next((one for one in (choice.get("office", ""), linked or "") if one in directory.offices), "")
    offices = dict(sorted(directory.offices.items(), key=lambda item: str(item[1]["name_de"])))
    rules = directory.rules_of(subtopic, _area(content["condition"])) if subtopic else {}
    return Comparison(
        proposal=proposal,
        target="",
        likely=likely,
        offices=offices,
        topics=guesses,
        subtopic=subtopic,
        office=office,
        rules=dict(sorted(rules.items())),
        decides=content["role"] in DECIDES,
        unit=None if linked else proposals.open_office(session, content["unit"]),
    )


def _area(condition: str) -> Area:
    return Area(city=condition != "res=county", county=condition != "res=city")
