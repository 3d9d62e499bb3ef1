"""Where a cell stands, and the record of cells that share one finding."""

from __future__ import annotations

from dataclasses import dataclass, field

from analytics.issues import Issue, Severity

MAX_ROWS = 1_048_576
MAX_COLUMNS = 16_384
_SHOWN = 5


def column_letters(column: int) -> str:
    """The letters of a column counted from 1: 1 → ``A``, 28 → ``AB``."""
    letters = ""
    while column:
        column, digit = divmod(column - 1, 26)
        letters = chr(65 + digit) + letters
    return letters


def column_number(letters: str) -> int:
    """The inverse of :func:`column_letters`."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def address(row: int, column: int) -> str:
    """A cell as a spreadsheet names it; both counted from 1: (2, 28) → ``AB2``."""
    return f"{column_letters(column)}{row}"


@dataclass
class CellLog:
    """Cells with one finding, kept small however many there are."""

    count: int = 0
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    first: list[str] = field(default_factory=list)
    codes: set[str] = field(default_factory=set)

    def add(self, row: int, column: int, code: str = "") -> None:
        """Note one cell; row and column counted from 1; ``code`` says which variant it is."""
        self.count += 1
        self.rows.add(row)
        self.columns.add(column)
        if len(self.first) < _SHOWN:
            self.first.append(address(row, column))
        if code:
            self.codes.add(code)

    def issues(self, key: str, severity: Severity, file: str, sheet: str) -> list[Issue]:
        """The finding as a list of one issue; empty where no cell was noted."""
        if not self.count:
            return []
        more = ", …" if self.count > len(self.first) else ""
        values = {
            "cells": self.count,
            "addresses": ", ".join(self.first) + more,
            "columns": ", ".join(map(column_letters, sorted(self.columns))),
            "codes": ", ".join(sorted(self.codes)),
        }
        rows = tuple(sorted(self.rows))
        return [Issue(key, severity, file, sheet, rows=rows, count=len(rows), values=values)]
