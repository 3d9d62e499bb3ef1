"""Confidence intervals for means, rates and counts; all vectorised."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import stats

Array = npt.NDArray[np.float64]
Limits = tuple[Array, Array]


def t_limits(value: Array, se: Array, df: Array, confidence: float) -> Limits:
    """Student's t interval ``value ± t(df) · se``.

    Parameters
    ----------
    value, se, df
        Broadcastable; a missing or non-positive ``df`` gives missing limits.
    confidence
        Level, 0–1.
    """
    with np.errstate(invalid="ignore"):
        half = np.where(df > 0, stats.t.ppf(0.5 + confidence / 2, np.maximum(df, 1)) * se, np.nan)
    return value - half, value + half


def wilson(rate: Array, n: Array, confidence: float) -> Limits:
    """Wilson's score interval of a proportion.

    Parameters
    ----------
    rate
        Proportion, 0–1.
    n
        Number of observations, or the effective number in a complex sample.
    confidence
        Level, 0–1.

    Notes
    -----
    Wilson (1927), J. Amer. Statist. Assoc. 22, 209–212; checked against Newcombe (1998), Statist. Med.
    17, 857–872. On an effective n: Korn & Graubard (1998), Survey Methodology 24, 193–201.
    """
    z2 = stats.norm.ppf(0.5 + confidence / 2) ** 2
    with np.errstate(divide="ignore", invalid="ignore"):
        centre = (rate + z2 / (2 * n)) / (1 + z2 / n)
        half = np.sqrt(z2 * (rate * (1 - rate) / n + z2 / (4 * n * n))) / (1 + z2 / n)
    low, high = centre - half, centre + half
    # At 0 and at 1 one limit is exactly the value; rounding must not leave it a hair inside.
    return np.where(rate <= 0, 0.0, low), np.where(rate >= 1, 1.0, high)


def poisson(count: Array, confidence: float) -> Limits:
    """Exact limits of a Poisson count (Garwood 1936, Biometrika 28, 437–442)."""
    tail = (1 - confidence) / 2
    low = np.where(count > 0, stats.chi2.ppf(tail, 2 * np.maximum(count, 1)) / 2, 0.0)
    return low, np.asarray(stats.chi2.ppf(1 - tail, 2 * (count + 1)) / 2)
