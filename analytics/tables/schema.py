"""How a table is declared."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import pandas as pd

Type = Literal["string", "int", "float", "bool", "time"]

_DTYPES: dict[Type, str] = {
    "string": "str",
    "int": "Int64",
    "float": "float64",
    "bool": "boolean",
    "time": "datetime64[us]",
}


@dataclass(frozen=True)
class Column:
    """One column: name, type, meaning in both languages, unit and what it may hold."""

    name: str
    type: Type
    zh: str
    en: str
    unit: str = ""
    optional: bool = False
    allowed: tuple[str, ...] = ()
    minimum: float | None = None
    maximum: float | None = None

    @property
    def dtype(self) -> str:
        """The pandas dtype: missing values keep their type (``Int64``, ``boolean``)."""
        return _DTYPES[self.type]


@dataclass(frozen=True)
class Table:
    """A table's name, meaning and columns."""

    name: str
    zh: str
    en: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Column names in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The declaration of one column."""
        return next(column for column in self.columns if column.name == name)

    def frame(self, data: pd.DataFrame | None = None) -> pd.DataFrame:
        """A frame with exactly the declared columns and dtypes; absent columns hold missing values.

        Columns beyond the declared ones (extra groupings of the user) are kept behind them.
        """
        given = pd.DataFrame() if data is None else data
        extra = [name for name in given.columns if name not in self.names]
        frame: pd.DataFrame = given.reindex(columns=[*self.names, *extra])
        return frame.astype({column.name: column.dtype for column in self.columns})
