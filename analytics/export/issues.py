"""Issues as a table."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.issues import Issue
from analytics.tables import Column, Table
from analytics.text import Lang

ISSUES = Table(
    "issues",
    "数据问题",
    "what was found in the data",
    (
        Column("severity", "string", "程度", "error, warning or note", allowed=("error", "warning", "note")),
        Column("file", "string", "文件", "file"),
        Column("sheet", "string", "工作表", "sheet"),
        Column("column", "string", "列", "column header as written"),
        Column("count", "int", "数量", "rows or cells", minimum=0),
        Column("set_aside", "bool", "已排除", "rows were left out of the facts"),
        Column("message", "string", "说明", "what was found"),
        Column("rows", "string", "行号", "row numbers in the sheet, separated by spaces"),
        Column("key", "string", "代码", "machine name of the kind of issue"),
    ),
)


def issues_frame(issues: Sequence[Issue], lang: Lang) -> pd.DataFrame:
    """One row per issue, its sentence in ``lang`` and every row number."""
    rows = [
        {
            **{name: getattr(issue, name) for name in ("severity", "file", "sheet", "column", "count")},
            "set_aside": issue.set_aside,
            "message": issue.message(lang),
            "rows": " ".join(map(str, issue.rows)),
            "key": issue.key,
        }
        for issue in issues
    ]
    return ISSUES.frame(pd.DataFrame(rows))
