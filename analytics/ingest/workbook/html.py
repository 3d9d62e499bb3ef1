"""HTML tables, which many service systems export under a spreadsheet's name.

Tags are found with one linear pattern: the standard library's parser takes quadratic time on unclosed
tags, so that a file of 120 KB keeps it busy for more than a minute.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import PurePath

from analytics.errors import DataError
from analytics.ingest.model import Cell
from analytics.ingest.workbook.address import MAX_COLUMNS, address
from analytics.ingest.workbook.budget import Budget
from analytics.ingest.workbook.encoding import Decoded, decode
from analytics.ingest.workbook.grid import Grid, Reading, finish_all

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
_DECLARED = {b"gb2312": "gb18030", b"gbk": "gb18030", b"gb18030": "gb18030", b"big5": "big5"}
_HEAD = 4096
_TAG = re.compile(r"<(/?)([a-zA-Z][\w:.-]*)([^<>]*)>|<[!?/][^<>]*>")
_SPAN = re.compile(r"\b(col|row)span\s*=\s*[\"']?\s*(\d{1,5})", re.IGNORECASE)
_WHITE = re.compile(r"[ \t\r\n\f]+")
_UNSHOWN = {"script", "style", "title"}
_BREAK = "<br>"  # stands for a line break in collected text: no text can hold it


def read(file: str, data: bytes, budget: Budget) -> Reading:
    """Each table as one sheet, every cell text; a spanning cell stands in its first place only.

    Raises
    ------
    DataError
        If the tables span more cells than ``budget`` allows.
    """
    decoded = _decode(data)
    tables = _tables(file, _without_comments(decoded.text), budget)
    sheets, issues = finish_all(table.grid for table in tables if len(table.grid))
    return Reading(sheets, (*decoded.issues(file), *issues), decoded.encoding)


def _decode(data: bytes) -> Decoded:
    plain = decode(data)
    charset = _CHARSET.search(data[:_HEAD])
    encoding = _DECLARED.get(charset[1].lower()) if charset else None
    if encoding is None or (plain.certain and not plain.lost):
        return plain
    text = data.decode(encoding, "replace")
    return Decoded(text, encoding, lost=text.count("\ufffd"))


def _without_comments(text: str) -> str:
    first, *others = text.split("<!--")
    return first + "".join(other.partition("-->")[2] for other in others)


@dataclass
class _Table:
    """A table while it is read; ``covered[c]`` is the last row, from 1, that a cell reaches in column c."""

    grid: Grid
    row: list[Cell] | None = None
    covered: list[int] = field(default_factory=list)
    words: list[str] | None = None
    at: int = 0

    def open_row(self) -> list[Cell]:
        self.close_row()
        self.row = []
        return self.row

    def open_cell(self, attributes: str) -> None:
        self.close_cell()
        row = self.open_row() if self.row is None else self.row
        number = len(self.grid) + 1
        while len(row) < len(self.covered) and self.covered[len(row)] >= number:
            row.append(None)
        spans = {axis.lower(): int(size) for axis, size in _SPAN.findall(attributes)}
        self.at, end = len(row), len(row) + max(spans.get("col", 1), 1)
        if end > MAX_COLUMNS:
            place = address(number, end)
            raise DataError("workbook.outside", file=self.grid.file, sheet=self.grid.name, address=place)
        row += [None] * (end - self.at)
        self.covered += [0] * (end - len(self.covered))
        self.covered[self.at : end] = [number + max(spans.get("row", 1), 1) - 1] * (end - self.at)
        self.words = []

    def close_cell(self) -> None:
        if self.row is not None and self.words is not None:
            self.row[self.at] = _rendered("".join(self.words))
        self.words = None

    def close_row(self) -> None:
        self.close_cell()
        if self.row is not None:
            self.grid.append(self.row)
        self.row = None

    def meet(self, name: str, attributes: str, *, closing: bool) -> None:
        """Take note of a tag inside the table."""
        if name in {"td", "th"}:
            self.close_cell() if closing else self.open_cell(attributes)
        elif name in {"tr", "table"}:
            self.close_row() if closing else self.open_row()
        elif name == "br" and self.words is not None:
            self.words.append(_BREAK)


def _tables(file: str, text: str, budget: Budget) -> list[_Table]:
    """All tables in the order of their start tags; a nested one stands for itself."""
    stem = PurePath(file).stem
    tables: list[_Table] = []
    stack: list[_Table] = []
    for words, closing, tag, attributes in _shown(text):
        if stack and stack[-1].words is not None:
            stack[-1].words.append(words)
        if tag == "table" and not closing:
            budget.admit_parts(file, len(tables) + 1)
            name = f"{stem} ({len(tables) + 1})" if tables else stem
            stack.append(_Table(Grid(file, name, budget)))
            tables.append(stack[-1])
        elif stack:
            stack[-1].meet(tag, attributes, closing=closing)
            if tag == "table":
                stack.pop()
    for table in stack:
        table.close_row()
    return tables


def _shown(text: str) -> Iterator[tuple[str, bool, str, str]]:
    """The visible text before each tag, and the tag: whether it closes, its name and attributes."""
    end = 0
    unshown = ""
    for tag in _TAG.finditer(text):
        words = "" if unshown else text[end : tag.start()]
        end = tag.end()
        closing, name = bool(tag[1]), (tag[2] or "").lower()
        if unshown:
            unshown = "" if closing and name == unshown else unshown
        elif name in _UNSHOWN and not closing:
            unshown = name
        yield words, closing, "" if unshown else name, tag[3] or ""


def _rendered(markup: str) -> str:
    """Text as a browser shows it: white space folded, line breaks kept, entities resolved."""
    lines = (_WHITE.sub(" ", line).strip(" ") for line in markup.split(_BREAK))
    return html.unescape("\n".join(lines)).strip("\n")
