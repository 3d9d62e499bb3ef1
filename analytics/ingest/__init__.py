"""From uploaded bytes to facts: read safely, recognise, let the user confirm, load.

``read_workbook(name, data)`` → :class:`Workbook`; ``recognise(workbook, scheme)`` → :class:`Mapping`, a
proposal the user may change with ``dataclasses.replace``; ``load([Source(workbook, mapping), …], scheme,
folder)`` → :class:`~analytics.facts.Facts`, which obeys the mapping and nothing else.
"""

from __future__ import annotations

from analytics.ingest.load import load
from analytics.ingest.model import Cell, ColumnMap, Mapping, Sheet, Source, TableName, Workbook
from analytics.ingest.recognise import preview, recognise
from analytics.ingest.roles import ROLES
from analytics.ingest.scales import SCALES, Scale
from analytics.ingest.workbook import read_workbook

__all__ = [
    "ROLES",
    "SCALES",
    "Cell",
    "ColumnMap",
    "Mapping",
    "Scale",
    "Sheet",
    "Source",
    "TableName",
    "Workbook",
    "load",
    "preview",
    "read_workbook",
    "recognise",
]
