"""OpenDocument spreadsheets (.ods), expanded within the budget.

Read here rather than by calamine: a few bytes may repeat a row a million times.

Source: OASIS OpenDocument 1.3 part 3, 9.1 (tables) and 19.385 (office:value-type).
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import cast
from xml.etree import ElementTree as ET

from analytics.errors import DataError
from analytics.ingest.model import Cell
from analytics.ingest.workbook.address import MAX_COLUMNS, address
from analytics.ingest.workbook.budget import Budget
from analytics.ingest.workbook.grid import Grid, Reading, filled, finish_all
from analytics.ingest.workbook.package import Package

MIMETYPE = b"application/vnd.oasis.opendocument.spreadsheet"
_PART = "content.xml"
_URN = "urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _OFFICE, _TEXT, _STYLE = (f"{{{_URN}{name}:1.0}}" for name in ("table", "office", "text", "style"))
_RESULT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}value-type"
_SHEET, _ROW = f"{_TABLE}table", f"{_TABLE}table-row"
_CELLS = {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"}
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?)?")


def read(file: str, data: bytes, budget: Budget) -> Reading:
    """Every sheet at its absolute positions; formulas by their saved results.

    Raises
    ------
    DataError
        If the document is damaged, or larger than ``budget`` allows.
    """
    package = Package(file, data, budget)
    try:
        sheets, issues = finish_all(sheet.grid for sheet in _sheets(package, budget))
    except (ET.ParseError, ValueError, LookupError, OverflowError) as error:
        raise package.damaged() from error
    return Reading(sheets, issues)


@dataclass
class _Sheet:
    """A sheet while it is read; rows and cells without a visible value wait until one follows them."""

    grid: Grid
    row: list[Cell] = field(default_factory=list)
    blank_cells: int = 0
    waiting: list[tuple[list[Cell], int]] = field(default_factory=list)
    waiting_rows: int = 0
    waiting_cells: int = 0

    @property
    def row_number(self) -> int:
        return len(self.grid) + self.waiting_rows + 1

    def add_cell(self, cell: ET.Element) -> None:
        value = self._value(cell)
        repeated = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        if value is None:
            self.blank_cells += repeated
            return
        end = len(self.row) + self.blank_cells + repeated
        if end > MAX_COLUMNS:
            place = address(self.row_number, end)
            raise DataError("workbook.outside", file=self.grid.file, sheet=self.grid.name, address=place)
        self.row += [None] * self.blank_cells + [value] * repeated
        self.blank_cells = 0

    def end_row(self, repeated: int) -> None:
        self.waiting.append((self.row, repeated))
        self.waiting_rows += repeated
        self.waiting_cells += len(self.row)
        self.grid.budget.admit_cells(self.grid.file, self.grid.name, self.waiting_cells)
        if filled(self.row):
            for row, times in self.waiting:
                for _ in range(times):
                    self.grid.append(row)
            self.waiting, self.waiting_rows, self.waiting_cells = [], 0, 0
        self.row, self.blank_cells = [], 0

    def end(self) -> None:
        number = len(self.grid) + 1
        for row, repeated in self.waiting:
            for column, value in enumerate(row, 1):
                if value is not None:
                    self.grid.strays.add(number, column)
            number += repeated

    def _value(self, cell: ET.Element) -> Cell:
        place = self.row_number, len(self.row) + self.blank_cells + 1
        kind = cell.get(f"{_OFFICE}value-type")
        if cell.get(_RESULT) == "error":
            self.grid.errors.add(*place, _paragraphs(cell))
            return None
        if kind is None and cell.get(f"{_TABLE}formula"):
            self.grid.uncached.add(*place)
        return _typed(cell, kind)


def _sheets(package: Package, budget: Budget) -> Iterator[_Sheet]:
    hidden: set[str] = set()
    sheet: _Sheet | None = None
    marks = 0
    for event, element, parent in _events(package):
        tag = element.tag
        if event == "start" and tag == _SHEET:
            unseen = element.get(f"{_TABLE}style-name") in hidden
            sheet = _Sheet(Grid(package.file, element.get(f"{_TABLE}name", ""), budget, hidden=unseen))
        elif event == "end" and tag == f"{_STYLE}style":
            if any(child.get(f"{_TABLE}display") == "false" for child in element):
                hidden.add(element.get(f"{_STYLE}name", ""))
        elif event == "end" and sheet and tag in (_SHEET, _ROW, *_CELLS):
            marks += 1
            budget.admit_marks(package.file, sheet.grid.name, marks)
            if tag == _SHEET:
                sheet.end()
                yield sheet
                sheet = None
            elif tag == _ROW:
                sheet.end_row(int(element.get(f"{_TABLE}number-rows-repeated", "1")))
            else:
                sheet.add_cell(element)
            parent.remove(element)


def _events(package: Package) -> Iterator[tuple[str, ET.Element, ET.Element]]:
    """Start and end of every element, with the element it stands in."""
    parser: ET.XMLPullParser[ET.Element] = ET.XMLPullParser(("start", "end"))
    above = [ET.Element("document")]
    for chunk in package.chunks(_PART):
        if b"<!DOCTYPE" in chunk:  # no office program writes one; it could define an entity bomb
            raise package.damaged()
        parser.feed(chunk)
        for event, element in cast("Iterator[tuple[str, ET.Element]]", parser.read_events()):
            if event == "end":
                above.pop()
            yield event, element, above[-1]
            if event == "start":
                above.append(element)
    parser.close()


def _typed(cell: ET.Element, kind: str | None) -> Cell:
    match kind:
        case "float" | "percentage" | "currency":
            return float(cell.get(f"{_OFFICE}value", "nan"))
        case "boolean":
            return cell.get(f"{_OFFICE}boolean-value") == "true"
        case "date":
            return dt.datetime.fromisoformat(cell.get(f"{_OFFICE}date-value", ""))
        case "time":
            return _duration(cell.get(f"{_OFFICE}time-value", ""))
    return cell.get(f"{_OFFICE}string-value") or _paragraphs(cell) or None


def _duration(written: str) -> dt.timedelta:
    parts = _DURATION.fullmatch(written)
    if parts is None:
        raise ValueError(written)
    sign, days, hours, minutes, seconds = (part or "0" for part in parts.groups())
    length = dt.timedelta(int(days), 0, 0, 0, int(minutes), int(hours))
    length += dt.timedelta(seconds=float(seconds.replace(",", ".")))
    return -length if sign == "-" else length


def _paragraphs(cell: ET.Element) -> str:
    return "\n".join(_characters(child) for child in cell if child.tag == f"{_TEXT}p")


def _characters(element: ET.Element) -> str:
    """Text with the white space that OpenDocument writes as elements."""
    match element.tag.removeprefix(_TEXT):
        case "s":
            text = " " * min(int(element.get(f"{_TEXT}c", "1")), MAX_COLUMNS)
        case "tab":
            text = "\t"
        case "line-break":
            text = "\n"
        case _:
            text = (element.text or "") + "".join(
                _characters(child) + (child.tail or "") for child in element
            )
    return text
