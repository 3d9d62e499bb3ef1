"""From planted points to rows: which rows an effect touches, and what answers an expected score gives."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike
from scipy.stats import norm

from analytics.sample.truths import BASELINE, Effect

SCALE = ("非常不满意", "不满意", "一般", "满意", "非常满意")
_THRESHOLDS = np.array([12.5, 37.5, 62.5, 87.5])


def matches(rows: pd.DataFrame, where: Mapping[str, str]) -> pd.Series:
    """Rows in which every attribute has the given value."""
    return pd.Series(
        np.logical_and.reduce([rows[attribute] == value for attribute, value in where.items()]), rows.index
    )


def expected(rows: pd.DataFrame, dimension: str, effects: Iterable[Effect]) -> pd.Series:
    """Expected score of each row: the dimension's baseline and the points of the effects that hold."""
    score = pd.Series(BASELINE[dimension], index=rows.index)
    for effect in effects:
        if dimension in effect.points:
            score += matches(rows, effect.where) * effect.points[dimension]
    return score


def latent_mean(score: ArrayLike, sd: float) -> np.ndarray:
    """Mean of the normal variable whose five-level reading has this expected score.

    Answers are an ordered probit: a latent ``N(m, sd²)`` on the 0–100 scale cut at 12.5, 37.5, 62.5 and
    87.5. Its expected score 25 · Σ Φ((m − t) / sd) bends near the ends, so planted points are turned
    into latent ones here.

    Parameters
    ----------
    score
        Expected scores, 0–100; values beyond are answered with the end of the scale only.
    sd
        Standard deviation of the latent variable.

    References
    ----------
    McKelvey, R. D. & Zavoina, W. (1975). A statistical model for the analysis of ordinal level dependent
    variables. Journal of Mathematical Sociology 4, 103–120.
    """
    grid = np.linspace(-10 * sd, 100 + 10 * sd, 4001)
    curve = 25 * norm.cdf((grid[:, None] - _THRESHOLDS) / sd).sum(axis=1)
    return np.asarray(np.interp(np.asarray(score, dtype=float), curve, grid))


def answers(latent: np.ndarray) -> np.ndarray:
    """The words of :data:`SCALE` that latent values are answered with."""
    return np.array(SCALE)[np.searchsorted(_THRESHOLDS, latent)]


def pick(shares: Mapping[str, float], n: int, rng: np.random.Generator) -> np.ndarray:
    """``n`` words drawn with the given shares, which add up to 1."""
    return rng.choice(list(shares), n, p=list(shares.values()))
