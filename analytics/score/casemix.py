"""Managers as if each served the same mix of customers.

Weighted least squares of the cell means on manager, customer segment (class × area), business and
channel. The covariates are constant within a cell, so the coefficients are exactly those of the
regression on single answers. The managers are fixed effects: a manager who serves only difficult
customers is compared with how others serve them, not with the average.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from analytics.measure import Moments
from analytics.measure.moments import Array
from analytics.score.estimates import SW, SWX

COVARIATES = (("customer_class", "area"), ("business",), ("channel",))


@dataclass(frozen=True)
class CaseMix:
    """Adjustment of each manager for one variable.

    Attributes
    ----------
    managers
        Manager codes, sorted, as in ``moments.by("manager")``.
    adjusted
        Value the manager would have with everybody's mix of customers; missing where the data cannot
        tell a manager from the customers served.
    inflation
        Factor on the raw standard error, at least 1: the price of adjusting.
    """

    managers: tuple[str, ...]
    adjusted: Array
    inflation: Array


def case_mix(moments: Moments, variable: int) -> CaseMix:
    """Adjust the managers' means of one variable for the customers they serve.

    Parameters
    ----------
    moments
        Cells with manager, class, area, business and channel.
    variable
        Position in ``moments.variables``.
    """
    names = [name for group in COVARIATES for name in group]
    cells = moments.by("manager", *names)
    weight = cells.sums[:, variable, SW]
    used = weight > 0
    table, weight, total = cells.cells[used], weight[used], cells.sums[used, variable, SWX]
    managers, codes = np.unique(table["manager"].astype(str), return_inverse=True)
    mix = _dummies(table)
    design = sparse.hstack([_indicator(codes, len(managers)), mix], format="csr")
    normal = (design.T @ sparse.diags_array(weight) @ design).toarray()
    inverse = np.linalg.pinv(normal, hermitian=True, rcond=1e-10)
    coefficients = inverse @ (design.T @ total)
    average = np.asarray(mix.T @ weight).ravel() / weight.sum()
    contrasts = np.hstack([np.eye(len(managers)), np.tile(average, (len(managers), 1))])
    adjusted = contrasts @ coefficients
    estimable = np.abs(contrasts @ inverse @ normal - contrasts).max(axis=1) < 1e-6
    leverage = np.einsum("ij,jk,ik->i", contrasts, inverse, contrasts)
    inflation = np.sqrt(np.maximum(leverage * np.bincount(codes, weight), 1.0))
    return _aligned(moments, managers, np.where(estimable, adjusted, np.nan), inflation)


def _aligned(moments: Moments, managers: npt.NDArray[np.str_], adjusted: Array, inflation: Array) -> CaseMix:
    """Back to all managers, also those without an observation of this variable."""
    everyone = tuple(moments.by("manager").cells["manager"].astype(str))
    place = {name: position for position, name in enumerate(managers.tolist())}
    rows = np.array([place.get(name, -1) for name in everyone])
    found = rows >= 0
    return CaseMix(
        everyone, np.where(found, adjusted[rows], np.nan), np.where(found, inflation[rows], np.nan)
    )


def _dummies(table: pd.DataFrame) -> sparse.csr_array:
    """Indicator columns of the covariates, each group without its first level."""
    blocks = []
    for names in COVARIATES:
        codes = table.groupby(list(names), observed=True, dropna=False).ngroup().to_numpy()
        blocks.append(_indicator(codes, int(codes.max()) + 1)[:, 1:])
    return sparse.csr_array(sparse.hstack(blocks, format="csr"))


def _indicator(codes: npt.NDArray[np.integer], size: int) -> sparse.csr_array:
    rows = np.arange(len(codes))
    return sparse.csr_array((np.ones(len(codes)), (rows, codes)), shape=(len(codes), size))
