"""Composites: weighted means of dimensions, with the weight of what is missing redistributed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.measure.moments import Array
from analytics.scheme import Scheme, Side
from analytics.score.intervals import t_limits
from analytics.score.sides import Figures, SideScores

FOUNDED = ("n", "n_eff", "df")


@dataclass(frozen=True)
class Composite:
    """An index per group.

    Attributes
    ----------
    groups
        One row per group.
    figures
        Value and interval, 0–100.
    n, n_eff, df
        Of the dimension with the fewest observations: a composite is no better founded than that.
    missing
        Per group, the keys of the dimensions (or sides) without data, whose weight was redistributed.
    measured
        Share of the scheme's weight that had data, 0–1.
    """

    groups: pd.DataFrame
    figures: Figures
    n: Array
    n_eff: Array
    df: Array
    missing: tuple[tuple[str, ...], ...]
    measured: Array


def composite(scores: SideScores, scheme: Scheme) -> Composite | None:
    """The index of one side; ``None`` if no weighted dimension was measured at all."""
    declared = {d.key: d.weight for d in scheme.on(scores.side) if d.weight > 0}
    used = [i for i, scored in enumerate(scores.dimensions) if scored.key in declared]
    if not used or not len(scores.groups):
        return None
    chosen = [scores.dimensions[i] for i in used]
    value = np.stack([scored.index.value for scored in chosen], axis=1)
    present = ~np.isnan(value)
    weight = np.array([scored.weight for scored in chosen]) * present
    measured = weight.sum(axis=1) / sum(declared.values())
    with np.errstate(divide="ignore", invalid="ignore"):
        weight = weight / weight.sum(axis=1, keepdims=True)
    covariance = scores.covariance[:, used][:, :, used]
    blind = (np.isnan(np.diagonal(covariance, axis1=1, axis2=2)) & present).any(axis=1)
    variance = np.einsum("gi,gij,gj->g", weight, np.nan_to_num(covariance), weight)
    # One dimension without a visible error leaves the composite without one.
    se = np.where(blind, np.nan, np.sqrt(np.maximum(variance, 0)))
    mean = np.einsum("gi,gi->g", weight, np.nan_to_num(value))
    n, n_eff, df = (_least(np.stack([getattr(s, name) for s in chosen], axis=1), present) for name in FOUNDED)
    missing = tuple(
        tuple(
            key
            for key in declared
            if key not in {s.key for s, there in zip(chosen, row, strict=True) if there}
        )
        for row in present
    )
    figures = _figures(mean, se, df, scheme.confidence)
    return Composite(scores.groups, figures, n, n_eff, df, missing, measured)


def total(sides: dict[Side, Composite], scheme: Scheme) -> Composite | None:
    """The total index over both sides; a side without data passes its weight to the other."""
    sides = {side: part for side, part in sides.items() if scheme.side_weight(side)}
    if not sides:
        return None
    tables = {side: _table(part) for side, part in sides.items()}
    keys = pd.concat([part.groups.astype(str) for part in sides.values()]).drop_duplicates(ignore_index=True)
    keys = keys.sort_values(list(keys.columns), ignore_index=True) if len(keys.columns) else keys.iloc[:1]
    names = list(keys.columns)
    joined = {
        side: keys.merge(table, on=names, how="left") if names else table for side, table in tables.items()
    }
    value = np.stack([joined[side]["value"] for side in sides], axis=1)
    present = ~np.isnan(value)
    full = np.array([scheme.side_weight(side) for side in sides])
    with np.errstate(invalid="ignore", divide="ignore"):
        weight = full * present / (full * present).sum(axis=1, keepdims=True)
    # Respondents and records are different observations, so the sides' errors are independent.
    errors = np.where(present, np.stack([joined[side]["se"] for side in sides], axis=1), 0)
    se = np.sqrt(((np.nan_to_num(weight) * errors) ** 2).sum(axis=1))
    n, n_eff, df = (
        _least(np.stack([joined[side][name] for side in sides], axis=1), present) for name in FOUNDED
    )
    absent = [side for side in ("external", "internal") if side not in sides and scheme.side_weight(side)]
    missing = tuple(
        (*absent, *(side for side, there in zip(sides, row, strict=True) if not there)) for row in present
    )
    mean = np.where(present.any(axis=1), np.nansum(weight * value, axis=1), np.nan)
    figures = _figures(mean, se, df, scheme.confidence)
    return Composite(keys, figures, n, n_eff, df, missing, (full * present).sum(axis=1))


def _least(values: Array, present: Array) -> Array:
    """The smallest of what is present, 0 where nothing is."""
    return np.where(present.any(axis=1), np.where(present, values, np.inf).min(axis=1), 0.0)


def _table(part: Composite) -> pd.DataFrame:
    columns = {
        "value": part.figures.value,
        "se": part.figures.se,
        "n": part.n,
        "n_eff": part.n_eff,
        "df": part.df,
    }
    return part.groups.astype(str).assign(**columns)


def _figures(value: Array, se: Array, df: Array, confidence: float) -> Figures:
    low, high = t_limits(value, se, np.where(np.isinf(df), 1e9, df), confidence)
    return Figures(value, se, np.clip(low, 0, 100), np.clip(high, 0, 100))
