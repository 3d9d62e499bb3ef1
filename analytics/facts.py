"""Facts: what was uploaded, as canonical tables in Parquet, with every row accounted for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import duckdb
import pandas as pd

from analytics.issues import Account, Issue
from analytics.tables import TABLES


@dataclass(frozen=True)
class Item:
    """One rated question as the user confirmed it.

    Attributes
    ----------
    key
        Stable short name, e.g. ``Q7_2``.
    text
        The question as written (matrix row, without the common stem).
    dimension
        Dimension key of the scheme, or the question's own block.
    scale
        Name of the declared scale.
    reverse
        Whether a high level is bad; levels in RATINGS are already turned.
    stem
        The matrix's common question, ``""`` for a single question.
    """

    key: str
    text: str
    dimension: str
    scale: str
    reverse: bool = False
    stem: str = ""


@dataclass(frozen=True)
class Facts:
    """Canonical tables on disk and the account of how they came about.

    Attributes
    ----------
    folder
        Private folder with one ``<table>.parquet`` each; whoever made it deletes it.
    digest
        SHA-256 over the uploads and their mappings: the key of every cache.
    items
        The rated questions.
    groupings
        Extra grouping columns of RESPONSES beyond the declared ones.
    issues, accounts
        What was found, and where each row went.
    """

    folder: Path
    digest: str
    items: tuple[Item, ...] = ()
    groupings: tuple[str, ...] = ()
    issues: tuple[Issue, ...] = ()
    accounts: tuple[Account, ...] = ()

    def path(self, table: str) -> Path:
        """Where a table lies."""
        return self.folder / f"{table}.parquet"

    def has(self, table: str) -> bool:
        """Whether the table was uploaded."""
        return self.path(table).exists()

    def read(self, table: str) -> pd.DataFrame:
        """A whole table in memory, typed as declared; empty where it was not uploaded.

        For the small ones (managers, customers) and for drill-down; statistics go through
        :meth:`relation`.
        """
        data = pd.read_parquet(self.path(table)) if self.has(table) else None
        return TABLES[table].frame(data)

    def relation(self, table: str, connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyRelation:
        """The table as a lazy relation: nothing is read until an aggregate asks for it."""
        return connection.read_parquet(str(self.path(table)))


def save(frames: Mapping[str, pd.DataFrame], folder: Path) -> None:
    """Write canonical tables as Parquet, typed as declared.

    Parameters
    ----------
    frames
        Table name → frame; extra columns are kept.
    folder
        An existing private folder.
    """
    for name, frame in frames.items():
        TABLES[name].frame(frame).to_parquet(folder / f"{name}.parquet", index=False)
