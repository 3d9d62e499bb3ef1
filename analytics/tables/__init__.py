"""The canonical tables: one declaration per column, used to check, to document and to export.

``GROUPINGS`` are the attributes scores are computed for; a survey response and a service record carry
the same ones, so both sides of the evaluation roll up alike. An empty string means *not given*: it is
a group like any other, so that totals always equal n.
"""

from __future__ import annotations

from analytics.tables.facts import CUSTOMERS, MANAGERS, RATINGS, RECORDS, RESPONSES
from analytics.tables.results import CROSS_MOMENTS, FINDINGS, MOMENTS, NOT_JUDGED, SCORES
from analytics.tables.schema import Column, Table

__all__ = [
    "CROSS_MOMENTS",
    "CUSTOMERS",
    "FINDINGS",
    "GROUPINGS",
    "MANAGERS",
    "MOMENTS",
    "NOT_JUDGED",
    "RATINGS",
    "RECORDS",
    "RESPONSES",
    "SCORES",
    "TABLES",
    "Column",
    "Table",
]

GROUPINGS = (
    "wave",
    "region",
    "station",
    "manager",
    "post",
    "customer_class",
    "area",
    "channel",
    "business",
)

TABLES = {
    table.name: table
    for table in (
        RESPONSES,
        RATINGS,
        RECORDS,
        MANAGERS,
        CUSTOMERS,
        MOMENTS,
        CROSS_MOMENTS,
        SCORES,
        FINDINGS,
        NOT_JUDGED,
    )
}
