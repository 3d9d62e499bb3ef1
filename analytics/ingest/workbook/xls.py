"""Excel 97–2003 workbooks (.xls), read by xlrd: calamine returns some real files full of NULs.

Source of the value rules: MS-XLS 2.5.231 (error codes), xlrd's documentation on dates.
"""

from __future__ import annotations

import datetime as dt
import io
import re
from collections.abc import Iterator

import xlrd

from analytics.errors import DataError
from analytics.ingest.model import Cell
from analytics.ingest.workbook.budget import Budget
from analytics.ingest.workbook.grid import Grid, Reading, finish_all

_ELAPSED = re.compile(r"\[[hms]+\]", re.IGNORECASE)
_PROTECTED = "Workbook is encrypted"


def read(file: str, data: bytes, budget: Budget) -> Reading:
    """Every worksheet at its absolute positions; formulas by their saved results, macros left alone.

    Raises
    ------
    DataError
        If the workbook is damaged, protected by a password, or larger than ``budget`` allows.
    """
    try:
        with xlrd.open_workbook(
            file_contents=data,
            logfile=io.StringIO(),
            formatting_info=True,  # tells a duration from a time of day
            ragged_rows=True,  # a stray cell costs itself, not a rectangle
            on_demand=True,
        ) as book:
            sheets, issues = finish_all(_grids(file, book, budget))
    except DataError:
        raise
    except Exception as error:  # xlrd meets damage with whatever its parsing runs into
        key = "workbook.encrypted" if str(error) == _PROTECTED else "workbook.damaged"
        raise DataError(key, file=file) from error
    return Reading(sheets, issues)


def _grids(file: str, book: xlrd.Book, budget: Budget) -> Iterator[Grid]:
    for number, name in enumerate(book.sheet_names()):
        source = book.sheet_by_index(number)
        grid = Grid(file, name, budget, hidden=source.visibility != 0)
        for row in range(source.nrows):
            cells = source.row(row)
            for column, cell in enumerate(cells, 1):
                if cell.ctype == xlrd.XL_CELL_ERROR:
                    grid.errors.add(row + 1, column, xlrd.error_text_from_code.get(cell.value, "#"))
            grid.append([_value(book, cell) for cell in cells])
        book.unload_sheet(number)
        yield grid


def _value(book: xlrd.Book, cell: xlrd.sheet.Cell) -> Cell:
    match cell.ctype:
        case xlrd.XL_CELL_TEXT | xlrd.XL_CELL_NUMBER:
            return cell.value  # type: ignore[no-any-return]
        case xlrd.XL_CELL_BOOLEAN:
            return bool(cell.value)
        case xlrd.XL_CELL_DATE:
            style = book.format_map[book.xf_list[cell.xf_index].format_key].format_str
            return _moment(cell.value, style, book.datemode)
    return None


def _moment(serial: float, style: str, datemode: int) -> Cell:
    if _ELAPSED.search(style):
        return dt.timedelta(seconds=round(serial * 86_400))
    try:
        moment: dt.datetime = xlrd.xldate.xldate_as_datetime(serial, datemode)
    except (OverflowError, ValueError):  # a number far outside the calendar that merely looks like a date
        return serial
    return moment.time() if 0 <= serial < 1 else moment
