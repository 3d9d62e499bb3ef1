"""The scorecard of one manager: one printed page, the evidence behind it, and how to read it."""

from __future__ import annotations

from io import BytesIO

from analytics.export import blocks
from analytics.export.card import Card
from analytics.export.notes import write_notes
from analytics.export.page import Page
from analytics.export.report import Report
from analytics.export.workbook import opened
from analytics.tables import FINDINGS, NOT_JUDGED, SCORES
from analytics.text import say


def scorecard(report: Report, manager: str) -> bytes:
    """A workbook for one manager.

    Sheets: the page to print (A4), all scores with every column, the weak areas, what was not judged,
    and notes on reading it.

    Parameters
    ----------
    report
        The results; slices that name the manager are taken from its findings.
    manager
        Number of the manager.
    """
    card = Card(report, manager)
    heading = say("export.title", report.lang, name=report.names.get(manager, "–"), manager=manager)
    target = BytesIO()
    with opened(target, heading, report.made_on, report.lang) as book:
        page = Page(book, report)
        page.title(heading, 14)
        for block in blocks.BLOCKS:
            block(page, card)
        page.finish()
        for table, frame in ((SCORES, card.scores), (FINDINGS, card.findings), (NOT_JUDGED, card.not_judged)):
            book.table(frame, table, report.scheme, report.names)
        write_notes(book, report)
    return target.getvalue()
