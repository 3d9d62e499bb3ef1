"""Files on disk → sources, for the command line."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from analytics.errors import DataError
from analytics.ingest import Source, read_workbook, recognise
from analytics.ingest.model import TableName
from analytics.ingest.workbook import DEFAULT
from analytics.scheme import Scheme, default_scheme, load_scheme


def scheme_of(path: Path | None) -> Scheme:
    """The scheme in a file, or the one that ships with Manyi."""
    return load_scheme(path) if path else default_scheme()


def sources(paths: Sequence[Path], scheme: Scheme, table: TableName | None = None) -> list[Source]:
    """Read files and take the mapping that is proposed for each."""
    return [_source(path, scheme, table) for path in paths]


def _source(path: Path, scheme: Scheme, table: TableName | None) -> Source:
    if path.exists() and not path.is_file() and not path.is_dir():
        raise DataError("cli.no_file", file=path)
    DEFAULT.admit_file(path.name, path.stat().st_size)
    workbook = read_workbook(path.name, path.read_bytes())
    natural = recognise(workbook, scheme)
    if table is None or table == natural.table:
        return Source(workbook, natural)
    if natural.table != "survey":
        # A list that is clearly one of another kind was given with the wrong option.
        better = f"--{natural.table}"
        raise DataError("cli.wrong_kind", file=workbook.file, option=f"--{table}", better=better)
    return Source(workbook, recognise(workbook, scheme, table=table))
