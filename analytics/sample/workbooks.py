"""The sample as workbooks, the same bytes every time."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pandas as pd
import xlsxwriter

_CREATED = dt.datetime(2026, 1, 5)  # noqa: DTZ001  # spreadsheet times have no zone
_TEXT_ONLY = {"strings_to_formulas": False, "strings_to_numbers": False, "strings_to_urls": False}
_TIME = {"num_format": "yyyy-mm-dd hh:mm"}


def write_workbook(frame: pd.DataFrame, path: Path, sheet: str = "Sheet1", title: str = "") -> Path:
    """Write one frame under its headers.

    Parameters
    ----------
    frame
        Columns are the headers; missing values and ``""`` become empty cells.
    path
        The file; replaced where it exists.
    sheet
        Name of the sheet.
    title
        A title merged over the first row, headers then in the second; none where ``""``.

    Returns
    -------
    Path
        ``path``.
    """
    with xlsxwriter.Workbook(str(path), _TEXT_ONLY) as book:
        book.set_properties({"created": _CREATED})
        bold, time = book.add_format({"bold": True, "align": "center"}), book.add_format(_TIME)
        page = book.add_worksheet(sheet)
        if title:
            page.merge_range(0, 0, 0, len(frame.columns) - 1, title, bold)
        top = 1 if title else 0
        page.write_row(top, 0, frame.columns, bold)
        page.freeze_panes(top + 1, 0)
        page.set_column(0, len(frame.columns) - 1, 16)
        for column, name in enumerate(frame):
            stamped = pd.api.types.is_datetime64_any_dtype(frame[name])
            for row, value in enumerate(frame[name], start=top + 1):
                if pd.isna(value) or value == "":
                    continue
                if stamped:
                    page.write_datetime(row, column, value.to_pydatetime(), time)
                else:
                    page.write(row, column, value)
    return path
