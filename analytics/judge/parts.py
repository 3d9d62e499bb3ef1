"""A part of the observations and how it compares with another, in points of the 0–100 index.

Three kinds of variable need three kinds of comparison: means of scores (Welch), rates of yes and no
(exact, hypergeometric) and counts per thousand customers (exact, conditional binomial). Means in the far
tail, where a scan over thousands of slices decides, are compared with the larger of two variances, the
part's own and the common one: seven answers that happen to agree prove nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np
from scipy import stats

from analytics.measure.moments import Array
from analytics.score.intervals import poisson, t_limits, wilson

Kind = Literal["index", "rate", "per_thousand"]
N, SW, SWW, SWX, SWXX = range(5)


@dataclass(frozen=True)
class Quantity:
    """What is compared, and how its natural value becomes points.

    Attributes
    ----------
    kind
        Measure of the variable.
    floor, slope
        Points = (natural value − floor) · slope.
    spread
        Common variance of a single observation, for means.
    effect
        Design effect of the whole sample, at least 1: on means of parts whose own design is not known.
    periods
        Quarters covered, for counts.
    """

    kind: Kind
    floor: float
    slope: float
    spread: float = 0.0
    effect: float = 1.0
    periods: int = 1

    def points(self, value: Array) -> Array:
        """Natural value → points, not yet bounded to 0–100: a difference must not shrink at the bounds."""
        return np.asarray((value - self.floor) * self.slope)


@dataclass(frozen=True)
class Part:
    """One part per entry; all arrays have the same shape.

    Attributes
    ----------
    n
        Observations, or customers for counts.
    hits
        Number of successes (rate) or events (count); missing for means.
    value, low, high
        Points with limits.
    variance
        Of ``value``, in points²; never zero.
    df
        Degrees of freedom of the variance.
    """

    n: Array
    hits: Array
    value: Array
    low: Array
    high: Array
    variance: Array
    df: Array


def part(quantity: Quantity, sums: Array, at_risk: Array, confidence: float) -> Part:
    """Describe parts by their sums (…, 7) and, for counts, their customers."""
    if quantity.kind == "index":
        return _means(quantity, sums, confidence)
    if quantity.kind == "rate":
        return _rates(quantity, sums, confidence)
    return _counts(quantity, sums, at_risk, confidence)


def _means(quantity: Quantity, sums: Array, confidence: float) -> Part:
    n = sums[..., N]
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = sums[..., SWX] / sums[..., SW]
        n_eff = sums[..., SW] ** 2 / sums[..., SWW]
        own = (sums[..., SWXX] / sums[..., SW] - mean**2) * n / (n - 1)
        variance = np.fmax(own, quantity.spread) / n_eff * quantity.effect
    value = quantity.points(mean)
    low, high = t_limits(value, np.sqrt(variance), n - 1, confidence)
    return Part(n, np.full(n.shape, np.nan), value, low, high, variance, n - 1)


def _rates(quantity: Quantity, sums: Array, confidence: float) -> Part:
    n, hits = sums[..., N], np.round(sums[..., SWX] / 100)
    with np.errstate(divide="ignore", invalid="ignore"):
        low, high = wilson(hits / n, n, confidence)
        value = quantity.points(100 * hits / n)
    # Agresti & Caffo (2000): one success and one failure more keep the variance honest near 0 and 1.
    smooth = (hits + 1) / (n + 2)
    variance = 1e4 * smooth * (1 - smooth) / (n + 2) * quantity.slope**2
    return Part(n, hits, value, *_ordered(quantity, 100 * low, 100 * high), variance, n - 1)


def _counts(quantity: Quantity, sums: Array, at_risk: Array, confidence: float) -> Part:
    hits = np.round(sums[..., SWX])
    with np.errstate(divide="ignore", invalid="ignore"):
        per = 1000 / (at_risk * quantity.periods)
        low, high = poisson(hits, confidence)
        value = quantity.points(hits * per)
        variance = (hits + 1) * per**2 * quantity.slope**2
        limits = _ordered(quantity, low * per, high * per)
    return Part(at_risk, hits, value, *limits, variance, at_risk - 1)


def _ordered(quantity: Quantity, low: Array, high: Array) -> tuple[Array, Array]:
    ends = quantity.points(low), quantity.points(high)
    return np.minimum(*ends), np.maximum(*ends)


def designed(described: Part, variance: Array, df: Array, confidence: float) -> Part:
    """A part of a complex sample: the larger of its variance and the design's, and the design's df."""
    larger = np.where(np.isnan(variance), np.nan, np.fmax(described.variance, variance))
    low, high = t_limits(described.value, np.sqrt(larger), df, confidence)
    return replace(described, variance=larger, df=df, low=low, high=high)


def p_below(quantity: Quantity, one: Part, rest: Part) -> Array:
    """One-sided p value that ``one`` is no worse than ``rest``."""
    with np.errstate(divide="ignore", invalid="ignore"):
        if quantity.kind == "index":
            t = (one.value - rest.value) / np.sqrt(one.variance + rest.variance)
            return np.asarray(stats.t.cdf(t, np.maximum(np.minimum(one.df, rest.df), 1)))
        if quantity.kind == "rate":
            everyone, hits = one.n + rest.n, one.hits + rest.hits
            if quantity.slope > 0:
                return np.asarray(stats.hypergeom.cdf(one.hits, everyone, hits, one.n))
            return np.asarray(stats.hypergeom.sf(one.hits - 1, everyone, hits, one.n))
        share = one.n / (one.n + rest.n)
        if quantity.slope < 0:
            return np.asarray(stats.binom.sf(one.hits - 1, one.hits + rest.hits, share))
        return np.asarray(stats.binom.cdf(one.hits, one.hits + rest.hits, share))


def difference(quantity: Quantity, one: Part, rest: Part, confidence: float) -> tuple[Array, Array, Array]:
    """``one − rest`` with limits: Student's for means, Newcombe's hybrid for rates and counts.

    Newcombe (1998), Statist. Med. 17, 873–890, method 10; for counts Zou & Donner (2008), Statist. Med. 27.
    """
    gap = one.value - rest.value
    if quantity.kind == "index":
        df = np.maximum(np.minimum(one.df, rest.df), 1)
        return gap, *t_limits(gap, np.sqrt(one.variance + rest.variance), df, confidence)
    down = np.hypot(one.value - one.low, rest.high - rest.value)
    up = np.hypot(one.high - one.value, rest.value - rest.low)
    return gap, gap - down, gap + up
