"""The rows and columns of a mapped sheet."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import pandas as pd

from analytics.ingest.cells import number, text, words
from analytics.ingest.model import Cell, Mapping, Sheet
from analytics.vocabulary import fold

_BESIDE = "ingest.why_beside"
_LAST = 3  # an average and a sum, perhaps with a blank row between
_LABEL = 20


def table_columns(mapping: Mapping) -> list[int]:
    """The source columns that belong to the mapped table, not to one beside it."""
    return [column.index for column in mapping.columns if column.why != _BESIDE]


def data_rows(sheet: Sheet, first: int) -> pd.Index:
    """Spreadsheet rows from ``first`` to the last one with a filled cell."""
    last = len(sheet.rows)
    while last >= first and not any(map(text, sheet.rows[last - 1])):
        last -= 1
    return pd.RangeIndex(first, last + 1)


def column_cells(sheet: Sheet, rows: pd.Index, column: int) -> pd.Series:
    """The raw cells of one column, indexed by spreadsheet row."""
    values: list[Cell] = [sheet.rows[row - 1][column] for row in rows]
    return pd.Series(values, index=rows, dtype=object)


def blanks(sheet: Sheet, rows: pd.Index, columns: Sequence[int]) -> list[int]:
    """Rows without a filled cell in the table's columns."""
    return [row for row in rows if not any(text(sheet.rows[row - 1][at]) for at in columns)]


def totals(sheet: Sheet, rows: pd.Index, columns: Sequence[int]) -> list[int]:
    """Rows that sum up the others, labelled (``合计``) or not (a bare row of averages at the end)."""
    found = [row for row in rows if _labelled(sheet.rows[row - 1][at] for at in columns)]
    for row in rows[-_LAST:]:
        if row not in found and _sums_up(sheet, row, rows[rows < row], columns):
            found.append(row)
    return sorted(found)


def _labelled(row: Iterable[Cell]) -> bool:
    filled = (cell for cell in row if cell is not None and cell != "")
    label = next(filled, "")
    if not isinstance(label, str) or len(label) > _LABEL or fold(label).rstrip(":") not in words("totals"):
        return False
    return not any(map(_is_word, filled))


def _is_word(cell: Cell) -> bool:
    return bool(text(cell)) and not isinstance(number(text(cell).rstrip("%")), float | None)


def _sums_up(sheet: Sheet, row: int, above: pd.Index, columns: Sequence[int]) -> bool:
    """Whether every cell of an unlabelled row is the sum or the mean of the numbers above it."""
    values = {at: sheet.rows[row - 1][at] for at in columns if text(sheet.rows[row - 1][at])}
    if len(values) < 2 or columns[0] in values:
        return False
    for at, value in values.items():
        stated = number(value)
        numbers = [one for r in above if isinstance(one := number(sheet.rows[r - 1][at]), float)]
        if not isinstance(stated, float) or len(numbers) < 2:
            return False
        total = math.fsum(numbers)
        if not (math.isclose(total, stated) or math.isclose(total / len(numbers), stated)):
            return False
    return True
