"""The two sides of the evaluation on one footing: every dimension as 0–100 points with its evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from analytics.measure import Measured, Moments, Variable
from analytics.measure.moments import Array
from analytics.measure.records import COMPLAINTS
from analytics.scheme import Dimension, Scheme, Side
from analytics.score.estimates import SWX, Estimates, estimate
from analytics.score.intervals import poisson, t_limits, wilson


@dataclass(frozen=True)
class Figures:
    """Values with standard errors and limits, one per group."""

    value: Array
    se: Array
    lower: Array
    upper: Array


@dataclass(frozen=True)
class Scored:
    """One dimension of one side in every group.

    Attributes
    ----------
    key, weight
        Dimension key and its weight within the side; 0 for what the survey asks beyond the scheme.
    measure
        Of ``natural``: ``rate`` (%) or ``per_thousand``.
    index, natural
        Points 0–100, and the figure as people quote it.
    n, n_eff, df
        Observations (customers for *per thousand*), effective number, degrees of freedom.
    """

    key: str
    weight: float
    measure: str
    index: Figures
    natural: Figures
    n: Array
    n_eff: Array
    df: Array


@dataclass(frozen=True)
class SideScores:
    """All measured dimensions of one side; ``covariance`` is of the index values."""

    side: Side
    groups: pd.DataFrame
    dimensions: tuple[Scored, ...]
    covariance: Array


def external_scores(measured: Measured, scheme: Scheme, attributes: Sequence[str]) -> SideScores | None:
    """Survey dimensions per group; ``None`` without a survey."""
    if measured.survey is None:
        return None
    found = estimate(measured.survey, attributes)
    declared = {d.key: d.weight for d in scheme.on("external")}
    keys = [v.dimension for v in measured.survey.variables if v.measure == "index"]
    places = [measured.survey.variables.index(Variable("external", key, "index")) for key in keys]
    dimensions = []
    for key, index in zip(keys, places, strict=True):
        rate = measured.survey.variables.index(Variable("external", key, "rate"))
        dimensions.append(
            Scored(
                key, declared.get(key, 0.0), "rate",
                _mean_figures(found, index, scheme.confidence),
                _rate_figures(found, rate, scheme.confidence),
                found.n[:, index], found.n_eff[:, index], found.df[:, index],
            )
        )  # fmt: skip
    covariance = found.covariance[:, places][:, :, places]
    return SideScores("external", found.groups, tuple(dimensions), _own_errors(covariance, dimensions))


def internal_scores(measured: Measured, scheme: Scheme, attributes: Sequence[str]) -> SideScores | None:
    """Record indicators per group; an indicator without data or denominator is left out."""
    if measured.records is None:
        return None
    found = estimate(measured.records, attributes)
    dimensions, slopes, places = [], [], []
    for dimension in scheme.on("internal"):
        place = measured.records.index(Variable("internal", dimension.key, dimension.measure))
        if place is None:
            continue
        if dimension.key == COMPLAINTS:
            scored = _complaints(measured, measured.records, found, place, dimension, scheme, attributes)
        else:
            natural = _rate_figures(found, place, scheme.confidence)
            scored = Scored(
                dimension.key, dimension.weight, "rate", points(natural, dimension), natural,
                found.n[:, place], found.n_eff[:, place], found.df[:, place],
            )  # fmt: skip
        if scored is not None:
            dimensions.append(scored)
            slopes.append(dimension.slope)
            places.append(place)
    if not places:
        return None
    slope = np.array(slopes)
    covariance = found.covariance[:, places][:, :, places] * slope[:, None] * slope[None, :]
    covariance = _own_errors(covariance, dimensions)
    return SideScores("internal", found.groups, tuple(dimensions), covariance)


def _own_errors(covariance: Array, dimensions: Sequence[Scored]) -> Array:
    """The covariance with each dimension's own standard error on the diagonal.

    A rate without any variation, answers that all agree and a Poisson count have theirs from the interval.
    """
    own = np.arange(len(dimensions))
    covariance = covariance.copy()
    covariance[:, own, own] = np.stack([d.index.se**2 for d in dimensions], axis=1)
    return covariance


def points(natural: Figures, dimension: Dimension) -> Figures:
    """A natural value as 0–100 points between the scheme's floor and target."""

    def scaled(value: Array) -> Array:
        return np.clip((value - dimension.floor) * dimension.slope, 0, 100)

    low, high = scaled(natural.lower), scaled(natural.upper)
    return Figures(
        scaled(natural.value), natural.se * abs(dimension.slope), np.minimum(low, high), np.maximum(low, high)
    )


def _mean_figures(found: Estimates, place: int, confidence: float) -> Figures:
    """A mean of scores with Student's interval.

    Where all answers are equal, Student's interval would claim certainty. Wilson's then bounds it, and gives
    the standard error: of all variables on 0–100 with a given mean, the proportion has the largest variance.
    """
    value, se = found.mean[:, place], found.se[:, place]
    low, high = t_limits(value, se, found.df[:, place], confidence)
    wide_low, wide_high = wilson(value / 100, found.n_eff[:, place], confidence)
    alike = (se == 0) | (found.n[:, place] == 1)
    low, high = np.where(alike, 100 * wide_low, low), np.where(alike, 100 * wide_high, high)
    se = np.where(alike, _half(100 * wide_low, 100 * wide_high, confidence), se)
    return Figures(value, se, np.clip(low, 0, 100), np.clip(high, 0, 100))


def _half(low: Array, high: Array, confidence: float) -> Array:
    """The standard error a normal interval of this width would have."""
    return np.asarray((high - low) / (2 * stats.norm.ppf(0.5 + confidence / 2)))


def _rate_figures(found: Estimates, place: int, confidence: float) -> Figures:
    """A rate in % with Wilson's interval on the number of answers that would give its standard error."""
    value, se, n = found.mean[:, place], found.se[:, place], found.n[:, place]
    share = value / 100
    with np.errstate(divide="ignore", invalid="ignore"):
        variance = (se / 100) ** 2 * (n - 1) / n
        effective = np.where(variance > 0, share * (1 - share) / variance, found.n_eff[:, place])
    low, high = wilson(share, effective, confidence)
    # A rate of 0 or 100 % is not known without error: take it from the interval.
    known = np.where(se > 0, se, _half(100 * low, 100 * high, confidence))
    return Figures(value, np.where(n > 0, known, np.nan), 100 * low, 100 * high)


def _complaints(
    measured: Measured,
    records: Moments,
    found: Estimates,
    place: int,
    dimension: Dimension,
    scheme: Scheme,
    attributes: Sequence[str],
) -> Scored | None:
    """Complaints per thousand customers and wave, with the exact Poisson interval."""
    customers = measured.exposure.by(*attributes)
    if customers is None:
        return None
    if attributes:
        keys = pd.MultiIndex.from_frame(found.groups.astype(str))
        wanted = keys if len(attributes) > 1 else keys.get_level_values(0)
        at_risk = customers.reindex(wanted).to_numpy(dtype=np.float64)
    else:
        at_risk = customers.to_numpy(dtype=np.float64)
    count = np.round(records.by(*attributes).sums[:, place, SWX])
    with np.errstate(divide="ignore", invalid="ignore"):
        per = 1000 / (at_risk * records.periods())
        low, high = poisson(count, scheme.confidence)
        se = _half(low, high, scheme.confidence)
        natural = Figures(count * per, se * per, low * per, high * per)
    n = np.nan_to_num(at_risk)
    return Scored(
        dimension.key, dimension.weight, dimension.measure, points(natural, dimension), natural,
        n, n, np.full(len(n), np.inf),
    )  # fmt: skip
