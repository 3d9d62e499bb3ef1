"""One-way random effects: how much of the spread between groups is real, and each group's best guess."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import optimize

Array = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Shrunk:
    """Empirical-Bayes estimates.

    Attributes
    ----------
    mean
        Estimated mean of the groups' true values.
    between
        Variance of the true values.
    value, se
        Posterior mean and standard deviation of each group.
    reliability
        between ÷ (between + sampling variance) of each group, 0–1.
    """

    mean: float
    between: float
    value: Array
    se: Array
    reliability: Array


def shrink(value: Array, variance: Array) -> Shrunk:
    """Restricted maximum likelihood for ``value_j ~ N(μ, between + variance_j)``.

    Parameters
    ----------
    value
        One estimate per group, at least two.
    variance
        Their sampling variances, all positive.

    Notes
    -----
    Balanced data give the classical one-way REML of Patterson & Thompson (1971); the posterior variance
    includes the uncertainty of μ (Fay & Herriot 1979, J. Amer. Statist. Assoc. 74, 269–277).
    """
    between = _between(value, variance)
    weight = 1 / (between + variance)
    mean = float(np.sum(weight * value) / np.sum(weight))
    reliability = between / (between + variance)
    se = np.sqrt(between * (1 - reliability) + (1 - reliability) ** 2 / np.sum(weight))
    return Shrunk(mean, between, mean + reliability * (value - mean), se, reliability)


def _between(value: Array, variance: Array) -> float:
    """Maximise the restricted likelihood over the variance between groups; 0 at the boundary."""

    def criterion(between: float) -> float:
        weight = 1 / (between + variance)
        mean = np.sum(weight * value) / np.sum(weight)
        return float(-np.log(weight).sum() + np.log(weight.sum()) + np.sum(weight * (value - mean) ** 2))

    top = float(np.var(value, ddof=1)) * 4 + 1e-12
    found = optimize.minimize_scalar(
        criterion, bounds=(0, top), method="bounded", options={"xatol": top * 1e-10}
    )
    return 0.0 if criterion(0.0) <= criterion(found.x) else float(found.x)
