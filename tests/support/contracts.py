"""The declared tables as pandera schemas: one definition per column, all failures at once."""

from __future__ import annotations

import pandas as pd
import pandera.pandas as pa

from analytics.tables import Column, Table


def check(frame: pd.DataFrame, table: Table) -> None:
    """Raise ``SchemaErrors`` naming every cell that breaks its column's declaration."""
    columns = {column.name: _schema(column) for column in table.columns}
    pa.DataFrameSchema(columns, ordered=True).validate(frame[list(table.names)], lazy=True)


def _schema(column: Column) -> pa.Column:
    checks = []
    if column.allowed:
        checks.append(pa.Check.isin(column.allowed))
    if column.minimum is not None:
        checks.append(pa.Check.ge(column.minimum))
    if column.maximum is not None:
        checks.append(pa.Check.le(column.maximum))
    return pa.Column(None, checks, nullable=column.optional, required=True)
