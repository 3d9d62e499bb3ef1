"""Moments of a small frame of observations, through the same engine as the product."""

from __future__ import annotations

import narwhals as nw
import pandas as pd

from analytics.measure.moments import Moments, Variable, collect


def moments_of(
    frame: pd.DataFrame,
    attributes: tuple[str, ...] = (),
    values: tuple[str, ...] = ("x",),
    backend: str = "duckdb",
) -> Moments:
    """Moments of the numeric columns ``values``; weight, stratum and cluster default to a simple sample."""
    filled = pd.DataFrame({"weight": 1.0, "stratum": "", "cluster": ""}, index=frame.index).assign(**frame)
    filled = filled.rename(columns={name: f"v{number}" for number, name in enumerate(values)})
    if backend == "duckdb":
        import duckdb

        native = duckdb.connect().from_df(filled)
    elif backend == "polars":
        import polars as pl

        native = pl.from_pandas(filled)
    else:
        native = filled
    variables = [Variable("external", name, "index") for name in values]
    pairs = [(i, j) for i in range(len(values)) for j in range(i + 1, len(values))]
    return collect([nw.from_native(native).lazy()], attributes, variables, pairs)
