"""Rows between the sheet and the facts: each is used, or set aside under exactly one reason.

While they are on their way, frames carry three columns beside the canonical ones: ``source`` (position
of the upload), ``row`` (spreadsheet row) and ``set_aside`` (the reason, ``""`` = used). A reason is worded
twice: ``ingest.aside_<reason>`` names it, ``ingest.row_<reason>`` is the sentence about one file.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import pandas as pd

from analytics.facts import Item
from analytics.ingest.model import Source
from analytics.issues import Account, Issue, Severity

Rows = Iterable[int] | pd.Index | pd.Series


def put_aside(frame: pd.DataFrame, rows: pd.Series, reason: str) -> pd.DataFrame:
    """Give ``rows`` (a mask) a reason unless they already have one."""
    return frame.assign(set_aside=frame["set_aside"].mask(rows & used(frame), reason))


def used(frame: pd.DataFrame) -> pd.Series:
    """Mask of the rows without a reason against them."""
    return frame["set_aside"] == ""


def found(
    key: str, severity: Severity, source: Source, rows: Rows, column: str = "", /, **values: object
) -> Issue:
    """An issue about rows of one source, or about all of it where ``rows`` is empty."""
    numbers = tuple(sorted(map(int, rows)))
    place = (source.workbook.file, source.mapping.sheet, column)
    return Issue(f"ingest.{key}", severity, *place, rows=numbers, count=len(numbers), values=values)


def per_source(
    frame: pd.DataFrame, sources: Sequence[Source], key: str, severity: Severity, **values: Any
) -> list[Issue]:
    """One issue per source for the rows of ``frame``; none where it has no rows.

    A value that is a function is given the source's rows.
    """
    issues: list[Issue] = []
    for at, rows in frame.groupby("source", sort=True):
        stated = {name: value(rows) if callable(value) else value for name, value in values.items()}
        issues.append(found(key, severity, sources[int(str(at))], rows["row"], **stated))
    return issues


@dataclass(frozen=True)
class Read:
    """What all sources of one kind say.

    Attributes
    ----------
    tables
        Canonical table → rows; those that came straight from a sheet still carry ``source``.
    accounts, issues
        Where each row went, and what was found.
    items, groupings
        Of surveys, see :class:`analytics.facts.Facts`.
    """

    tables: Mapping[str, pd.DataFrame]
    accounts: tuple[Account, ...]
    issues: tuple[Issue, ...]
    items: tuple[Item, ...] = ()
    groupings: tuple[str, ...] = ()


def settle(table: str, frame: pd.DataFrame, sources: Sequence[Source], issues: Iterable[Issue]) -> Read:
    """Part the rows: the used ones, the account of each source, and an issue per reason after ``issues``."""
    accounts: list[Account] = []
    aside: list[Issue] = []
    for at, source in enumerate(sources):
        rows = frame[frame["source"] == at]
        left = rows[~used(rows)]
        reasons = {str(reason): tuple(map(int, part["row"])) for reason, part in left.groupby("set_aside")}
        accounts.append(
            Account(
                source.workbook.file,
                source.mapping.sheet,
                source.mapping.table,
                read=len(rows),
                used=len(rows) - len(left),
                set_aside={f"ingest.aside_{reason}": numbers for reason, numbers in reasons.items()},
                digest=source.workbook.digest,
            )
        )
        aside += [
            replace(found(f"row_{reason}", "error", source, numbers), set_aside=True)
            for reason, numbers in reasons.items()
        ]
    kept = frame[used(frame)].drop(columns="set_aside").reset_index(drop=True)
    return Read({table: kept}, tuple(accounts), (*issues, *aside))


def tally(words: pd.Series, most: int = 8) -> str:
    """The words with how often each occurs, the most frequent first: ``临江供电所 ×9, …``."""
    counts = words.value_counts()
    shown = [f"{word} ×{count}" for word, count in counts.head(most).items()]
    return ", ".join([*shown, "…"] if len(counts) > most else shown)
