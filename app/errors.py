"""Domain errors: small named classes with a sentence that a user can act on."""

from collections.abc import Mapping


class WegweiserError(Exception):
    """An error whose text may be shown to the person at the screen or in the terminal."""


class Damaged(WegweiserError):
    """What is stored is not what was stored: an administrator has to mend it."""


class NotFound(WegweiserError):
    """Something named by its id does not exist."""


class Text(str):
    """An English sentence that knows what it was made of, so that the interface can say it in another language.

    ``template`` has the values' names in braces; a value can be such a sentence, too.
    """

    __slots__ = ("template", "values")
    template: str
    values: Mapping[str, object]

    def __new__(cls, template: str, /, **values: object) -> "Text":
        """The sentence; ``template`` is what the catalogue knows it by."""
        made = super().__new__(cls, template.format(**values))
        made.template, made.values = template, values
        return made


def N_(text: str) -> str:
    """Mark a text for the interface's catalogue where it is written down; whoever shows it translates it."""
    return text
