"""Managers as if each served the same mix of customers.

Weighted least squares of the cell means on manager, customer segment (class × area), business and
channel. The covariates are constant within a cell, so the coefficients are exactly those of the
regression on single answers. The managers are fixed effects: a manager who serves only difficult
customers is compared with how others serve them, not with the average.

Managers who share no customers, directly or through others, cannot be told from their customers: the
key-account manager and the town's meter reader have no rank order. They fall into separate *circles*; a
manager is adjusted within the circle, which is what comparing like with like means.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

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
    """Adjustment of each manager for every variable; arrays have shape (managers, variables).

    Attributes
    ----------
    managers
        Manager codes, sorted, as in ``moments.by("manager")``.
    adjusted
        Mean of everybody plus the manager's distance from the circle's average with the same customers;
        missing where a manager has no circle, or no observation.
    gap
        Distance from the *other* managers of the circle, in the units of the variable.
    inflation
        Factor on the raw standard error, at least 1: the price of adjusting.
    """

    managers: tuple[str, ...]
    adjusted: Array
    gap: Array
    inflation: Array


def case_mix(moments: Moments) -> CaseMix:
    """Adjust the managers' means for the customers they serve.

    Parameters
    ----------
    moments
        Cells with manager, class, area, business and channel.
    """
    names = [name for group in COVARIATES for name in group]
    cells = moments.by("manager", *names)
    codes, managers = pd.factorize(cells.cells["manager"].astype(str), sort=True)
    design = sparse.csr_array(sparse.hstack([_indicator(codes, len(managers)), _dummies(cells.cells)]))
    solved: dict[bytes, _Solution] = {}
    columns = []
    for variable in range(len(moments.variables)):
        weight, total = cells.sums[:, variable, SW], cells.sums[:, variable, SWX]
        # Index and rate of a dimension have the same answers behind them: one solution serves both.
        solution = solved.setdefault(weight.tobytes(), _Solution(design, len(managers), weight))
        columns.append(solution.adjusted(total))
    stacked = np.stack(columns, axis=-1) if columns else np.empty((3, len(managers), 0))
    return CaseMix(tuple(managers), *stacked)


class _Solution:
    """The normal equations for one vector of cell weights, solved when first asked."""

    def __init__(self, design: sparse.csr_array, managers: int, weight: Array) -> None:
        self.design, self.managers, self.weight = design, managers, weight

    def adjusted(self, total: Array) -> Array:
        """Adjusted mean, gap to the others and inflation, shape (3, managers), from Σwx per cell."""
        if not self.weight.any():
            return np.full((3, self.managers), np.nan)
        projector, own, size, inflation = self._solved
        with np.errstate(divide="ignore", invalid="ignore"):
            centred = np.where((own < 1) & (size > 0), projector @ (self.design.T @ total), np.nan)
            gap = centred / (1 - own)
        return np.stack([total.sum() / self.weight.sum() + centred, gap, inflation])

    @cached_property
    def _solved(self) -> tuple[Array, Array, Array, Array]:
        """Projector from Σwx to centred managers, share of the own circle, n, inflation."""
        normal = (self.design.T @ sparse.diags_array(self.weight) @ self.design).toarray()
        inverse = np.linalg.pinv(normal, hermitian=True, rcond=1e-10)
        size = normal.diagonal()[: self.managers]
        share = _shares(_circles(inverse @ normal, self.managers), size)
        contrast = np.zeros((self.managers, len(normal)))
        contrast[:, : self.managers] = np.eye(self.managers) - share
        projector = contrast @ inverse
        leverage = np.einsum("ij,ij->i", projector, contrast)
        return projector, np.diag(share), size, np.sqrt(np.maximum(leverage * size, 1.0))


def _circles(projection: Array, managers: int) -> npt.NDArray[np.integer]:
    """Number of each manager's circle.

    Two managers' difference is estimable where it lies in the row space of the design; so they belong
    together exactly if the parts of their unit vectors outside that space are the same.
    """
    outside = np.round(np.eye(len(projection))[:managers] - projection[:managers], 6) + 0.0
    return np.unique(outside, axis=0, return_inverse=True)[1].reshape(-1)


def _shares(circle: npt.NDArray[np.integer], size: Array) -> Array:
    """Row j: each manager's share of the observations of j's circle, 0 outside."""
    together = (circle[:, None] == circle[None, :]) * size[None, :]
    whole = together.sum(axis=1, keepdims=True)
    shares: Array = np.divide(together, whole, out=np.zeros_like(together), where=whole > 0)
    return shares


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
