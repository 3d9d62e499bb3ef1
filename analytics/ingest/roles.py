"""Roles a column can have, and the headers that propose them."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from functools import cache

from analytics.ingest.cells import data, words
from analytics.ingest.model import TableName
from analytics.tables import CUSTOMERS, MANAGERS, RECORDS, RESPONSES, Table
from analytics.vocabulary import fold

MANY = ("item", "grouping", "ignore")


def _columns(table: Table) -> tuple[str, ...]:
    """What a sheet can state; where a row came from is known without."""
    return tuple(name for name in table.names if name not in ("file", "row"))


ROLES: Mapping[TableName, tuple[str, ...]] = {
    "survey": ("item", "overall", "grouping", *_columns(RESPONSES), "ignore"),
    "records": (*_columns(RECORDS), "ignore"),
    "managers": (*_columns(MANAGERS), "ignore"),
    "customers": (*_columns(CUSTOMERS), "ignore"),
}


@cache
def _aliases(table: TableName) -> Mapping[str, str]:
    declared = data("headers.toml")
    return {
        fold(header): role
        for section in ("shared", table)  # the table's own meaning of a header wins
        for role, headers in declared[section].items()
        if role in ROLES[table]
        for header in headers
    }


def role_of(label: str, table: TableName) -> str:
    """The role a header stands for in a table, ``""`` if it is not known.

    Parameters
    ----------
    label
        Header without a question number.
    """
    return _aliases(table).get(_known(label, table), "")


def precedence(label: str, table: TableName) -> int:
    """Place of a header among the known ones: of two for one role, the more telling stands first."""
    known = list(_aliases(table))
    name = _known(label, table)
    return known.index(name) if name in known else len(known)


def _known(label: str, table: TableName) -> str:
    """The folded header as listed: without unit, closing punctuation and, if need be, polite words."""
    closed = fold(label).rstrip(":?*.。")
    bare = re.sub(r"\([^()]*\)$", "", closed) or closed
    polite = sorted((word for word in words("polite") if bare.startswith(word)), key=len, reverse=True)
    asked = (bare, *(bare.removeprefix(word) for word in polite))
    return next((name for name in asked if name in _aliases(table)), "")


def table_of(labels: Collection[str], *, scaled: bool) -> TableName:
    """What a sheet with these headers is; a survey where nothing else fits.

    Parameters
    ----------
    scaled
        Whether some column holds answers of a scale: lists of managers or customers have none.
    """
    for kind in data("headers.toml")["kinds"]:
        table: TableName = kind["table"]
        roles = {role_of(label, table) for label in labels}
        fits = roles.issuperset(kind["all"]) and len(roles.intersection(kind["any"])) >= kind["least"]
        if fits and (table == "records" or not scaled):
            return table
    return "survey"


def known_headers(labels: Collection[str]) -> int:
    """How many roles the headers name, in the table they fit best."""
    return max(len({role_of(label, table) for label in labels} - {"", "ignore"}) for table in ROLES)
