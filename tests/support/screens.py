"""The app as the page tests see it, and the small files they upload."""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Sequence
from pathlib import Path

import xlsxwriter
from streamlit.testing.v1 import AppTest

ROOT = Path(__file__).parents[2]
PAGES = {
    "overview": "pages/results/overview.py",
    "segments": "pages/results/segments.py",
    "managers": "pages/results/managers.py",
    "weak_areas": "pages/improve/weak_areas.py",
    "scorecards": "pages/improve/scorecards.py",
    "quality": "pages/data/quality.py",
    "upload": "pages/data/upload.py",
}
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def opened(*, sample: bool = False, lang: str = "zh") -> AppTest:
    """A new session by a link in ``lang``, with the sample data by one click if asked for."""
    at = AppTest.from_file(str(ROOT / "app.py"), default_timeout=60)
    at.query_params["lang"] = lang
    at.run()
    if sample:
        at.button(key="use-sample").click().run()
    return at


def turn_to(at: AppTest, page: str) -> AppTest:
    """The session on another page, as it is drawn without an exception."""
    at.switch_page(PAGES[page]).run()
    assert not at.exception
    return at


def words(at: AppTest) -> str:
    """Everything written on the page, one piece a line; metrics as ``label: value``."""
    texts = [
        element.value
        for kind in ("title", "subheader", "markdown", "caption", "info", "warning", "error", "success")
        for element in getattr(at, kind)
    ]
    texts += [f"{metric.label}: {metric.value}" for metric in at.metric]
    texts += [expander.label for expander in at.expander]
    return "\n".join(texts)


def survey_file(answers: Sequence[tuple[str, str]], question: str = "客户经理服务态度好") -> bytes:
    """An export in the text layout of 问卷星 from (region, answer) pairs: one rated question."""
    header = [
        "序号",
        "提交答卷时间",
        "所用时间",
        "来源",
        "来源详情",
        "来自IP",
        "1、您所在的区县",
        f"2、{question}",
    ]
    rows = [
        [n, f"2025/03/{1 + n % 28:02d} 09:00:00", "60秒", "微信", "N/A", "198.18.0.1", region, answer]
        for n, (region, answer) in enumerate(answers, 1)
    ]
    return sheet_file([header, *rows])


def records_file(count: int) -> bytes:
    """An export of service records: every tenth complaint takes longer than the limit of ten working days."""
    header = ["工单编号", "用户编号", "业务类别", "所属区县", "受理时间", "办结时间", "工单状态"]
    start = dt.datetime(2025, 3, 3, 9)  # noqa: DTZ001 -- spreadsheets know no time zone
    rows = [
        [
            f"GD{n:04d}",
            f"{n:012d}",
            "投诉",
            "东区",
            start,
            start + dt.timedelta(days=1 if n % 10 else 40),
            "归档",
        ]
        for n in range(count)
    ]
    return sheet_file([header, *rows])


def sheet_file(rows: Sequence[Sequence[object]]) -> bytes:
    """A workbook of one sheet."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"default_date_format": "yyyy-mm-dd hh:mm"}) as book:
        sheet = book.add_worksheet()
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()
