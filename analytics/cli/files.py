"""Files on disk → sources, for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analytics.ingest import Source, read_workbook, recognise
from analytics.ingest.model import TableName
from analytics.scheme import Scheme, default_scheme, load_scheme


def scheme_of(path: Path | None) -> Scheme:
    """The scheme in a file, or the one that ships with Manyi."""
    return load_scheme(path) if path else default_scheme()


def sources(paths: Sequence[Path], scheme: Scheme, table: TableName | None = None) -> list[Source]:
    """Read files and take the mapping that is proposed for each."""
    return [_source(path, scheme, table) for path in paths]


def _source(path: Path, scheme: Scheme, table: TableName | None) -> Source:
    workbook = read_workbook(path.name, path.read_bytes())
    return Source(workbook, recognise(workbook, scheme, table=table))
