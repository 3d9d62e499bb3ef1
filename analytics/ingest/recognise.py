"""From a workbook to a proposed mapping: which sheet, which rows, what each column means."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.errors import DataError
from analytics.ingest.area import Area, find_area
from analytics.ingest.grid import column_cells, data_rows, table_columns, totals
from analytics.ingest.layouts import LAYOUTS, TABLE, Header, Layout, layout
from analytics.ingest.model import ColumnMap, Mapping, Sheet, TableName, Workbook
from analytics.ingest.profile import Profile, profile
from analytics.ingest.propose import Column, propose, scale_fits
from analytics.ingest.roles import known_headers, table_of
from analytics.scheme import Scheme

_KNOWN = 3
_SHOWN = ("header", "role", "dimension", "scale")


@dataclass(frozen=True)
class _Found:
    """A table with its layout and headers; the larger :attr:`rank`, the likelier it is the one meant."""

    area: Area
    layout: Layout
    headers: tuple[Header, ...]

    @property
    def rank(self) -> tuple[bool, bool, float]:
        labels = [self.headers[at].label for at in self.area.columns]
        return self.layout is not TABLE, known_headers(labels) >= _KNOWN, self.area.filled


def recognise(
    workbook: Workbook, scheme: Scheme, *, table: TableName | None = None, sheet: str = ""
) -> Mapping:
    """Propose how to read a workbook. The user may change everything with ``dataclasses.replace``.

    Parameters
    ----------
    workbook
        The file as read.
    scheme
        Whose keywords propose the dimension of a question.
    table, sheet
        What the user has already decided; by default both are proposed.

    Raises
    ------
    DataError
        If no visible sheet, or not the one asked for, holds a header row with data below it.
    """
    eligible = [one for one in workbook.sheets if (one.name == sheet if sheet else not one.hidden)]
    found = [_read_header(area) for one in eligible if (area := find_area(one))]
    if not found:
        names = "、".join(one.name for one in eligible)
        raise DataError("ingest.no_table", file=workbook.file, sheets=names)
    return _propose(max(found, key=lambda one: one.rank), scheme, table)


def _read_header(area: Area) -> _Found:
    layout = next(one for one in LAYOUTS if one.signature(area.texts(one.header_rows)))
    return _Found(area, layout, layout.headers(area.texts(layout.header_rows)))


def _propose(found: _Found, scheme: Scheme, table: TableName | None) -> Mapping:
    area, headers = found.area, found.headers
    first = area.top + found.layout.header_rows
    looked = _profiles(area.sheet, first, sorted(area.columns), found.layout)
    columns = [Column(index, headers[index], one) for index, one in looked.items()]
    beside = [
        ColumnMap(index, header.written, "ignore", why="ingest.why_beside")
        for index, header in enumerate(headers)
        if index not in area.columns and header.written
    ]
    kind = table or _table(columns, found.layout)
    proposed = [*propose(columns, kind, found.layout, scheme), *beside]
    return Mapping(
        table=kind,
        layout=found.layout.name,
        sheet=area.sheet.name,
        header_rows=tuple(range(area.top, first)),
        first_row=first,
        columns=tuple(sorted(proposed, key=lambda one: one.index)),
    )


def _profiles(sheet: Sheet, first: int, columns: Sequence[int], found: Layout) -> dict[int, Profile]:
    rows = data_rows(sheet, first)
    rows = rows[~rows.isin(totals(sheet, rows, columns))]
    return {at: profile(column_cells(sheet, rows, at), found.chosen) for at in columns}


def _table(columns: Sequence[Column], found: Layout) -> TableName:
    if found is not TABLE:
        return "survey"
    labels = [one.header.label for one in columns]
    return table_of(labels, scaled=bool(scale_fits(columns, found)))


def preview(workbook: Workbook, mapping: Mapping) -> pd.DataFrame:
    """One row per column of the mapped table, for the mapping screen and the command line.

    Returns
    -------
    pandas.DataFrame
        Indexed by 0-based source column: header, role, dimension, scale, examples (most frequent
        answers), distinct (different answers), missing (cells without an answer). Rows of totals are
        left out.
    """
    looked = _profiles(
        workbook.sheet(mapping.sheet), mapping.first_row, table_columns(mapping), layout(mapping.layout)
    )
    columns = [column for column in mapping.columns if column.index in looked]
    return pd.DataFrame(
        {
            **{name: [getattr(column, name) for column in columns] for name in _SHOWN},
            "examples": [one.examples() for one in looked.values()],
            "distinct": [len(one.counts) for one in looked.values()],
            "missing": [one.missing for one in looked.values()],
        },
        index=pd.Index(looked, name="column"),
    )
