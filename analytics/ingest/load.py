"""From confirmed uploads to facts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from analytics.errors import DataError
from analytics.facts import Facts, save
from analytics.ingest.area import find_area
from analytics.ingest.lists import read_customers, read_managers
from analytics.ingest.model import Source, TableName
from analytics.ingest.reader import Reader
from analytics.ingest.records import read_records
from analytics.ingest.roster import Roster, as_named, match
from analytics.ingest.rows import Read, found
from analytics.ingest.survey import read_surveys
from analytics.issues import Issue
from analytics.scheme import Scheme
from analytics.tables import TABLES

_READ: Mapping[TableName, Callable[[Sequence[Reader]], Read]] = {
    "managers": read_managers,
    "customers": read_customers,
    "survey": read_surveys,
    "records": read_records,
}
# A column in one of these roles makes the list what it is said to be.
NEEDED: Mapping[TableName, frozenset[str]] = {
    "survey": frozenset(),
    "records": frozenset({"record", "accepted_at"}),
    "managers": frozenset({"manager", "name"}),
    "customers": frozenset({"customers"}),
}
_MATCHED: Mapping[TableName, str] = {"survey": "responses", "records": "records"}


def load(sources: Sequence[Source], scheme: Scheme, folder: Path) -> Facts:
    """Read the uploads as their mappings say and write the canonical tables.

    Parameters
    ----------
    sources
        Files with confirmed mappings; several of one kind are read together.
    scheme
        Tells which dimensions of the questions have a weight.
    folder
        An existing private folder for the tables.

    Returns
    -------
    Facts
        With every issue, and an account of the rows of each source.

    Raises
    ------
    DataError
        If one sheet is given twice, two columns claim one role, or a rated column has no declared scale.
    """
    _refuse_twice(sources)
    _refuse_lacking(sources)
    read = {table: _READ[table](_readers(of)) for table in _READ if (of := _of(sources, table))}
    roster = Roster(read["managers"].tables["managers"]) if "managers" in read else None
    for table in [table for table in _MATCHED if table in read]:
        read[table] = _with_managers(read[table], _MATCHED[table], roster, _of(sources, table))
    survey = read.get("survey", Read({}, (), ()))
    frames = {name: frame for one in read.values() for name, frame in one.tables.items()}
    save({name: frame[_kept(name, survey.groupings)] for name, frame in frames.items()}, folder)
    return Facts(
        folder,
        _digest(sources),
        survey.items,
        survey.groupings,
        issues=(
            *_workbook_issues(sources),
            *(issue for one in read.values() for issue in one.issues),
            *_unweighted(survey, scheme, sources),
            *_uncounted(read, sources),
        ),
        accounts=tuple(account for one in read.values() for account in one.accounts),
    )


def _of(sources: Sequence[Source], table: TableName) -> list[Source]:
    return [source for source in sources if source.mapping.table == table]


def _readers(sources: Sequence[Source]) -> list[Reader]:
    return [Reader(source, at) for at, source in enumerate(sources)]


def _with_managers(read: Read, name: str, roster: Roster | None, sources: Sequence[Source]) -> Read:
    rows = read.tables[name]
    frame, issues = match(rows, roster, sources) if roster else (as_named(rows), [])
    return replace(read, tables={**read.tables, name: frame}, issues=(*read.issues, *issues))


def _kept(name: str, groupings: Sequence[str]) -> list[str]:
    return [*TABLES[name].names, *(groupings if name == "responses" else ())]


def _digest(sources: Sequence[Source]) -> str:
    """SHA-256 over what was uploaded and how it is read."""
    told = repr([(source.workbook.digest, source.mapping) for source in sources])
    return hashlib.sha256(told.encode()).hexdigest()


def _refuse_twice(sources: Sequence[Source]) -> None:
    seen: dict[tuple[str, str], Source] = {}
    for source in sources:
        other = seen.setdefault((source.workbook.digest, source.mapping.sheet), source)
        if other is not source:
            raise DataError(
                "ingest.sheet_twice",
                file=source.workbook.file,
                sheet=source.mapping.sheet,
                other=other.workbook.file,
            )


def _refuse_lacking(sources: Sequence[Source]) -> None:
    """A list without the columns that make it one was taken for the wrong thing."""
    for source in sources:
        needed = NEEDED[source.mapping.table]
        roles = {column.role for column in source.mapping.columns}
        if needed and not roles & needed:
            raise DataError(
                f"ingest.lacks_{source.mapping.table}", file=source.workbook.file, sheet=source.mapping.sheet
            )


def _workbook_issues(sources: Sequence[Source]) -> list[Issue]:
    """What reading the files found, and sheets with a table that no source uses."""
    issues: list[Issue] = []
    for digest, source in {source.workbook.digest: source for source in sources}.items():
        mapped = {one.mapping.sheet for one in sources if one.workbook.digest == digest}
        others = [
            sheet.name
            for sheet in source.workbook.sheets
            if not sheet.hidden and sheet.name not in mapped and find_area(sheet)
        ]
        issues += source.workbook.issues
        if others:
            issues.append(found("other_sheets", "note", source, (), sheets="、".join(others)))
    return issues


def _unweighted(survey: Read, scheme: Scheme, sources: Sequence[Source]) -> list[Issue]:
    """Questions that are shown but count in no index, because their dimension is not the scheme's."""
    weighted = {dimension.key for dimension in scheme.on("external")} | {"overall"}
    own = dict.fromkeys(item.dimension for item in survey.items if item.dimension not in weighted)
    if not own:
        return []
    first = _of(sources, "survey")[0]
    return [found("unweighted", "note", first, (), dimensions="、".join(own))]


def _uncounted(read: Mapping[TableName, Read], sources: Sequence[Source]) -> list[Issue]:
    """Groups that the customer counts do not know: their rates per thousand have no denominator."""
    if "customers" not in read:
        return []
    counted = read["customers"].tables["customers"]
    met = [read[table].tables[name] for table, name in _MATCHED.items() if table in read]
    issues = []
    for attribute in ("region", "customer_class", "area"):
        named = {value for frame in met for value in frame[attribute].unique()} - {""}
        unknown = sorted(named - set(counted[attribute]))
        if unknown and counted[attribute].ne("").any():
            source = _of(sources, "customers")[0]
            issues.append(found("no_count", "warning", source, (), names="、".join(unknown[:8])))
    return issues
