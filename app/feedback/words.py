"""What the forms say of the outcomes, each with its digit."""

from dataclasses import dataclass

from app.errors import N_
from referrals.feedback import OUTCOMES


@dataclass(frozen=True)
class Choice:
    """An outcome as it stands on a button; texts are English, templates translate them.

    ``title`` and ``meaning`` are for the counter, ``sentence`` goes on "The visitor with this slip …".
    """

    value: str
    key: str
    title: str
    meaning: str
    sentence: str


_TEXTS = {
    "reached": (
        N_("reached"),
        N_("It was the right office, and somebody took it on."),
        N_("is in the right place"),
    ),
    "wrong_office": (
        N_("wrong office"),
        N_("Another office is responsible."),
        N_("is wrong here: another office is responsible"),
    ),
    "turned_away": (
        N_("turned away"),
        N_("The right office, but they were not helped: closed, no appointment."),
        N_("is in the right place, but had to leave without help"),
    ),
    "not_gone": (
        N_("not gone"),
        N_("They have not been there, for whatever reason."),
        N_("has not been there"),
    ),
}
CHOICES = tuple(Choice(value, str(place), *_TEXTS[value]) for place, value in enumerate(OUTCOMES, 1))
TITLES = {choice.value: choice.title for choice in CHOICES}
GONE = N_(
    "This code has been reported already, or it is not valid any more. Every slip counts once; you need not do more."
)
THANKS = N_("Thank you. Your report is counted: it helps the next ones to come to the right place at once.")
COUNTED = N_("Counted: %(outcome)s. The code is used up.")
TAKEN_BACK = N_("Undone: the code can be reported again.")
TAKEN_BACK_BEFORE = N_("This was undone before.")
