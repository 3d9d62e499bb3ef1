"""Workbooks made by hand, as reading a file would give them."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from analytics.facts import Facts
from analytics.ingest import Cell, Mapping, Sheet, Source, Workbook, load, recognise
from analytics.issues import Issue
from analytics.scheme import default_scheme


def book(*sheets: Sheet | Sequence[Sequence[Cell]], file: str = "file.xlsx") -> Workbook:
    """A workbook of sheets, or of one sheet's rows; short rows are filled up with empty cells."""
    made = tuple(sheet if isinstance(sheet, Sheet) else grid(*sheet) for sheet in sheets)
    digest = hashlib.sha256(repr([(sheet.name, sheet.rows) for sheet in made]).encode()).hexdigest()
    return Workbook(file, "xlsx", made, digest)


def grid(*rows: Sequence[Cell], name: str = "Sheet1", hidden: bool = False) -> Sheet:
    """A sheet whose rows are filled up to the width of the widest."""
    width = max(map(len, rows))
    return Sheet(name, [[*row, *[None] * (width - len(row))] for row in rows], hidden)


def table(header: str, *rows: str, file: str = "file.xlsx") -> Workbook:
    """A workbook of one sheet from text: cells are parted by ``|``; ``""`` is an empty cell."""
    cells = [[cell.strip() or None for cell in line.split("|")] for line in (header, *rows)]
    return book(cells, file=file)


def proposed(workbook: Workbook) -> Mapping:
    """What the default scheme proposes."""
    return recognise(workbook, default_scheme())


def changed(mapping: Mapping, header: str, **fields: object) -> Mapping:
    """A mapping with one column changed, as a user would on screen."""
    columns = [replace(one, **fields) if one.header == header else one for one in mapping.columns]
    return replace(mapping, columns=tuple(columns))


def loaded(folder: Path, *sources: Workbook | Source) -> Facts:
    """Facts of workbooks as proposed, or of sources as given."""
    given = [one if isinstance(one, Source) else Source(one, proposed(one)) for one in sources]
    return load(given, default_scheme(), folder)


def issue(facts: Facts, key: str) -> Issue:
    """The one issue with this key."""
    (one,) = [one for one in facts.issues if one.key == f"ingest.{key}"]
    assert one.message("zh")
    assert one.message("en")
    return one
