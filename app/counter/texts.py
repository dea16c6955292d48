"""Words of the counter that are chosen by a value: labels of codes, and sentences put together."""

from datetime import date
from typing import Any

from app.counter.consultation import DETAIL_CHOICES
from app.formatting import short_date
from app.interface import language, translate
from app.locales import Language
from app.vocabulary.values import QuestionText


def option_label(question: QuestionText, value: str) -> str:
    """The label of an answer; ages are ``<27``, ``>=27`` or a band ``27-29``."""
    _ = translate
    if value == "none":
        return question.none[language()] or _("Not known, not asked")
    if value in question.options:
        return question.options[value][language()]
    if value in {"yes", "no"}:
        return _("Yes") if value == "yes" else _("No")
    if value.startswith("<"):
        return _("younger than {age}").format(age=value.removeprefix("<"))
    if value.startswith(">="):
        return _("{age} or older").format(age=value.removeprefix(">="))
    return _("{ages} years").format(ages=value.replace("-", "–"))


def detail_groups(names: tuple[str, ...], chosen: dict[str, str]) -> list[dict[str, Any]]:
    """The radio groups of the log, each with the key that goes to its next value."""
    labels = _detail_labels()
    return [
        {
            "name": name,
            "key": labels[name][0],
            "label": labels[name][1],
            "options": [
                {"value": value, "label": labels[name][2].get(value, value), "chosen": value == chosen[name]}
                for value in DETAIL_CHOICES[name]
            ],
        }
        for name in names
    ]


def _detail_labels() -> dict[str, tuple[str, str, dict[str, str]]]:
    _ = translate
    return {
        "talk": (
            "G",
            _("Talk"),
            {
                "direct": _("direct"),
                "interpreter": _("interpreted"),
                "companion": _("companion"),
                "gestures": _("gestures"),
            },
        ),
        "channel": (
            "K",
            _("Channel"),
            {"in_person": _("in person"), "phone": _("phone"), "email": _("e-mail"), "event": _("event")},
        ),
        "persons": ("P", _("Persons"), {}),
        "outcome": (
            "R",
            _("Outcome"),
            {
                "informed": _("informed"),
                "referred": _("referred"),
                "material": _("material given"),
                "declined_form": _("declined: form"),
                "declined_forwarding": _("declined: forwarding"),
                "declined_complaint": _("declined: complaint"),
            },
        ),
        "duration": (
            "U",
            _("Duration"),
            {
                "to5": _("up to 5 min"),
                "to15": _("up to 15"),
                "to30": _("up to 30"),
                "over30": _("longer"),
            },
        ),
    }


def kept(*, protected: bool) -> tuple[str, str]:
    """What is stored of this contact, and what never is."""
    _ = translate
    if protected:
        return (
            _("month, language, only the main topic, and the fields above."),
            _("day, place, answers, office, target group, persons, duration, slip code."),
        )
    return (
        _("month, language, topic, target group, office and the fields above."),
        _("day, place, answers, time, your name."),
    )


def neutral_choices(chosen: str) -> list[dict[str, Any]]:
    """What a person may take along from a conversation about a protected topic."""
    _ = translate
    choices = (
        ("slip", _("Neutral slip"), _("only numbers, the size of a card")),
        ("card", _("Emergency card"), _("lies on the desk, names 110, 112 and 116117")),
        ("none", _("Nothing on paper"), _("write it down, or call from here")),
    )
    return [
        {"value": value, "label": label, "remark": remark, "chosen": value == chosen}
        for value, label, remark in choices
    ]


def finish_buttons(*, neutral: bool) -> list[dict[str, str]]:
    """The three ways to finish, the usual one last."""
    _ = translate
    both = _("Print neutrally and log") if neutral else _("Print and log")
    return [
        {"value": "print", "label": _("Print only"), "key": "d", "shown_key": "D", "rank": "secondary"},
        {"value": "log", "label": _("Log only"), "key": "e", "shown_key": "E", "rank": "secondary"},
        {"value": "print_log", "label": both, "key": "", "shown_key": "Enter ⏎", "rank": "primary"},
    ]


def slip_languages(visitor: Language, *, has_slip: bool) -> str:
    """``Deutsch + Ukrainisch``."""
    _ = translate
    if visitor.tag == "de":
        return _("German")
    other = (visitor.name_en if language() == "en" else visitor.name_de) if has_slip else _("English")
    return _("German") + " + " + other


def why_summary(others: int) -> str:
    """How many rules of the topic did not win."""
    return translate("{n} other rules do not apply").format(n=others)


def ends_on(rule: str, day: date, reason: str) -> str:
    """A rule that ends soon."""
    until = translate("until {date}").format(date=short_date(day))
    return f"{reason} ({rule}, {until})"


def finished(*, logged: bool | None, printed: bool) -> str:
    """What has just been done, in a few words."""
    _ = translate
    if logged is None:
        return _("Not logged, slip is printed.") if printed else _("Not logged.")
    if not logged:
        return _("Already counted: the same form was sent before.")
    return _("Logged, slip is printed.") if printed else _("Logged.")
