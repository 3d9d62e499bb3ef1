"""The printed page: a grid of ten columns filled from the top."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from typing import Any

from xlsxwriter.worksheet import Worksheet

from analytics.export.report import Report
from analytics.export.workbook import HEAD, Book, page_text, text_width
from analytics.text import say

# Widths of the columns A–J, in characters; together an A4 page at readable size.
WIDTHS = (22, 8, 12, 13, 9, 9, 10, 10, 10, 16)
NUMBER = {"num_format": "0.0", "align": "center"}
COUNT = {"num_format": "#,##0", "align": "center"}
SHARE = {"num_format": "0%", "align": "center"}
RATIO = {"num_format": "0.00", "align": "center"}
TEXT = {"text_wrap": True, "align": "left"}
MIDDLE = {"align": "center", "text_wrap": True}
STRONG = {"bold": True, "text_wrap": True}
NOTE = {"italic": True, "font_color": "#56616c", "text_wrap": True}
A4 = 9  # Excel's number for the paper
LINE, ROOM = 12, 4  # points per line of text, and around it
SMALL = 1.15  # characters of this page's small type per unit of width

Cell = tuple[Any, int, Mapping[str, Any]]
"""A value, the columns it covers, its style."""


class Page:
    """A sheet to print on one A4 page, and the row that is written next.

    Parameters
    ----------
    book
        The workbook.
    report
        Its scheme and digests go into the page's header and footer.
    """

    def __init__(self, book: Book, report: Report) -> None:
        self.book = book
        self.lang = report.lang
        self.row = 0
        self.sheet: Worksheet = book.workbook.add_worksheet(say("export.sheet_scorecard", report.lang))
        self.sheet.set_paper(A4)
        self.sheet.fit_to_pages(1, 1)
        self.sheet.set_margins(left=0.5, right=0.5, top=0.7, bottom=0.7)
        self.sheet.center_horizontally()
        self.sheet.hide_gridlines(2)
        for column, width in enumerate(WIDTHS):
            self.sheet.set_column(column, column, width, book.style({}))
        scheme = report.scheme
        self.sheet.set_header(f"&L{page_text(scheme.name)} {page_text(scheme.version)}&R{report.made_on}")
        facts = page_text(report.digest, 13)
        digests = say("export.digests", report.lang, scheme=scheme.digest, facts=facts)
        self.sheet.set_footer(f"&L{digests}&C{page_text(report.period)}&R&P/&N")

    def line(self, *cells: Cell) -> None:
        """Write one row, as high as its longest text needs, and go to the next."""
        column, lines = 0, 1
        for value, across, style in cells:
            self.book.put(self.sheet, self.row, column, value, style, across)
            if isinstance(value, str):
                # Merged cells do not grow by themselves.
                lines = max(lines, ceil(text_width(value) / (SMALL * sum(WIDTHS[column : column + across]))))
            column += across
        self.sheet.set_row(self.row, LINE * lines + ROOM)
        self.row += 1

    def note(self, text: str) -> None:
        """A remark over the whole width."""
        self.line((text, len(WIDTHS), NOTE))

    def title(self, text: str, size: int) -> None:
        """A heading over the whole width, in points."""
        self.line((text, len(WIDTHS), {"bold": True, "font_size": size}))
        self.sheet.set_row(self.row - 1, 1.8 * size)

    def block(self, key: str) -> None:
        """Leave a row free and start a block under its heading."""
        self.row += 1
        self.title(say(f"export.{key}", self.lang), 11)

    def heads(self, *cells: tuple[str, int]) -> None:
        """Column headings: text and the columns it covers."""
        self.line(*((text, across, {**HEAD, **MIDDLE}) for text, across in cells))

    def finish(self) -> None:
        """Print what was written, nothing else."""
        self.sheet.print_area(0, 0, self.row - 1, len(WIDTHS) - 1)
