"""Ranks and what is known about them, by simulation with a fixed seed."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

Array = npt.NDArray[np.float64]
DRAWS = 2000
SEED = 20190412


@dataclass(frozen=True)
class Ranks:
    """Rank 1 is best; limits and the probability of being in the worst quarter, per group."""

    rank: Array
    lower: Array
    upper: Array
    bottom_quarter: Array


def ranks(value: Array, se: Array, confidence: float) -> Ranks:
    """Rank groups from the highest value down, with simulated limits.

    Parameters
    ----------
    value, se
        Estimates and standard errors (or posterior means and deviations) of the groups.
    confidence
        Level of the rank interval, 0–1.

    Notes
    -----
    Goldstein & Spiegelhalter (1996), J. Roy. Statist. Soc. A 159, 385–443: draw every group from its
    distribution, rank each draw. Ties share the better rank.
    """
    size = len(value)
    draws = np.random.default_rng(SEED).standard_normal((DRAWS, size)) * se + value
    drawn = stats.rankdata(-draws, method="ordinal", axis=1)
    tail = (1 - confidence) / 2
    rank = stats.rankdata(-value, method="min")
    low, high = np.quantile(drawn, [tail, 1 - tail], axis=0, method="inverted_cdf")
    # Groups that share a rank are spread by the draws; the interval still holds the rank they share.
    return Ranks(rank, np.minimum(low, rank), np.maximum(high, rank), (drawn > 0.75 * size).mean(axis=0))
