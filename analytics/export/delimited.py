"""Comma-separated text that programs read back and spreadsheets open without running anything."""

from __future__ import annotations

import re

import pandas as pd

from analytics.tables import Table

# OWASP, "CSV Injection": a spreadsheet takes text that starts so for a formula.
_FORMULA = re.compile(r"[=+\-@\t\r]")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def csv_bytes(frame: pd.DataFrame, table: Table) -> bytes:
    """A declared table as CSV (RFC 4180, UTF-8 with BOM, so that Excel reads Chinese).

    Headers are the machine names in declared order, the user's own columns behind them; missing is empty.
    Text that a spreadsheet would run as a formula gets a leading apostrophe; numbers never do.
    """
    extra = [name for name in frame.columns if name not in table.names]
    ordered = frame.reindex(columns=[*table.names, *extra])
    safe = ordered.apply(lambda cells: cells.map(_harmless) if _is_text(cells) else cells)
    safe.columns = [_harmless(name) for name in ordered.columns]
    text: str = safe.to_csv(index=False, lineterminator="\r\n")
    return text.encode("utf-8-sig", errors="replace")


def _is_text(cells: pd.Series) -> bool:
    return isinstance(cells.dtype, pd.StringDtype) or cells.dtype == object


def _harmless(cell: object) -> object:
    if isinstance(cell, str) and _FORMULA.match(cell) and not _NUMBER.fullmatch(cell):
        return f"'{cell}"
    return cell
