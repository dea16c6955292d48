"""The interface's texts outside of a request too: a report is written in the language that is asked for."""

from app.catalogue import catalogue


class Speech:
    """``_ = Speech("de")``; then ``_("Topics of {period}", period=…)`` with named places."""

    def __init__(self, locale: str) -> None:
        self.locale = locale

    def __call__(self, text: str, **values: object) -> str:
        """The text in this language (``de`` or ``en``); texts are English in the source."""
        said = catalogue(self.locale).gettext(text)
        return said.format(**values) if values else said

    def plural(self, singular: str, plural: str, n: int, **values: object) -> str:
        """The same with a number, ``{n}``."""
        return catalogue(self.locale).ngettext(singular, plural, n).format(n=n, **values)
