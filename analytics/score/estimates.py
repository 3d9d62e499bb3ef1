"""Means and their covariances from moments alone.

Linearised (Taylor) variance of a weighted mean: Särndal, Swensson & Wretman (1992), *Model Assisted
Survey Sampling*, §5.5; domains, strata and clusters as in Lumley (2010), *Complex Surveys*, ch. 2–3.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.measure import Moments
from analytics.measure.moments import Array

N, SW, SWW, SWX, _, SWWX, SWWXX = range(7)


@dataclass(frozen=True)
class Estimates:
    """Weighted means of every variable in every group.

    Attributes
    ----------
    groups
        One row per group.
    mean, n, n_eff, df
        Shape (groups, variables); ``n_eff`` is Kish's (Σw)²/Σw², ``df`` degrees of freedom.
    covariance
        Shape (groups, variables, variables), of the means. Off the diagonal only for the measured
        pairs; zero elsewhere.
    """

    groups: pd.DataFrame
    mean: Array
    n: Array
    n_eff: Array
    df: Array
    covariance: Array

    @property
    def se(self) -> Array:
        """Standard errors, shape (groups, variables)."""
        variance = np.diagonal(self.covariance, axis1=1, axis2=2)
        # Sums of squares of a constant cancel to a hair beside zero.
        noise = variance < 1e-18 * np.maximum(self.mean, 1) ** 2
        return np.asarray(np.sqrt(np.where(noise, 0.0, variance)))


def estimate(
    moments: Moments, attributes: Sequence[str], population: Mapping[str, float] | None = None
) -> Estimates:
    """Means of all variables per group, with the standard errors of the sampling design.

    Parameters
    ----------
    moments
        Cells; where they name strata or clusters, the variance follows that design.
    attributes
        Grouping attributes; none for the total.
    population
        Stratum → number of primary units in the population, for the finite-population correction.
    """
    grouped = moments.by(*attributes)
    s = grouped.sums
    with np.errstate(divide="ignore", invalid="ignore"):
        mean = s[..., SWX] / s[..., SW]
        n_eff = s[..., SW] ** 2 / s[..., SWW]
    if moments.designed:
        covariance, df = _design_covariance(moments, attributes, mean, population or {})
    else:
        covariance, df = _simple_covariance(grouped, mean), s[..., N] - 1
    return Estimates(grouped.cells, mean, s[..., N], n_eff, df, covariance)


def element_products(groups: Moments, mean: Array) -> Array:
    """Σ w²(x − x̄)(y − ȳ) per group for all measured pairs and squares.

    Parameters
    ----------
    groups
        Sums, shape (groups, variables, 7).
    mean
        The means to centre on, shape (groups, variables).

    Returns
    -------
    Array
        Shape (groups, variables, variables), symmetric.
    """
    s, kinds = groups.sums, len(groups.variables)
    products = np.zeros((len(s), kinds, kinds))
    own = np.arange(kinds)
    squares = s[..., SWWXX] - 2 * mean * s[..., SWWX] + mean**2 * s[..., SWW]
    # A variance cannot be negative; what is left of a constant after cancellation is noise.
    products[:, own, own] = np.where(squares > 1e-9 * s[..., SWWXX], squares, 0.0)
    for position, (i, j) in enumerate(groups.pairs):
        _, _, sww, swwx, swwy, swwxy = np.moveaxis(groups.cross[:, position], -1, 0)
        centred = swwxy - mean[:, j] * swwx - mean[:, i] * swwy + mean[:, i] * mean[:, j] * sww
        products[:, i, j] = products[:, j, i] = centred
    return products


def _simple_covariance(groups: Moments, mean: Array) -> Array:
    """Every respondent drawn on its own; n/(n − 1) makes the variance of equal weights the usual s²/n."""
    n, sw = groups.sums[..., N], groups.sums[..., SW]
    with np.errstate(divide="ignore", invalid="ignore"):
        scale = np.where(n > 1, np.sqrt(n / (n - 1)), np.nan) / sw
        return np.asarray(element_products(groups, mean) * scale[:, :, None] * scale[:, None, :])


def _design_covariance(
    moments: Moments, attributes: Sequence[str], mean: Array, population: Mapping[str, float]
) -> tuple[Array, Array]:
    """Strata and clusters; a group is a domain, so units outside it count as zeros.

    Degrees of freedom are those of the group: its own units less its own strata. A group within a single
    unit has no variance to be seen, not a variance of zero.
    """
    clustered = moments.has("cluster")
    parts = moments.by(*attributes, "stratum", *(["cluster"] if clustered else []))
    group = _codes(parts.cells, attributes)
    sw = moments.by(*attributes).sums[..., SW]
    with np.errstate(divide="ignore", invalid="ignore"):
        z = np.nan_to_num((parts.sums[..., SWX] - mean[group] * parts.sums[..., SW]) / sw[group])
        products = element_products(parts, mean[group]) / (sw[group][:, :, None] * sw[group][:, None, :])
    squares = z[:, :, None] * z[:, None, :] if clustered else np.nan_to_num(products)
    present = parts.sums[..., N]
    covariance = np.zeros((len(mean), mean.shape[1], mean.shape[1]))
    units, strata = np.zeros_like(mean), np.zeros_like(mean)
    for stratum, count in _units_per_stratum(moments, clustered=clustered).items():
        inside = (parts.cells["stratum"] == stratum).to_numpy()
        spread, total, own = np.zeros_like(covariance), np.zeros_like(mean), np.zeros_like(mean)
        np.add.at(spread, group[inside], squares[inside])
        np.add.at(total, group[inside], z[inside])
        np.add.at(own, group[inside], np.minimum(present[inside], 1) if clustered else present[inside])
        # Without a known population the sample counts as a negligible part of it.
        fraction = count / population[stratum] if stratum in population else 0.0
        if count > 1:
            factor = (1 - fraction) * count / (count - 1)
            covariance += factor * (spread - total[:, :, None] * total[:, None, :] / count)
        units += own
        strata += own > 0
    df = units - strata
    alone = np.eye(mean.shape[1], dtype=bool) & (df < 1)[:, :, None]
    return np.where(alone, np.nan, covariance), df


def _units_per_stratum(moments: Moments, *, clustered: bool) -> dict[str, float]:
    """Primary units drawn in each stratum: clusters, or respondents where there are none."""
    if clustered:
        drawn = moments.by("stratum", "cluster").cells
        return {str(name): float(count) for name, count in drawn["stratum"].value_counts().items() if count}
    strata = moments.by("stratum")
    counts = strata.sums[..., N].max(axis=1, initial=0)
    return dict(zip(strata.cells["stratum"].astype(str), counts.tolist(), strict=True))


def _codes(cells: pd.DataFrame, attributes: Sequence[str]) -> npt.NDArray[np.integer]:
    """Position of each cell's group in the sorted groups of ``attributes``."""
    if not attributes:
        return np.zeros(len(cells), dtype=np.intp)
    grouped = cells.groupby(list(attributes), observed=True, dropna=False, sort=True)
    return grouped.ngroup().to_numpy(dtype=np.intp)
