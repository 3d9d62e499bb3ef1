"""Misuse and unusable data, worded once; findings *in* usable data are :mod:`analytics.issues`."""

from __future__ import annotations

from analytics.text import Lang, say


class ManyiError(Exception):
    """A failure the user can act on: one sentence, in either language.

    Parameters
    ----------
    key
        Message key in :mod:`analytics.text`. The sentence says what, where, what was expected
        and what to do.
    **values
        What the message's template asks for.
    """

    def __init__(self, key: str, /, **values: object) -> None:
        self.key = key
        self.values = values
        super().__init__(self.message("en"))

    def message(self, lang: Lang = "zh") -> str:
        """The sentence in ``lang``."""
        return say(self.key, lang, **self.values)


class DataError(ManyiError):
    """A file that cannot be used: unreadable, unsafe, or without the columns it needs."""


class SchemeError(ManyiError):
    """An evaluation scheme that contradicts itself or does not parse."""


class UsageError(ManyiError):
    """Arguments that do not fit together."""
