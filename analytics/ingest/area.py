"""Where on a sheet the table is: header row below title rows, columns without the table beside it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analytics.ingest.cells import number, text
from analytics.ingest.model import Cell, Sheet

_HEADER_WITHIN = 50
_SAMPLE = 1000


@dataclass(frozen=True)
class Area:
    """A table found on a sheet.

    Attributes
    ----------
    sheet
        Where it lies.
    top
        Spreadsheet row of its (first) header row, counted from 1.
    columns
        Its 0-based columns; the others belong to a table beside it or are empty.
    filled
        Estimated number of filled cells below the header.
    """

    sheet: Sheet
    top: int
    columns: frozenset[int]
    filled: float

    def texts(self, count: int = 1) -> list[list[str]]:
        """The first ``count`` rows from the header on, as texts."""
        return [[text(cell) for cell in row] for row in self.sheet.rows[self.top - 1 : self.top - 1 + count]]


def find_area(sheet: Sheet) -> Area | None:
    """The main table of a sheet, or ``None`` if no row of names has filled rows below it.

    The header is the first row of texts that is about as wide as the sheet's widest row: titles and
    remarks above it fill few cells, and rows below it hold numbers.
    """
    head = sheet.rows[:_HEADER_WITHIN]
    widths = [len(_filled(row)) for row in head]
    wide = 0.6 * max(widths, default=0)
    for top, (row, width) in enumerate(zip(head, widths, strict=True), 1):
        if width >= max(wide, 2) and _is_names(row):
            area = _area(sheet, top)
            if area.filled:
                return area
    return None


def _area(sheet: Sheet, top: int) -> Area:
    below = [_filled(row) for row in sheet.rows[top : top + _SAMPLE]]
    used = _filled(sheet.rows[top - 1]).union(*below)
    runs = _runs(used)
    rows_of = [{row for row, filled in enumerate(below) if not run.isdisjoint(filled)} for run in runs]
    main = max(range(len(runs)), key=lambda at: sum(len(runs[at] & filled) for filled in below))
    # Blocks of one table are filled in the same rows; a small table set beside it is not.
    half = len(rows_of[main]) / 2
    own = [run for run, rows in zip(runs, rows_of, strict=True) if len(rows & rows_of[main]) >= half]
    columns = frozenset[int]().union(*own)
    sampled = sum(len(columns & filled) for filled in below)
    return Area(sheet, top, columns, sampled / max(len(below), 1) * (len(sheet.rows) - top))


def _filled(row: Sequence[Cell]) -> frozenset[int]:
    return frozenset(at for at, cell in enumerate(row) if text(cell))


def _is_names(row: Sequence[Cell]) -> bool:
    names = [cell for cell in row if cell is not None and text(cell)]
    words = [cell for cell in names if isinstance(cell, str) and not isinstance(number(cell), float)]
    return len(words) >= 0.7 * len(names)


def _runs(used: frozenset[int]) -> list[frozenset[int]]:
    runs: list[set[int]] = []
    for at in sorted(used):
        if not runs or at - 1 not in runs[-1]:
            runs.append(set())
        runs[-1].add(at)
    return [frozenset(run) for run in runs]
