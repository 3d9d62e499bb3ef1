"""From what a format's reader gives to a rectangular grid of clean cells."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from analytics.ingest.model import Cell, Sheet
from analytics.ingest.workbook.address import CellLog
from analytics.ingest.workbook.budget import Budget
from analytics.issues import Issue

_SIXTEEN_DIGITS = 1e15  # a spreadsheet keeps fifteen digits of a number and writes zeros for the rest
_MEASUREMENT = 1e21  # beyond, a number is no longer a row of digits that somebody typed
_SHARED_TEXTS = 100_000


@dataclass(frozen=True)
class Reading:
    """What a format's reader found in a file; see :class:`analytics.ingest.model.Workbook`."""

    sheets: tuple[Sheet, ...]
    issues: tuple[Issue, ...] = ()
    encoding: str = ""
    delimiter: str = ""


class Grid:
    """Collects the rows of one sheet, converting cells by their type.

    Whole numbers become ``int`` (a label reads ``5``, not ``5.0``), dates become ``datetime``,
    empty text becomes ``None``; other text stays as written, equal texts sharing one object.
    """

    def __init__(self, file: str, name: str, budget: Budget, *, hidden: bool = False) -> None:
        self.file = file
        self.name = name
        self.budget = budget
        self.hidden = hidden
        self.errors = CellLog()
        self.uncached = CellLog()
        self.strays = CellLog()
        self._rows: list[list[Cell]] = []
        self._cells = 0
        self._texts: dict[str, str] = {}
        self._unusual = False
        self._lost_digits = CellLog()
        self._convert: dict[type, Callable[[Any], Cell]] = {
            str: self._text,
            float: self._number,
            int: self._number,
            dt.date: _midnight,
            **dict.fromkeys((type(None), bool, dt.datetime, dt.time, dt.timedelta), _as_is),
        }

    def __len__(self) -> int:
        return len(self._rows)

    def append(self, row: Sequence[object], left: int = 0) -> None:
        """Add a row whose first cell stands in 0-based column ``left``.

        Raises
        ------
        DataError
            If the rows, or the cells given so far, exceed the budget.
        """
        if len(self._texts) > _SHARED_TEXTS:
            self._texts.clear()  # texts that hardly repeat are not worth remembering
        convert = self._convert
        cells: list[Cell] = [convert[type(value)](value) for value in row]
        if self._unusual:
            self._note_numbers(row, left)
        self._rows.append([None] * left + cells if left else cells)
        self._cells += len(cells)
        self.budget.admit_rows(self.file, self.name, len(self._rows))
        self.budget.admit_cells(self.file, self.name, self._cells)

    def finish(self) -> tuple[Sheet, list[Issue]]:
        """The sheet, rectangular, and what was found in it.

        Rows and columns at the end that hold nothing but white space are left off: a space typed far
        away would otherwise become thousands of empty rows. The cells cut are named in an issue.

        Raises
        ------
        DataError
            If the rectangle exceeds the budget.
        """
        widths = [filled(row) for row in self._rows]
        height = max((number for number, width in enumerate(widths, 1) if width), default=0)
        width = max(widths, default=0)
        if height:
            lowest, rightmost = (height, widths[height - 1]), (widths.index(width) + 1, width)
            self.budget.admit_extent(self.file, self.name, lowest, rightmost)
        self._trim(height, width)
        return Sheet(self.name, self._rows, self.hidden), [
            *self.uncached.issues("workbook.uncached", "error", self.file, self.name),
            *self.errors.issues("workbook.error_cells", "warning", self.file, self.name),
            *self.strays.issues("workbook.stray", "note", self.file, self.name),
            *self._lost_digits.issues("workbook.lost_digits", "warning", self.file, self.name),
        ]

    def _trim(self, height: int, width: int) -> None:
        for number, row in enumerate(self._rows, 1):
            kept = width if number <= height else 0
            for column, value in enumerate(row[kept:], kept + 1):
                if value is not None:
                    self.strays.add(number, column)
            row[kept:] = [None] * (kept - len(row))
        del self._rows[height:]

    def _text(self, value: str) -> str | None:
        return self._texts.setdefault(value, value) or None

    def _number(self, value: float) -> int | float | None:
        if not -_SIXTEEN_DIGITS < value < _SIXTEEN_DIGITS:
            self._unusual = True
            if not math.isfinite(value):
                return None
            if abs(value) >= _MEASUREMENT:
                return value
            return int(Decimal(repr(value)))  # the digits as shown, not those of the binary fraction
        whole = int(value)
        return whole if whole == value else value

    def _note_numbers(self, row: Sequence[object], left: int) -> None:
        self._unusual = False
        number = len(self._rows) + 1
        for column, value in enumerate(row, left + 1):
            if not isinstance(value, int | float) or -_SIXTEEN_DIGITS < value < _SIXTEEN_DIGITS:
                continue
            if math.isfinite(value):
                self._lost_digits.add(number, column)
            else:
                self.errors.add(number, column, str(value))


def finish_all(grids: Iterable[Grid]) -> tuple[tuple[Sheet, ...], tuple[Issue, ...]]:
    """The sheets of a file, within the budget of the first together, and all that was found in them."""
    sheets: list[Sheet] = []
    issues: list[Issue] = []
    cells = 0
    for grid in grids:
        sheet, found = grid.finish()
        cells += sum(map(len, sheet.rows))
        grid.budget.admit_parts(grid.file, len(sheets) + 1)
        grid.budget.admit_cells(grid.file, grid.name, cells)
        sheets.append(sheet)
        issues += found
    return tuple(sheets), tuple(issues)


def filled(row: Sequence[Cell]) -> int:
    """The number of cells up to the last that holds more than white space."""
    width = len(row)
    while width and ((value := row[width - 1]) is None or (isinstance(value, str) and not value.strip())):
        width -= 1
    return width


def _midnight(value: dt.date) -> dt.datetime:
    return dt.datetime.combine(value, dt.time())


def _as_is(value: Cell) -> Cell:
    return value
