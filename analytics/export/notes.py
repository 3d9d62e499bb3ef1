"""How a scorecard is read: the words and the scheme behind the numbers."""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from analytics.export.card import FEWEST_PEERS
from analytics.export.report import Report
from analytics.export.workbook import HEAD, PLAIN, Book
from analytics.text import say
from analytics.wording import percent

NOTES = (
    "score", "interval", "sample", "judged", "bands", "kinds", "rank", "peers", "findings", "missing",
    "source",
)  # fmt: skip


def write_notes(book: Book, report: Report) -> None:
    """A sheet of short explanations, then the scheme's dimensions and weights."""
    sheet = book.workbook.add_worksheet(say("export.sheet_notes", report.lang))
    sheet.set_column(0, 0, 22)
    sheet.set_column(1, 6, 15)
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    scheme = report.scheme
    values = {
        "confidence": percent(scheme.confidence),
        "minimum_judge": scheme.minimum_judge,
        "minimum_show": scheme.minimum_show,
        "practical_gap": f"{scheme.practical_gap:g}",
        "fewest_peers": FEWEST_PEERS,
        "fdr": percent(scheme.fdr),
        "bands": say("export.comma", report.lang).join(
            f"{band.zh if report.lang == 'zh' else band.en} ≥ {band.start:g}" for band in scheme.bands
        ),
        "name": scheme.name,
        "version": scheme.version,
        "scheme": scheme.digest,
        "facts": report.digest,
        "waves": say("export.comma", report.lang).join(report.waves),
    }
    for row, note in enumerate(NOTES):
        book.put(sheet, row, 0, say(f"export.note_{note}", report.lang), {"bold": True, "valign": "top"})
        text = say(f"export.note_{note}_text", report.lang, **values)
        book.put(sheet, row, 1, text, {"text_wrap": True, "valign": "top"}, across=6)
        sheet.set_row(row, 42)
    _write_dimensions(book, sheet, len(NOTES) + 1, report)


def _write_dimensions(book: Book, sheet: Worksheet, top: int, report: Report) -> None:
    lang = report.lang
    heads = ("dimension", "side", "side_weight", "weight", "measure", "floor", "target")
    for column, head in enumerate(heads):
        book.put(sheet, top, column, say(f"export.head_{head}", lang), HEAD)
    for row, dimension in enumerate(report.scheme.dimensions, start=top + 1):
        cells = (
            dimension.zh if lang == "zh" else dimension.en,
            say(f"wording.side_{dimension.side}", lang),
            report.scheme.side_weight(dimension.side),
            dimension.weight,
            say(f"wording.measure_{dimension.measure}", lang),
            dimension.floor,
            dimension.target,
        )
        for column, cell in enumerate(cells):
            style = {"num_format": "0%"} if heads[column].endswith("weight") else PLAIN
            book.put(sheet, row, column, cell, style)
