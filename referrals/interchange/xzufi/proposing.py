"""What of a message is worth a person's look: a pure comparison of a message with our directory.

Nothing is decided here. Who lives elsewhere, what we say already and what an editor has called none of ours is only
counted.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

from referrals.interchange.xzufi.area import LEIPZIG, Area, Region, area_of
from referrals.interchange.xzufi.differences import PROSE, ROW, Note, changed, facts_of
from referrals.interchange.xzufi.likeness import Offices
from referrals.interchange.xzufi.values import Competence, Key, Message, Service, Unit
from referrals.routing.condition import Condition

Kind = Literal["office_new", "office_changed", "office_deleted", "rule_new", "rule_changed", "rule_deleted"]
DECIDES = frozenset({"", "01", "02"})
"""Roles that decide; the others are places to turn to. Older files give none."""
CLASSES = {"organisationseinheit": "office", "leistung": "service", "zustaendigkeit": "competence"}

Content = Mapping[str, Any]


@dataclass(frozen=True)
class Directory:
    """Our side: contents by id, and what editors have said of the sender's things (None: none of ours)."""

    offices: Mapping[str, Content]
    rules: Mapping[str, Content]
    known: Mapping[tuple[str, Key], str | None]

    def rules_of(self, topic: str, area: Area) -> dict[str, Content]:
        """Our rules of a topic that ask for nothing but the residence, and stand for somebody of this area.

        Those that ask for it stand before those that ask for nothing.
        """
        found: dict[str, Content] = {}
        for one in area.single:
            mine = {name: rule for name, rule in self.rules.items() if topic_of(rule) == topic and _concerns(rule, one)}
            found |= {name: rule for name, rule in mine.items() if rule["condition"]} or mine
        return found


@dataclass(frozen=True)
class Draft:
    """A proposal to be. ``key`` is the sender's office, or of a rule the service; ``content`` is what is stored."""

    kind: Kind
    key: Key
    subject: str
    name: str
    content: dict[str, Any]
    entry: str | None = None

    @property
    def id(self) -> str:
        """A hash of all that is proposed."""
        return fingerprint(self.kind.partition("_")[0], self.subject, self.kind == "office_deleted", self.content)


@dataclass
class Proposed:
    """What there is to judge, and how much there is not to judge, and why."""

    drafts: list[Draft] = field(default_factory=list)
    same: int = 0
    elsewhere: int = 0
    ignored: int = 0
    empty: int = 0
    expired: int = 0
    unknown_deletions: int = 0


def proposed(message: Message, ours: Directory, today: date, region: Region = LEIPZIG) -> Proposed:
    """What the message says of our region and we do not."""
    found = Proposed()
    _Comparison(message, ours, today, region, found).run()
    return found


def topic_of(rule: Content) -> str:
    """``wohnen/mietproblem``, or the topic alone."""
    return "/".join(filter(None, (rule["topic"], rule["subtopic"])))


def fingerprint(*parts: Any) -> str:
    """32 characters that stand for these values."""
    return hashlib.sha256(json.dumps(parts, sort_keys=True, ensure_ascii=False).encode()).hexdigest()[:32]


def listed(key: Key) -> list[str]:
    """A key as it is kept in a content."""
    return [key.agency, key.scheme, key.value]


class _Comparison:
    def __init__(self, message: Message, ours: Directory, today: date, region: Region, found: Proposed) -> None:
        self.message, self.ours, self.today, self.region, self.found = message, ours, today, region, found
        self.likely = Offices(ours.offices)
        # The last one counts where a file says something twice.
        self.units = {unit.key: unit for unit in message.units}
        self.services = {service.key: service for service in message.services}
        self.deleted = {(deletion.kind, deletion.key) for deletion in message.deletions}
        self.competences = [one for one in message.competences if not _is_over(one, today)]
        self.concerned = {one.unit for one in self.competences if area_of(one.areas, region).here}
        self.placed = {one.unit for one in self.competences}

    def run(self) -> None:
        self.found.expired = len(self.message.competences) - len(self.competences)
        for unit in self.units.values():
            if ("organisationseinheit", unit.key) in self.deleted:
                continue
            if not _is_over(unit, self.today):
                self._unit(unit)
            elif self.ours.known.get(("office", unit.key)):
                self._deletion("organisationseinheit", unit.key)
            else:
                self.found.expired += 1
        for group in _grouped(self.competences):
            self._competences(group)
        for kind, key in sorted(self.deleted):
            self._deletion(kind, key)

    def _unit(self, unit: Unit) -> None:
        link = ("office", unit.key)
        entry = self.ours.known.get(link)
        if link in self.ours.known and entry is None:
            self.found.ignored += 1
            return
        facts, notes = facts_of(unit, self.today)
        office = self.ours.offices.get(entry) if entry else None
        name = facts.get("name_de", "")
        content = {"facts": facts, "notes": [[note.message, note.text] for note in notes]}
        subject = fingerprint("office", listed(unit.key))
        if office is not None:
            if changed(facts, office) or (_news(notes) and not office.get("opening_hours")):
                shown = name or str(office["name_de"])
                self.found.drafts.append(Draft("office_changed", unit.key, subject, shown, content, entry))
            else:
                self.found.same += 1
        elif not facts.keys() - {"city", "postcode"}:
            self.found.empty += 1
        elif self._is_near(unit, facts):
            self.found.drafts.append(Draft("office_new", unit.key, subject, name, content))
        else:
            self.found.elsewhere += 1

    def _is_near(self, unit: Unit, facts: Mapping[str, str]) -> bool:
        """Whether an unknown office concerns us: it is responsible here, or looks like one of ours.

        Where the file says nothing of responsibilities the town of its address must do.
        """
        if unit.key in self.concerned or self.likely.like(facts):
            return True
        cities = {office.get("city") for office in self.ours.offices.values()}
        return unit.key not in self.placed and facts.get("city") in cities - {None}

    def _competences(self, group: list[Competence]) -> None:
        first = group[0]
        area = area_of((key for competence in group for key in competence.areas), self.region)
        service = self.services.get(first.service) or Service(first.service, first.line, "")
        link = ("service", first.service)
        if not area.here:
            self.found.elsewhere += 1
        elif any(self.ours.known.get(one, "") is None for one in (link, ("office", first.unit))):
            self.found.ignored += 1
        elif self._says_so(self.ours.known.get(link), self.ours.known.get(("office", first.unit)), area, first.role):
            self.found.same += 1
        else:
            self.found.drafts.append(self._rule(group, service, area))

    def _says_so(self, topic: str | None, office: str | None, area: Area, role: str) -> bool:
        if topic is None or office is None:
            return False
        fields = ("responsible",) if role in DECIDES else ("responsible", "advice")
        return all(
            any(office in rule[field] for rule in self.ours.rules_of(topic, one).values() for field in fields)
            for one in area.single
        )

    def _rule(self, group: list[Competence], service: Service, area: Area) -> Draft:
        first = group[0]
        ids = sorted({competence.key for competence in group if competence.key})
        unit = self.units.get(first.unit)
        former = next((rule for key in ids if (rule := self.ours.known.get(("competence", key)))), None)
        content = {
            "service": service.name,
            "legal_basis": service.legal_basis,
            "unit": listed(first.unit),
            "unit_name": facts_of(unit, self.today)[0].get("name_de", "") if unit else "",
            "role": first.role,
            "condition": area.condition,
            "part": list(area.part),
            "valid_from": min((c.valid_from.isoformat() for c in group if c.valid_from), default=None),
            "valid_to": max((c.valid_to.isoformat() for c in group if c.valid_to), default=None),
            "ids": [listed(key) for key in ids],
        }
        subject = fingerprint("rule", listed(first.service), listed(first.unit), first.role)
        kind: Kind = "rule_changed" if former in self.ours.rules else "rule_new"
        name = service.name or first.service.value
        return Draft(kind, first.service, subject, name, content, former if kind == "rule_changed" else None)

    def _deletion(self, kind: str, key: Key) -> None:
        link = (CLASSES.get(kind, kind), key)
        entry = self.ours.known.get(link)
        office = self.ours.offices.get(entry or "")
        if link[0] == "office" and office is not None:
            name = str(office["name_de"])
            if office["status"] == "defunct":
                self.found.same += 1
                return
            subject = fingerprint("office", listed(key))
            self.found.drafts.append(Draft("office_deleted", key, subject, name, {"deleted": True}, entry))
        elif link[0] == "competence" and entry is not None and entry in self.ours.rules:
            subject = fingerprint("competence", listed(key))
            self.found.drafts.append(Draft("rule_deleted", key, subject, entry, {"deleted": True}, entry))
        else:
            self.found.unknown_deletions += 1


def _grouped(competences: Iterable[Competence]) -> Iterator[list[Competence]]:
    """Those of the same service, office and role together: one rule, whatever the number of areas."""
    groups: dict[tuple[Key, Key, str], list[Competence]] = {}
    for competence in competences:
        groups.setdefault((competence.service, competence.unit, competence.role), []).append(competence)
    yield from groups.values()


def _is_over(one: Unit | Competence, today: date) -> bool:
    return one.valid_to is not None and one.valid_to < today


def _news(notes: Iterable[Note]) -> bool:
    """Whether there are hours that only a person can read."""
    return any(note.message in {PROSE, ROW} for note in notes)


def _concerns(rule: Content, area: Area) -> bool:
    condition = Condition.parse(rule["condition"] or "")
    if any(part.kind != "res" for part in condition.parts):
        return False
    asked = condition.values("res")
    return not asked or (area.city and "city" in asked) or ((area.county or bool(area.part)) and "county" in asked)
