"""Who follows an office that is no more, and which rules depend on it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from sqlalchemy.orm import Session

from app.errors import N_
from app.offices.fields import EXPECTED, Remark
from app.vocabulary.service import ByRevision
from referrals.directory.facts import Office
from referrals.routing.service import table
from referrals.routing.values import Rule

CIRCLE = N_("Successors must not go round in a circle: %(text)s")


@dataclass(frozen=True)
class Use:
    """The rules that name an office; ``topics`` are their subtopics, each once."""

    rules: tuple[Rule, ...] = ()
    topics: tuple[str, ...] = field(default=())

    def responsible(self, office: str) -> tuple[Rule, ...]:
        """Those for which it is responsible."""
        return tuple(rule for rule in self.rules if office in rule.responsible)

    def advises(self, office: str) -> tuple[Rule, ...]:
        """Those for which it only advises."""
        return tuple(rule for rule in self.rules if office not in rule.responsible)


def _build(session: Session) -> Mapping[str, Use]:
    found: dict[str, list[Rule]] = {}
    for rules in table(session).rules.values():
        for rule in rules:
            for office in dict.fromkeys((*rule.responsible, *rule.advises)):
                found.setdefault(office, []).append(rule)
    uses = {office: Use(tuple(rules), tuple(_topics(rules))) for office, rules in found.items()}
    return MappingProxyType(uses)


uses = ByRevision(_build)
"""uses(session) -> Mapping[str, Use]: the published rules by the office that they name."""


def _topics(rules: Iterable[Rule]) -> Iterable[str]:
    return dict.fromkeys(rule.topic for rule in rules)


def line(office: str, successors: Mapping[str, str | None]) -> list[str]:
    """The office and those that follow it; if that is a circle, its first member again at the end."""
    path = [office]
    while (following := successors.get(path[-1])) is not None:
        path.append(following)
        if following in path[:-1]:
            break
    return path


def check(office: str, successor: str | None, offices: Mapping[str, Office]) -> list[Remark]:
    """What is wrong with the successor."""
    if successor is None:
        return []
    if successor not in offices and successor != office:
        return [Remark("successor", EXPECTED["successor"])]
    path = line(office, {name: one.successor for name, one in offices.items()} | {office: successor})
    if len(set(path)) == len(path):
        return []
    return [Remark("successor", CIRCLE, {"text": " → ".join(_name(name, offices) for name in path)})]


def heir(office: str, successor: str | None, offices: Mapping[str, Office]) -> Office | None:
    """The office to which rules that name a defunct one lead: the first of its line that exists."""
    path = line(office, {name: one.successor for name, one in offices.items()} | {office: successor})
    others = (offices[name] for name in path[1:] if name in offices and name != office)
    return next((one for one in others if one.status != "defunct"), None)


def _name(office: str, offices: Mapping[str, Office]) -> str:
    return offices[office].name_de if office in offices else office
