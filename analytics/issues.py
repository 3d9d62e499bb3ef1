"""What was found in usable data: values with counts and row numbers, never exceptions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from analytics.text import Lang, say

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True)
class Issue:
    """One kind of finding about one file, with every row it concerns.

    Attributes
    ----------
    key
        Message key in :mod:`analytics.text`.
    severity
        ``error`` (rows set aside), ``warning`` (to be looked at) or ``note``.
    file, sheet, column
        Where; ``""`` where it does not apply. ``column`` is the header as written.
    rows
        Spreadsheet row numbers, counted from 1, ascending.
    count
        How many rows or cells; equals ``len(rows)`` where rows are known.
    set_aside
        Whether the rows were left out of the facts.
    values
        What the message's template asks for beyond ``file, sheet, column, count``.
    """

    key: str
    severity: Severity
    file: str
    sheet: str = ""
    column: str = ""
    rows: tuple[int, ...] = ()
    count: int = 0
    set_aside: bool = False
    values: Mapping[str, object] = field(default_factory=dict)

    def message(self, lang: Lang = "zh") -> str:
        """The finding as one sentence."""
        place = {"file": self.file, "sheet": self.sheet, "column": self.column}
        return say(self.key, lang, count=self.count, **place, **self.values)


@dataclass(frozen=True)
class Account:
    """Where the rows of one sheet went: ``read = used + Σ set_aside``.

    Attributes
    ----------
    file, sheet, table
        The source and what it was read as.
    read, used
        Data rows below the header, and those that entered the facts.
    set_aside
        Message key of the reason → spreadsheet row numbers; each row under one reason only.
    digest
        Of the source's bytes: two files may have one name.
    """

    file: str
    sheet: str
    table: str
    read: int
    used: int
    set_aside: Mapping[str, tuple[int, ...]]
    digest: str = ""

    def __post_init__(self) -> None:
        out = sum(len(rows) for rows in self.set_aside.values())
        if self.read != self.used + out:
            raise AssertionError(f"{self.file}: {self.read} read, {self.used} used, {out} set aside")
