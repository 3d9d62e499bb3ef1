"""Writing workbooks: text stays text, missing stays blank, equal input gives equal bytes."""

from __future__ import annotations

import datetime as dt
import numbers
import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import pandas as pd
import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from analytics.scheme import Scheme
from analytics.tables import Table
from analytics.text import Lang, say
from analytics.wording import readable

# Excel's limit for one cell, in UTF-16 units.
LONGEST_TEXT = 32_767
# What XML 1.0 (§2.2) cannot hold, and lone surrogates, which no encoding can.
_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")

_NUMBER_FORMATS = {"int": "#,##0", "float": "0.0", "time": "yyyy-mm-dd hh:mm"}
_COLUMN_FORMATS = {
    "se": "0.00", "confidence": "0%", "p_value": "0.0000", "q_value": "0.0000", "p_bottom_quarter": "0%",
    "reliability": "0.00", "impact": "0.00",
}  # fmt: skip
_SAMPLED = 200  # rows looked at for a column's width
_HEADER = 16  # characters of a header that count for it; longer ones wrap
_NARROWEST, _WIDEST = 8, 44

Style = Mapping[str, Any]
"""XlsxWriter format properties."""
PLAIN: Style = {}
INK, RULE, SHADE = "#1f2933", "#9aa5b1", "#eef2f6"
BASE: Style = {"font_name": "Microsoft YaHei", "font_size": 9, "font_color": INK, "valign": "vcenter"}
HEAD: Style = {"bold": True, "bg_color": SHADE, "bottom": 1, "bottom_color": RULE, "text_wrap": True}


@dataclass
class Book:
    """A workbook being written, with each format made once.

    Attributes
    ----------
    workbook
        The XlsxWriter workbook.
    lang
        Language of the marks it adds.
    """

    workbook: Workbook
    lang: Lang
    _formats: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def style(self, properties: Style) -> Format:
        """The format with these XlsxWriter properties on top of the base."""
        key = tuple(sorted(properties.items()))
        if key not in self._formats:
            self._formats[key] = self.workbook.add_format({**BASE, **properties})
        return self._formats[key]

    def put(
        self, sheet: Worksheet, row: int, column: int, value: Any, style: Style = PLAIN, across: int = 1
    ) -> None:
        """Write one value over ``across`` columns: text as text, numbers as numbers, missing as blank."""
        form = self.style(style)
        if across > 1:
            sheet.merge_range(row, column, row, column + across - 1, "", form)
        if pd.isna(value) or value == "":
            sheet.write_blank(row, column, None, form)
        elif isinstance(value, dt.datetime):
            sheet.write_datetime(row, column, value, form)
        elif isinstance(value, numbers.Real):
            sheet.write_number(row, column, value, form)
        else:
            sheet.write_string(row, column, cell_text(str(value), self.lang), form)

    def table(self, frame: pd.DataFrame, table: Table, scheme: Scheme, names: Mapping[str, str]) -> None:
        """A sheet with a declared table under readable headers, frozen and filterable.

        Parameters
        ----------
        names
            Manager's number → name, for slices.
        """
        sheet = self.workbook.add_worksheet(say(f"export.sheet_{table.name}", self.lang))
        words = readable(frame, table, scheme, self.lang, names)
        for place, (column, header) in enumerate(zip(frame.columns, words.columns, strict=True)):
            number = _number_format(table, column)
            style = {"num_format": number} if number else PLAIN
            cells = words.iloc[:, place].tolist()
            self.put(sheet, 0, place, header, HEAD)
            for row, cell in enumerate(cells, start=1):
                self.put(sheet, row, place, cell, style)
            longest = max(_shown_width(cell) for cell in [*cells[:_SAMPLED], header[:_HEADER]])
            sheet.set_column(place, place, min(max(longest + 2, _NARROWEST), _WIDEST))
        sheet.set_row(0, 40)
        sheet.freeze_panes(1, 0)
        sheet.autofilter(0, 0, max(len(frame), 1), len(frame.columns) - 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(0)


@contextmanager
def opened(target: BytesIO, title: str, made_on: dt.date, lang: Lang) -> Iterator[Book]:
    """A workbook that is written to ``target`` on leaving.

    Parameters
    ----------
    made_on
        Stored as the file's date, so that equal input gives equal bytes.
    """
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    workbook = xlsxwriter.Workbook(target, options)
    workbook.set_properties(
        {"title": cell_text(title, lang), "created": dt.datetime.combine(made_on, dt.time())}
    )
    yield Book(workbook, lang)
    workbook.close()


def cell_text(text: str, lang: Lang) -> str:
    """Text as a cell can hold it: unwritable characters as U+FFFD, an overlong one cut and marked so."""
    text = _UNWRITABLE.sub("�", text)
    units = text.encode("utf-16-le")
    if len(units) <= 2 * LONGEST_TEXT:
        return text
    mark = say("export.truncated", lang, length=len(text))
    return units[: 2 * (LONGEST_TEXT - len(mark))].decode("utf-16-le", errors="ignore") + mark


def page_text(text: str, longest: int = 60) -> str:
    """Text for a page's header or footer, where ``&`` starts a code and 255 characters are all."""
    cut = text if len(text) <= longest else text[: longest - 1] + "…"
    return _UNWRITABLE.sub("�", cut).replace("&", "&&")


def _number_format(table: Table, column: str) -> str:
    if column in _COLUMN_FORMATS:
        return _COLUMN_FORMATS[column]
    return _NUMBER_FORMATS.get(table.column(column).type, "") if column in table.names else ""


def text_width(text: str) -> int:
    """Width in Latin characters; Chinese ones count twice."""
    return sum(2 if ord(sign) > 0x2E7F else 1 for sign in text)


def _shown_width(cell: object) -> int:
    # Numbers are shown shorter than they are stored.
    return text_width(cell[:_WIDEST]) if isinstance(cell, str) else _NARROWEST
