"""Excel workbooks (.xlsx, .xlsm, strict or not), read by calamine within measured bounds."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from xml.etree import ElementTree as ET

import python_calamine as calamine

from analytics.errors import DataError
from analytics.ingest.model import Sheet
from analytics.ingest.workbook.budget import Budget
from analytics.ingest.workbook.grid import Grid, Reading, finish_all
from analytics.ingest.workbook.package import Package
from analytics.ingest.workbook.prescan import Part, Survey, cleaned, survey
from analytics.ingest.workbook.strings import shared_strings
from analytics.issues import Issue

BOOK = "xl/workbook.xml"
_RELATIONS = "xl/_rels/workbook.xml.rels"
_XML = (".xml", ".rels")


def read(file: str, data: bytes, budget: Budget) -> Reading:
    """Every worksheet at its absolute positions; formulas by their saved results, macros left alone.

    Raises
    ------
    DataError
        If the workbook is damaged, or larger than ``budget`` allows.
    """
    package = Package(file, data, budget)
    surveys = survey(package, _worksheets(package), shared_strings(package), budget)
    if any(found.must_be_cleaned for found in surveys):
        data = _rebuilt(package, surveys)
    sheets, issues = _load(file, data, budget)
    return Reading(sheets, tuple(issue for found in surveys for issue in found.issues(file)) + issues)


def _worksheets(package: Package) -> list[Part]:
    targets = {
        relation.get("Id"): posixpath.normpath(posixpath.join("/xl", relation.get("Target", ""))).lstrip("/")
        for relation in _elements(package, _RELATIONS, "Relationship")
        if relation.get("Type", "").endswith("/worksheet")
    }
    sheets = []
    for sheet in _elements(package, BOOK, "sheet"):
        relation = next((value for name, value in sheet.items() if name.endswith("}id")), None)
        if relation in targets:
            sheets.append(Part(sheet.get("name", ""), targets[relation]))
    return sheets


def _elements(package: Package, part: str, tag: str) -> list[ET.Element]:
    """The elements of a small part by local name: strict workbooks use other namespaces."""
    content = package.read(part)
    if b"<!DOCTYPE" in content:  # no office program writes one; it could define an entity bomb
        raise package.damaged()
    try:
        root = ET.fromstring(content)  # noqa: S314  small and without DOCTYPE
    except (ET.ParseError, LookupError) as error:  # the second: an encoding nobody knows
        raise package.damaged() from error
    return [element for element in root.iter() if element.tag.rpartition("}")[2] == tag]


def _rebuilt(package: Package, surveys: list[Survey]) -> bytes:
    """The package with cleaned sheets, and only the parts a reader of values needs."""
    sheets = {found.part.part.casefold(): found for found in surveys}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for part in package.parts:
            if not part.casefold().endswith(_XML):
                continue
            found = sheets.get(part.casefold())
            with archive.open(part, "w") as target:
                for piece in cleaned(package, found) if found else package.chunks(part):
                    target.write(piece)
    return out.getvalue()


def _load(file: str, data: bytes, budget: Budget) -> tuple[tuple[Sheet, ...], tuple[Issue, ...]]:
    try:
        with calamine.load_workbook(io.BytesIO(data)) as book:
            return finish_all(_grids(file, book, budget))
    except BaseException as error:
        # a panic of the native reader derives from BaseException, and its class cannot be imported
        if isinstance(error, calamine.CalamineError | ValueError) or type(error).__name__ == "PanicException":
            raise DataError("workbook.damaged", file=file) from error
        raise


def _grids(file: str, book: calamine.CalamineWorkbook, budget: Budget) -> Iterator[Grid]:
    for entry in book.sheets_metadata:
        if entry.typ != calamine.SheetTypeEnum.WorkSheet:
            continue
        grid = Grid(file, entry.name, budget, hidden=entry.visible != calamine.SheetVisibleEnum.Visible)
        source = book.get_sheet_by_name(entry.name)
        left = source.start[1] if source.start else 0
        for row in source.iter_rows():
            grid.append(row, left)
        yield grid
