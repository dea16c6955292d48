"""``wegweiser slip``: the same slip as from the counter, without a code."""

from datetime import date, datetime, time
from pathlib import Path

import click
from sqlalchemy.orm import Session

from app import clock
from app.cli.context import DAY, open_instance, say
from app.cli.writing import write_whole
from app.directory import history
from referrals.routing.service import table
from referrals.routing.values import Rule
from referrals.slip.render import render
from referrals.slip.service import slip_for
from referrals.slip.values import Paper, Role

MORNING = time(8)


@click.command()
@click.argument("office")
@click.option("--topic", required=True, help="Topic or subtopic, such as wohnen/mietproblem.")
@click.option("--language", required=True, help="BCP 47 tag of the visitor's language.")
@click.option("--date", "day", type=DAY, help="Day of issue; default: today.")
@click.option("--neutral", is_flag=True, help="Numbers only, nothing of the topic.")
@click.option("--paper", type=click.Choice(["A4", "A5"]), default="A4", show_default=True)
@click.option("--large", is_flag=True, help="Large print.")
@click.option("-o", "output", type=click.Path(dir_okay=False, path_type=Path), required=True)
@click.option("--json", "as_json", is_flag=True)
def slip(
    *,
    office: str,
    topic: str,
    language: str,
    day: datetime | None,
    neutral: bool,
    paper: Paper,
    large: bool,
    output: Path,
    as_json: bool,
) -> None:
    """Write the slip that sends a visitor to OFFICE; what to bring is that of the topic's most general rule for it."""
    now = datetime.combine(day.date(), MORNING) if day else clock.now()
    with open_instance().reading() as session:
        rule = most_general_rule(session, topic, office, now.date())
        role: Role = "responsible" if rule and office in rule.responsible else "advises"
        made = slip_for(
            session,
            language=language,
            now=now,
            topic=topic,
            offices=((office, role),),
            documents=rule.bring if rule else (),
            bring_note=rule.bring_note if rule else "",
            visit=rule.visit if rule else "",
            state=history.state_of(session, [office]),
            neutral=neutral,
            paper=paper,
            large=large,
        )
    content = render(made)
    write_whole(output, content)
    values = {"file": str(output), "office": office, "topic": topic, "language": language, "bytes": len(content)}
    say(as_json, values, f"{output} written.")


def most_general_rule(session: Session, topic: str, office: str, day: date) -> Rule | None:
    """The least specific rule of the topic that is valid that day and names the office; of several, the one that
    would win; None if no rule names it.
    """
    naming = [
        rule
        for rule in table(session).rules.get(topic, ())
        if office in (*rule.responsible, *rule.advises)
        and (rule.valid_from is None or rule.valid_from <= day)
        and (rule.valid_to is None or day <= rule.valid_to)
    ]
    general = [rule for rule in naming if not any(_more_specific(rule, other) for other in naming)]
    return min(general, key=lambda rule: (rule.priority, rule.id), default=None)


def _more_specific(rule: Rule, other: Rule) -> bool:
    return rule.condition.implies(other.condition) and not other.condition.implies(rule.condition)
