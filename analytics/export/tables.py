"""All results in one workbook, with the dictionary of their columns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from io import BytesIO

import pandas as pd

from analytics.export.issues import ISSUES, issues_frame
from analytics.export.report import Report
from analytics.export.workbook import opened
from analytics.issues import Issue
from analytics.tables import FINDINGS, MANAGERS, NOT_JUDGED, SCORES, Column, Table
from analytics.text import Lang, say

DICTIONARY = Table(
    "dictionary",
    "字段说明",
    "dictionary of columns",
    (
        Column("sheet", "string", "工作表", "sheet"),
        Column("column", "string", "字段", "machine name"),
        Column("zh", "string", "中文", "Chinese"),
        Column("en", "string", "英文", "English"),
        Column("type", "string", "类型", "type"),
        Column("unit", "string", "单位", "unit"),
        Column("allowed", "string", "允许值", "allowed codes"),
        Column("minimum", "float", "最小", "minimum", optional=True),
        Column("maximum", "float", "最大", "maximum", optional=True),
        Column("optional", "bool", "可为空", "may be blank"),
    ),
)


def tables_xlsx(report: Report, issues: Sequence[Issue] = ()) -> bytes:
    """Scores, findings, what was not judged, the roster and the issues: a sheet each, and the dictionary.

    Parameters
    ----------
    report
        The results.
    issues
        What ingest found.
    """
    sheets = (
        (SCORES, report.scores),
        (FINDINGS, report.findings),
        (NOT_JUDGED, report.not_judged),
        (MANAGERS, report.managers),
        (ISSUES, issues_frame(issues, report.lang)),
    )
    dictionary = dictionary_frame((table for table, _ in sheets), report.lang)
    target = BytesIO()
    with opened(target, report.scheme.name, report.made_on, report.lang) as book:
        for table, frame in (*sheets, (DICTIONARY, dictionary)):
            book.table(frame, table, report.scheme, report.names)
    return target.getvalue()


def dictionary_frame(tables: Iterable[Table], lang: Lang) -> pd.DataFrame:
    """One row per declared column."""
    rows = [
        {
            "sheet": say(f"export.sheet_{table.name}", lang),
            "column": column.name,
            **{name: getattr(column, name) for name in DICTIONARY.names if hasattr(column, name)},
            "allowed": " ".join(column.allowed),
        }
        for table in tables
        for column in table.columns
    ]
    return DICTIONARY.frame(pd.DataFrame(rows))
