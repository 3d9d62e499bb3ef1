"""One mapped sheet, read column by column into typed values."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import pandas as pd

from analytics.errors import DataError
from analytics.ingest.cells import (
    UNREADABLE,
    each,
    flag,
    minutes,
    number,
    one_spelling,
    text,
    tidy,
    time,
    unit_of,
)
from analytics.ingest.grid import blanks, column_cells, data_rows, table_columns, totals
from analytics.ingest.layouts import layout
from analytics.ingest.model import Cell, ColumnMap, Source
from analytics.ingest.roles import MANY
from analytics.ingest.rows import Rows, found, tally
from analytics.issues import Issue, Severity
from analytics.vocabulary import VOCABULARIES, fold


class Reader:
    """Reads the columns of a source by role; what cannot be read becomes missing and an issue.

    Parameters
    ----------
    source
        File and confirmed mapping.
    at
        Position of the source among those of its table.

    Raises
    ------
    DataError
        If two columns have a role that only one can have.
    """

    def __init__(self, source: Source, at: int) -> None:
        self.source = source
        self.at = at
        self.sheet = source.workbook.sheet(source.mapping.sheet)
        columns = table_columns(source.mapping)
        self._all = data_rows(self.sheet, source.mapping.first_row)
        self._aside = {
            "blank": blanks(self.sheet, self._all, columns),
            "total": totals(self.sheet, self._all, columns),
        }
        aside = [row for rows in self._aside.values() for row in rows]
        self.rows = self._all[~self._all.isin(aside)]
        self.issues: list[Issue] = []
        shape = layout(source.mapping.layout)
        above = [self.sheet.rows[row - 1] for row in source.mapping.header_rows]
        self.headers = shape.headers([[text(cell) for cell in row] for row in above])
        self._chosen = shape.chosen
        self._by_role: dict[str, ColumnMap] = {}
        for column in source.mapping.columns:
            other = self._by_role.get(column.role)
            if other and column.role not in MANY:
                raise DataError(
                    "ingest.role_twice",
                    file=source.workbook.file,
                    sheet=source.mapping.sheet,
                    first=other.header,
                    second=column.header,
                )
            self._by_role[column.role] = column

    def has(self, role: str) -> bool:
        """Whether a column has this role."""
        return role in self._by_role

    def start(self) -> pd.DataFrame:
        """The frame of all rows, blank ones and totals set aside; columns read join by row."""
        frame = pd.DataFrame({"source": self.at, "row": self._all, "set_aside": ""}, index=self._all)
        for key, rows in self._aside.items():
            frame.loc[rows, "set_aside"] = key
        return frame

    def each(self, column: ColumnMap, read: Callable[[Cell], object]) -> pd.Series:
        """What ``read`` makes of the choices in a column, by spreadsheet row; comments are read whole."""
        cells = column_cells(self.sheet, self.rows, column.index)
        return each(cells, read if column.role == "comment" else lambda cell: read(self._chosen(cell)))

    def texts(self, role: str, read: Callable[[Cell], str] = tidy) -> pd.Series:
        """Names, numbers or words; ``""`` where nothing was said or no column has the role."""
        if not self.has(role):
            return pd.Series("", index=self.rows, dtype="str")
        return self.each(self._by_role[role], read).astype("str")

    def names(self, role: str) -> pd.Series:
        """Texts in one spelling each; words of a vocabulary become its codes, others are reported."""
        written = one_spelling(self.texts(role))
        if role not in VOCABULARIES or not self.has(role):
            return written
        vocabulary = VOCABULARIES[role]
        codes = vocabulary.spellings()
        coded = written.map({word: codes.get(fold(word), word) for word in written.unique()}).astype("str")
        unknown = coded[~coded.isin([*vocabulary.codes(), ""])]
        if len(unknown):
            self.note("unknown_word", self._by_role[role], unknown.index, words=tally(unknown))
        return coded

    def times(self, role: str) -> pd.Series:
        """Points in time."""
        return self._readable(role, time, "unread_time").astype("datetime64[us]")

    def numbers(self, role: str) -> pd.Series:
        """Amounts."""
        return self._readable(role, number, "unread_number").astype("float64")

    def durations(self, role: str) -> pd.Series:
        """Durations in minutes."""
        unit = unit_of(self._by_role[role].header) if self.has(role) else 1.0
        return self._readable(role, partial(minutes, unit=unit), "unread_duration").astype("float64")

    def flags(self, role: str) -> pd.Series:
        """Yes or no."""
        return self._readable(role, flag, "unread_flag").astype("boolean")

    def _readable(self, role: str, read: Callable[[Cell], object], key: str) -> pd.Series:
        if not self.has(role):
            return pd.Series(None, index=self.rows, dtype=object)
        values = self.each(self._by_role[role], read)
        unread = values.map(lambda value: value is UNREADABLE).astype(bool)
        if unread.any():
            stated = self.each(self._by_role[role], text)[unread]
            self.note(key, self._by_role[role], self.rows[unread], words=tally(stated))
        return values.mask(unread, None)

    def note(
        self, key: str, column: ColumnMap, rows: Rows, severity: Severity = "warning", /, **values: object
    ) -> None:
        """Keep an issue about cells of one column."""
        self.issues.append(found(key, severity, self.source, rows, column.header, **values))
