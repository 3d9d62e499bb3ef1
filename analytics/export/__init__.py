"""Files to take away: scorecards, workbooks of all tables, CSV."""

from __future__ import annotations

from analytics.export.card import reference
from analytics.export.delimited import csv_bytes
from analytics.export.issues import ISSUES, issues_frame
from analytics.export.report import Report
from analytics.export.scorecard import scorecard
from analytics.export.scorecards import scorecards, scorecards_zip
from analytics.export.tables import tables_xlsx

__all__ = [
    "ISSUES",
    "Report",
    "csv_bytes",
    "issues_frame",
    "reference",
    "scorecard",
    "scorecards",
    "scorecards_zip",
    "tables_xlsx",
]
