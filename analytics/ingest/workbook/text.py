"""Delimited text (comma, semicolon, tab, bar): every field stays text, nothing is read as missing."""

from __future__ import annotations

import csv
import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import PurePath

from analytics.errors import DataError
from analytics.ingest.model import Sheet
from analytics.ingest.workbook.budget import Budget
from analytics.ingest.workbook.encoding import decode
from analytics.ingest.workbook.grid import Grid, Reading, finish_all
from analytics.issues import Issue

_DELIMITERS = (",", ";", "\t", "|")
_LINE = re.compile(
    r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+"
)  # not splitlines: it also cuts at form feeds and U+2028
_SAMPLE_LINES = 500
_SAMPLE_CHARACTERS = 200_000


def read(file: str, data: bytes, budget: Budget) -> Reading:
    """The file as one sheet; row ``r`` is record ``r``, blank lines counted.

    Raises
    ------
    DataError
        If a quotation mark is never closed, or the file is larger than ``budget`` allows.
    """
    decoded = decode(data)
    delimiter = _delimiter(decoded.text)
    grid = Grid(file, PurePath(file).stem, budget)
    widths: list[int] = []
    for record in _records(file, decoded.text, delimiter):
        grid.append(record)
        widths.append(len(record))
    (sheet,), issues = finish_all([grid])
    found = (*decoded.issues(file), *issues, *_long_rows(file, sheet, widths))
    return Reading((sheet,), found, decoded.encoding, delimiter)


def _long_rows(file: str, sheet: Sheet, widths: list[int]) -> list[Issue]:
    """The rows with a value beyond the header's last column: a delimiter inside an unquoted answer."""
    usual = Counter(filter(None, widths)).most_common(1)
    expected = max(widths[0], usual[0][0]) if usual else 0  # a title may stand above the header
    rows = tuple(
        number for number, row in enumerate(sheet.rows, 1) if any(cell is not None for cell in row[expected:])
    )
    values = {"expected": expected}
    return (
        [Issue("workbook.long_rows", "warning", file, rows=rows, count=len(rows), values=values)]
        if rows
        else []
    )


def _records(file: str, text: str, delimiter: str) -> Iterator[list[str]]:
    reader = csv.reader(_lines(text), delimiter=delimiter)
    number = start = 0
    try:
        while True:
            before = reader.line_num
            record = next(reader, None)
            if record is None:
                break
            number, start = number + 1, before
            yield record
    except csv.Error as error:  # the only one left in this dialect: a field beyond the limit
        raise DataError("workbook.open_quote", file=file, row=number + 1) from error
    if _ends_in_quotes(itertools.islice(_lines(text), start, None), delimiter):
        raise DataError("workbook.open_quote", file=file, row=number)


def _ends_in_quotes(lines: Iterable[str], delimiter: str) -> bool:
    try:
        for _ in csv.reader(lines, delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return str(error) == "unexpected end of data"
    return False


def _lines(text: str) -> Iterator[str]:
    return (found[0] for found in _LINE.finditer(text))


def _delimiter(text: str) -> str:
    """The delimiter under which records agree best on their number of fields, the header among them.

    A decimal comma can agree on more fields than the semicolon it stands between, but not in the header.
    """
    sample = list(itertools.islice(_lines(text[:_SAMPLE_CHARACTERS]), _SAMPLE_LINES))
    return max(_DELIMITERS, key=lambda delimiter: _agreement(sample, delimiter))


def _agreement(sample: list[str], delimiter: str) -> float:
    try:
        records = [record for record in csv.reader(sample, delimiter=delimiter) if any(record)]
    except csv.Error:
        return 0.0
    several = Counter(len(record) for record in records if len(record) > 1)
    if not several:
        return 0.0
    usual, times = several.most_common(1)[0]
    header = next(r for r in records if len(r) > 1 or any(mark in r[0] for mark in _DELIMITERS))
    return times / len(records) * (1 - 1 / usual) + (len(header) == usual) / 2
