"""Facts of conditions (``g:student``, ``age<27``) in the words of the vocabulary."""

from collections.abc import Iterable

from app.interface import language, translate
from app.vocabulary.values import Vocabulary

RESIDENCE = "residence"


def facts_in_words(words: Vocabulary, facts: Iterable[str]) -> str:
    """A visitor in the interface's language, fact by fact; a fact that the vocabulary does not know as it is."""
    said = [_fact_in_words(words, fact) for fact in facts]
    return "; ".join(said) if said else translate("nothing known but the topic")


def _fact_in_words(words: Vocabulary, fact: str) -> str:
    kind, _, value = fact.replace("age<", "age=").replace("g:", "g=").partition("=")
    match kind:
        case "g" if value in words.groups:
            return words.groups[value].label[language()]
        case "flag" if value in words.flags:
            return _flag_in_words(words, value)
        case "age":
            return translate("younger than {age}").format(age=value)
        case "res" if value in words.questions[RESIDENCE].options:
            place, _, _ = words.questions[RESIDENCE].options[value][language()].partition(" (")
            return translate("lives {place}").format(place=place)
    return fact


def _flag_in_words(words: Vocabulary, flag: str) -> str:
    """The question with its answer."""
    of_choice = next((one for one in words.questions.values() if flag in one.options), None)
    if of_choice is None:
        return f"{words.flags[flag][language()]} {translate('Yes')}"
    return f"{of_choice.text[language()]} {of_choice.options[flag][language()]}"
