"""The values that ingest passes along: sheets, mappings, sources."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from typing import Literal

from analytics.issues import Issue

Cell = str | int | float | bool | dt.datetime | dt.date | dt.time | dt.timedelta | None
TableName = Literal["survey", "records", "managers", "customers"]


@dataclass(frozen=True)
class Sheet:
    """One sheet as a rectangular grid; ``rows[r - 1][c]`` is spreadsheet row ``r``, 0-based column ``c``."""

    name: str
    rows: list[list[Cell]]
    hidden: bool = False


@dataclass(frozen=True)
class Workbook:
    """A file as read: nothing interpreted, nothing dropped.

    Attributes
    ----------
    file
        Name as uploaded.
    content
        What it really is, by its bytes: ``xlsx``, ``xls``, ``ods``, ``csv``, ``html``.
    sheets
        In the order of the file.
    digest
        SHA-256 of the bytes.
    encoding, delimiter
        Of a text file; ``""`` otherwise.
    issues
        What reading found (stray cells, error cells, uncertain encoding, …).
    """

    file: str
    content: str
    sheets: tuple[Sheet, ...]
    digest: str
    encoding: str = ""
    delimiter: str = ""
    issues: tuple[Issue, ...] = ()

    def sheet(self, name: str) -> Sheet:
        """The sheet of that name."""
        return next(sheet for sheet in self.sheets if sheet.name == name)


@dataclass(frozen=True)
class ColumnMap:
    """What one source column means: proposed by recognition, confirmed or changed by the user.

    Attributes
    ----------
    index
        0-based column of the sheet.
    header
        Header as written, stripped.
    role
        A column of the canonical table, or ``item``, ``overall``, ``grouping``, ``ignore``.
    key, dimension, scale, reverse, stem
        For items: see :class:`analytics.facts.Item`.
    why
        Message key of the reason for the proposal.
    question
        Message key of what the user should confirm; ``""`` where nothing is open.
    """

    index: int
    header: str
    role: str
    key: str = ""
    dimension: str = ""
    scale: str = ""
    reverse: bool = False
    stem: str = ""
    why: str = ""
    question: str = ""


@dataclass(frozen=True)
class Mapping:
    """How one sheet becomes one canonical table.

    Attributes
    ----------
    table
        What the sheet is.
    layout
        Name of the recognised export layout (``wjx_text``, ``wjx_ordinal``, ``table``).
    sheet
        Sheet name.
    header_rows, first_row
        Spreadsheet rows, counted from 1; data run from ``first_row`` to the end.
    columns
        One entry per source column.
    """

    table: TableName
    layout: str
    sheet: str
    header_rows: tuple[int, ...]
    first_row: int
    columns: tuple[ColumnMap, ...] = field(default=())

    def of(self, *roles: str) -> tuple[ColumnMap, ...]:
        """The columns with one of these roles."""
        return tuple(column for column in self.columns if column.role in roles)


@dataclass(frozen=True)
class Source:
    """A file and how it is to be read: what :func:`analytics.ingest.load` takes."""

    workbook: Workbook
    mapping: Mapping
