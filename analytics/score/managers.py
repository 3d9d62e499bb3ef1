"""Managers compared fairly: adjusted for whom they serve, then shrunk by how much is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.measure import Moments, Variable
from analytics.scheme import Scheme
from analytics.score.casemix import COVARIATES, case_mix
from analytics.score.intervals import t_limits
from analytics.score.shrinkage import shrink
from analytics.score.sides import Figures, Scored, SideScores


def adjusted_scores(scores: SideScores, moments: Moments, scheme: Scheme) -> SideScores | None:
    """The managers' index values with everybody's mix of customers; ``None`` if nothing tells the mix."""
    if not any(moments.has(name) for group in COVARIATES for name in group):
        return None
    scales = {d.key: (d.floor, d.slope) for d in scheme.on(scores.side) if d.side == "internal"}
    mix = case_mix(moments)
    dimensions, inflation = [], []
    for scored in scores.dimensions:
        measure = "index" if scores.side == "external" else scored.measure
        place = moments.index(Variable(scores.side, scored.key, measure))
        if place is None or not adjustable(scored):
            dimensions.append(scored)
            inflation.append(np.ones(len(scored.n)))
            continue
        floor, slope = scales.get(scored.key, (0.0, 1.0))
        value = np.clip((mix.adjusted[:, place] - floor) * slope, 0, 100)
        se = scored.index.se * mix.inflation[:, place]
        low, high = t_limits(value, se, np.minimum(scored.df, 1e9), scheme.confidence)
        figures = Figures(value, se, np.clip(low, 0, 100), np.clip(high, 0, 100))
        dimensions.append(replace(scored, index=figures))
        inflation.append(mix.inflation[:, place])
    factor = np.stack(inflation, axis=1)
    covariance = scores.covariance * factor[:, :, None] * factor[:, None, :]
    return SideScores(scores.side, scores.groups, tuple(dimensions), covariance)


def adjustable(scored: Scored) -> bool:
    """Complaints have customers for a denominator, not cells of the mix: they stay as they are."""
    return scored.measure != "per_thousand"


def shrunk_rows(rows: pd.DataFrame, confidence: float) -> pd.DataFrame:
    """Empirical-Bayes versions of the managers' rows, per side and dimension.

    The sampling variance of a manager is the variance within managers, pooled, over the manager's n: a
    manager whose few answers happen to agree is not thereby certain.

    Parameters
    ----------
    rows
        SCORES rows of subject *manager*, measure *index*, one kind; ``key`` given.
    confidence
        Level of the posterior interval.
    """
    parts = []
    for _, part in rows.groupby(["side", "dimension"], sort=False):
        known = part[(part["key"] != "") & part["value"].notna() & (part["se"] > 0) & (part["n"] > 1)]
        if len(known) < 3:
            continue
        n = known["n"].to_numpy(dtype=np.float64)
        pooled = np.average(known["se"].to_numpy() ** 2 * n, weights=n)
        found = shrink(known["value"].to_numpy(), pooled / n)
        low, high = t_limits(found.value, found.se, np.full(len(n), 1e9), confidence)
        parts.append(
            known.assign(
                kind="shrunk", value=found.value, se=found.se, reliability=found.reliability,
                lower=np.clip(low, 0, 100), upper=np.clip(high, 0, 100),
            )
        )  # fmt: skip
    return pd.concat(parts, ignore_index=True) if parts else rows.iloc[:0]
