"""The scorecards of all managers."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from io import BytesIO

import pandas as pd

from analytics.export.delimited import csv_bytes
from analytics.export.report import Report
from analytics.export.scorecard import scorecard
from analytics.tables import MANAGERS, SCORES, Column, Table

INDEX = Table(
    "scorecards",
    "评分卡目录",
    "list of scorecards",
    (
        Column("file", "string", "文件", "file"),
        *(MANAGERS.column(name) for name in ("manager", "name", "region", "station")),
        *(
            SCORES.column(name)
            for name in ("value", "lower", "upper", "confidence", "n", "judged", "reason", "band")
        ),
    ),
)

# Not allowed in names on Windows, or awkward anywhere.
_UNSAFE = re.compile(r'[<>:"/\\|?*\s\x00-\x1f\x7f\ud800-\udfff]+')
_LONGEST_NAME = 80


def scorecards(report: Report) -> Iterator[tuple[str, bytes]]:
    """File name and workbook of every manager of the roster or with scores, one at a time."""
    for manager, file in file_names(report).items():
        yield file, scorecard(report, manager)


def scorecards_zip(report: Report) -> bytes:
    """All scorecards and ``index.csv`` (total index per manager) in one archive; equal input, equal bytes."""
    target = BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:  # workbooks are compressed already
        for file, content in (("index.csv", csv_bytes(index_frame(report), INDEX)), *scorecards(report)):
            made = zipfile.ZipInfo(file, (*report.made_on.timetuple()[:3], 0, 0, 0))
            archive.writestr(made, content)
    return target.getvalue()


def index_frame(report: Report) -> pd.DataFrame:
    """One row per scorecard with the raw total index."""
    scores = report.scores
    total = scores[
        (scores["subject"] == "manager")
        & (scores["side"] == "total")
        & (scores["kind"] == "raw")
        & (scores["dimension"] == "index")
    ]
    files = pd.DataFrame(list(file_names(report).items()), columns=["manager", "file"])
    roster = report.managers[["manager", "name", "region", "station"]]
    frame = files.merge(roster, on="manager", how="left")
    frame = frame.merge(total.rename(columns={"key": "manager"}), on="manager", how="left")
    return INDEX.frame(frame[list(INDEX.names)])


def file_names(report: Report) -> dict[str, str]:
    """Manager's number → file name, safe on every system and unique without regard to case."""
    scored = report.scores.loc[report.scores["subject"] == "manager", "key"]
    managers = dict.fromkeys([*report.managers["manager"], *scored])
    names: dict[str, str] = {}
    taken: set[str] = set()
    for manager in filter(None, managers):
        stem = (
            "_".join(filter(None, (_safe(manager), _safe(report.names.get(manager, "")))))[:_LONGEST_NAME]
            or "_"
        )
        unique, again = stem, 1
        while unique.casefold() in taken:
            again += 1
            unique = f"{stem}_{again}"
        taken.add(unique.casefold())
        names[manager] = f"{unique}.xlsx"
    return names


def _safe(text: str) -> str:
    return _UNSAFE.sub("-", text.strip()).strip(".-")
