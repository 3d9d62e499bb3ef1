"""The cells of a worksheet part, found in its XML without building a tree.

Nothing here trusts the file: positions are taken from every cell, whatever prefix its tag has and
whether or not it names its address, because a native reader allocates the rectangle they span. A tag
that cannot be understood is counted, so that a difference shows and the file is refused.

Source: ECMA-376-1, 18.3.1.4 (c), 18.3.1.73 (row), 18.18.11 (ST_CellType).
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from analytics.errors import DataError
from analytics.ingest.workbook.address import MAX_COLUMNS, MAX_ROWS, address, column_number
from analytics.ingest.workbook.package import CHUNK

_PREFIX = rb"""(?:[^\s<>/:!?="']+:)?"""
_ATTRIBUTES = rb"""((?:\s(?:[^<>"']|"[^"<]*"|'[^'<]*')*?)?)"""
_STARTS = re.compile(rb"<" + _PREFIX + rb"c[\s/>]")
_ROW_OR_CELL = re.compile(
    rb"<(" + _PREFIX + rb")(?:row" + _ATTRIBUTES + rb"/?>|c" + _ATTRIBUTES + rb"(?:/>|>"
    rb"([^<]*(?:<(?!/?\1c[\s/>])[^<]*)*)</\1c\s*>))"
)
_ATTRIBUTE = re.compile(rb"""([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_REFERENCE = re.compile(rb"([A-Za-z]{1,3})([0-9]{1,7})")
_VALUE = re.compile(rb"<" + _PREFIX + rb"v(?:\s[^<>]*)?>([^<]+)<")
_VALUE_TAG = re.compile(rb"<" + _PREFIX + rb"v[\s/>]")
_FORMULA = re.compile(rb"<" + _PREFIX + rb"f[\s/>]")
_TEXT = re.compile(rb"<" + _PREFIX + rb"t(?:\s[^<>]*)?>([^<]*)<")
_ENDS = (b"</c>", b":c>", b"</row>", b":row>")


class Element(NamedTuple):
    """One cell: its place counted from 1, its span in the chunk, its type and inner XML."""

    row: int
    column: int
    start: int
    end: int
    kind: bytes
    content: bytes

    @property
    def value(self) -> bytes:
        """The stored value, ``b""`` where there is none."""
        found = _VALUE.search(self.content)
        return found[1] if found else b""

    @property
    def text(self) -> str:
        """The inline text."""
        return plain_text(raw_text(self.content))

    @property
    def uncached(self) -> bool:
        """Whether the cell is a formula whose result was never saved; a saved empty text is a result."""
        if not _FORMULA.search(self.content) or self.value:
            return False
        return self.kind != b"str" or not _VALUE_TAG.search(self.content)


def raw_text(content: bytes) -> bytes:
    """The text of all ``t`` elements in a piece of XML, entities unresolved."""
    return b"".join(_TEXT.findall(content))


def plain_text(raw: bytes) -> str:
    """Text as shown, from UTF-8 with entities."""
    return html.unescape(raw.decode("utf-8", "replace"))


def whole_cells(file: str, chunks: Iterable[bytes]) -> Iterator[bytes]:
    """The same bytes in pieces of about 1 MiB, cut between cells.

    Raises
    ------
    DataError
        If a mebibyte passes without a tag: no sound sheet has a text that long.
    """
    rest = b""
    for chunk in chunks:
        rest += chunk
        cut = max(0 if (at := rest.rfind(end)) < 0 else at + len(end) for end in _ENDS)
        if not cut and len(rest) >= CHUNK:
            starts = [found.start() for found in _STARTS.finditer(rest)]
            cut = starts[-1] if starts and starts[-1] else rest.rfind(b"<")
            if cut <= 0:
                raise DataError("workbook.damaged", file=file)
        yield rest[:cut]
        rest = rest[cut:]
    yield rest


class Walk:
    """Goes through the cells of one sheet; chunks in order, from :func:`whole_cells`."""

    def __init__(self, file: str, sheet: str) -> None:
        self.file = file
        self.sheet = sheet
        self.row = 0
        self.column = 0

    def cells(self, chunk: bytes) -> Iterator[Element]:
        """Every cell of the chunk, blank ones too.

        Raises
        ------
        DataError
            If a cell lies outside the largest possible sheet, or a tag cannot be understood.
        """
        seen = 0
        for found in _ROW_OR_CELL.finditer(chunk):
            _, row_attributes, attributes, content = found.groups()
            if attributes is None:
                self._enter_row(_attributes(row_attributes).get(b"r"))
                continue
            seen += 1
            named = _attributes(attributes)
            row = self._place(named.get(b"r"))
            yield Element(row, self.column, *found.span(), named.get(b"t", b"n"), content or b"")
        if seen != cell_starts(chunk):
            raise DataError("workbook.damaged", file=self.file)

    def _enter_row(self, number: bytes | None) -> None:
        if number is not None and not number.isdigit():
            raise DataError("workbook.damaged", file=self.file)
        self.row = int(number) if number else self.row + 1
        self.column = 0

    def _place(self, reference: bytes | None) -> int:
        row = self.row
        if reference is None:
            self.column += 1
        elif match := _REFERENCE.fullmatch(reference):
            self.column, row = column_number(match[1].decode()), int(match[2])
        else:
            raise DataError("workbook.damaged", file=self.file)
        self.check(row, self.column)
        return row

    def check(self, row: int, column: int) -> None:
        """Refuse a place outside the largest sheet there can be."""
        if not (1 <= row <= MAX_ROWS and 1 <= column <= MAX_COLUMNS):
            place = address(row, column)
            raise DataError("workbook.outside", file=self.file, sheet=self.sheet, address=place)


def cell_starts(chunk: bytes) -> int:
    """How many cells begin in the chunk."""
    return sum(1 for _ in _STARTS.finditer(chunk))


def _attributes(written: bytes) -> dict[bytes, bytes]:
    return {name: double or single for name, double, single in _ATTRIBUTE.findall(written)}
