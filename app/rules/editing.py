"""The row that is open: a rule in its form, as it was opened or as it was sent back."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy.orm import Session

from app.directory import drafts, history
from app.directory.drafts import Current
from app.directory.entries import Entry
from app.directory.publishing import Unfit
from app.errors import N_, NotFound
from app.rules import form as forms
from app.rules import words
from app.rules.desk import Desk, entry_of, topic_of
from app.rules.form import Content, Fault, Posted, RuleForm

NO_RULE = N_("There is no rule of this id in this topic; it may have been removed.")
TAKEN = N_("This id is used already; {free} is free.")
AS_CONDITION = {"residence": "condition", "age": "condition"}
STEP = 10
"""Between the last number of a topic and that of a new rule: room for others."""


@dataclass(frozen=True)
class Difference:
    """A field of a rule that somebody else has changed, too: what is stored, and what is in the form."""

    field: str
    theirs: str
    mine: str


@dataclass(frozen=True)
class Editing:
    """An open row. ``rule`` is its id as stored, "" for a new one; ``seen`` stands for what the form was made from.

    ``conflict`` is set if somebody else has changed the rule meanwhile: all fields that differ; ``gone`` if it is not
    there any more. ``over``: the form shows what has been published since the draft was begun, and replaces it.
    ``focus`` is the field with the focus, ``focus_last`` its last line rather than the first.
    """

    rule: str
    form: RuleForm
    seen: str
    condition: str
    faults: tuple[Fault, ...] = ()
    conflict: tuple[Difference, ...] | None = None
    gone: bool = False
    over: bool = False
    focus: str = ""
    focus_last: bool = False

    @property
    def new(self) -> bool:
        """Whether the rule is not there yet."""
        return not self.rule

    def faults_of(self, field: str) -> list[Fault]:
        """What is wrong in one field."""
        return [fault for fault in self.faults if fault.field == field]


class Conflict(Exception):
    """The rule is not what the form was made from; ``editing`` has both texts."""

    def __init__(self, editing: Editing) -> None:
        super().__init__("changed meanwhile")
        self.editing = editing


class Faulty(Exception):
    """The form cannot be saved as it is; ``editing`` says why."""

    def __init__(self, editing: Editing) -> None:
        super().__init__("not saved")
        self.editing = editing


def opened(desk: Desk, topic: str, rule: str, *, focus: str = "", end: bool = False) -> Editing:
    """The form of a rule; with ``end`` today is its last day. Raises NotFound."""
    found = desk.current(rule)
    content = found.shown
    if content is None or topic_of(content) != topic:
        raise NotFound(NO_RULE)
    if end and not (content["valid_to"] and content["valid_to"] <= desk.today.isoformat()):
        content = {**content, "valid_to": desk.today.isoformat()}
        focus = "valid_to"
    return Editing(rule, forms.shown(content, desk.names), found.seen, content["condition"], focus=focus)


def begun(desk: Desk, topic: str, copied: str = "") -> Editing:
    """The form of a new rule, empty or as the copy of another one. Raises NotFound."""
    own = desk.rows_of(topic)
    id_ = _free_id(desk, topic)
    last = max((row.priority for row in own), default=0)
    content = forms.blank(topic, id_, last + STEP, desk.today)
    if copied:
        pattern = desk.content(copied)
        if pattern is None:
            raise NotFound(NO_RULE)
        fresh = ("rule_id", "topic", "subtopic", "checked_on", "review_on", "caretaker")
        content = pattern | {name: content[name] for name in fresh}
    seen = desk.current(id_).seen
    return Editing("", forms.shown(content, desk.names), seen, content["condition"], focus="rule_id")


def sent(desk: Desk, posted: Posted) -> Editing:
    """The form as it was sent."""
    form = forms.posted(posted)
    rule = posted.get("rule", "")
    content, _ = forms.read(form, desk.names, _base(desk, rule, ""))
    over = posted.get("over", "") == "1"
    return Editing(rule, form, posted.get("seen", ""), content["condition"], over=over)


def reshaped(editing: Editing, name: str, index: str) -> Editing:
    """The form with one more line in a list; with an index that line one up; ``g`` and ``flag`` mean a new block."""
    form = editing.form
    if name in forms.BLOCKS:
        form = form.with_block("g" if name == "g" else "flag")
        return replace(editing, form=form, focus=form.blocks("g" if name == "g" else "flag")[-1])
    if name not in forms.LISTS and not forms.is_block(name):
        return editing
    if index.isascii() and index.isdigit():
        return replace(editing, form=form.raised(name, int(index)), focus=name)
    return replace(editing, form=form.with_line(name), focus=name, focus_last=True)


def save(session: Session, desk: Desk, topic: str, editing: Editing, *, by: str, now: datetime) -> Current:
    """Keep the form as a draft. Raises Conflict, Faulty."""
    content, faults = forms.read(editing.form, desk.names, _base(desk, editing.rule, topic))
    if editing.new:
        faults = [*faults, *_taken(desk, content["rule_id"], topic)]
    else:
        content["rule_id"] = editing.rule
        faults = [fault for fault in faults if fault.field != "rule_id"]
    if faults:
        raise Faulty(replace(editing, faults=tuple(faults)))
    entry = entry_of(content["rule_id"])
    try:
        if editing.over:
            return _anew(session, entry, content, editing.seen, by=by, now=now)
        return drafts.save(session, entry, content, seen=editing.seen, by=by, now=now)
    except drafts.Conflict as error:
        raise Conflict(clash(desk, editing, content, error.current)) from error
    except Unfit as error:
        unfit = [Fault(AS_CONDITION.get(one.field, one.field), one.expected, {}) for _, one in error.problems]
        raise Faulty(replace(editing, faults=tuple(unfit))) from error


def _anew(session: Session, entry: Entry, content: Content, seen: str, *, by: str, now: datetime) -> Current:
    """A draft on the ground of what is published now, in the place of one that was begun before."""
    history.lock(session)
    found = drafts.current(session, entry)
    if found.seen != seen:
        raise drafts.Conflict(found)
    drafts.discard(session, [entry])
    return drafts.save(session, entry, content, seen=drafts.current(session, entry).seen, by=by, now=now)


def clash(desk: Desk, editing: Editing, mine: Content, current: Current) -> Editing:
    """The form with what somebody else has stored beside it; sent once more it replaces that."""
    theirs = current.shown
    found = []
    for field in words.FIELD_NAMES:
        texts = [words.value_text(field, one, desk.names, desk.residences) if one else "" for one in (theirs, mine)]
        if texts[0] != texts[1]:
            found.append(Difference(field, *texts))
    return replace(editing, seen=current.seen, conflict=tuple(found), gone=theirs is None)


def drafted(desk: Desk, current: Current) -> Editing:
    """A draft that cannot be published since both it and somebody else's publication changed the same fields."""
    content = current.shown
    assert content is not None, "a draft that removes a rule has no fields"
    form = forms.shown(content, desk.names)
    editing = Editing(current.entry.id, form, current.seen, content["condition"])
    stored = clash(desk, editing, content, Current(current.entry, current.published, None))
    return replace(stored, seen=current.seen, over=True)


def _base(desk: Desk, rule: str, topic: str) -> Content:
    """What the form does not show stays as it is stored."""
    known: Mapping[str, object] | None = desk.content(rule) if rule else None
    return dict(known) if known else forms.blank(topic, rule, 0, desk.today)


def _taken(desk: Desk, rule: str, topic: str) -> list[Fault]:
    if rule not in desk.published and rule not in desk.drafts:
        return []
    return [Fault("rule_id", TAKEN, {"free": _free_id(desk, topic)})]


def _free_id(desk: Desk, topic: str) -> str:
    """An id in the manner of this topic's rules, else of those beside it."""
    parent = topic.partition("/")[0]
    beside = [id_ for name, ids in desk.rules.items() if name.partition("/")[0] == parent for id_ in ids]
    return forms.next_id([*desk.published, *desk.drafts], [*desk.rules.get(topic, ()), *beside])
