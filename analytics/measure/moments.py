"""Moments: the counts and weighted sums from which every statistic is computed.

A cell is one combination of the grouping attributes, stratum and cluster that occurs in the data.
Sums of parts add up to the sums of the whole, so a filter or a page only adds cells together and
never reads the facts again. Cells are held as arrays, because the scan rolls them up dozens of times.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import narwhals as nw
import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import sparse

from analytics.tables import CROSS_MOMENTS, MOMENTS

Array = npt.NDArray[np.float64]
Lazy = nw.LazyFrame[Any]
SUMS = ("n", "sw", "sww", "swx", "swxx", "swwx", "swwxx")
CROSS = ("n", "sw", "sww", "swwx", "swwy", "swwxy")
DESIGN = ("stratum", "cluster")


class Variable(NamedTuple):
    """What a moment is of: a dimension of one side in one measure."""

    side: str
    dimension: str
    measure: str


@dataclass(frozen=True)
class Moments:
    """Sums per cell, or per group after a roll-up.

    Attributes
    ----------
    cells
        One row per cell, one categorical column per grouping attribute.
    variables, pairs
        What is measured; ``pairs`` index into ``variables``, first before second.
    sums
        Shape (cells, variables, 7): n, Σw, Σw², Σwx, Σwx², Σw²x, Σw²x² over the observations that
        have the variable.
    cross
        Shape (cells, pairs, 6): n, Σw, Σw², Σw²x, Σw²y, Σw²xy over those that have both.
    """

    cells: pd.DataFrame
    variables: tuple[Variable, ...]
    pairs: tuple[tuple[int, int], ...]
    sums: Array
    cross: Array

    def where(self, selection: Mapping[str, Sequence[str]]) -> Moments:
        """The cells whose attributes are among the selected values; an empty selection keeps all."""
        keep = np.ones(len(self.cells), dtype=bool)
        for attribute, values in selection.items():
            if values and attribute in self.cells:
                keep &= self.cells[attribute].isin(list(values)).to_numpy()
        return self._take(np.flatnonzero(keep))

    def by(self, *attributes: str) -> Moments:
        """Roll up to the groups of these attributes, sorted; no attribute gives the one total."""
        if not attributes:
            groups = pd.DataFrame(index=[0])
            codes: npt.NDArray[np.integer] = np.zeros(len(self.cells), dtype=np.intp)
        else:
            grouped = self.cells.groupby(list(attributes), observed=True, dropna=False, sort=True)
            codes = grouped.ngroup().to_numpy(dtype=np.intp)
            groups = grouped.size().reset_index()[list(attributes)]
        adder = sparse.csr_array(
            (np.ones(len(codes)), (codes, np.arange(len(codes)))), shape=(len(groups), len(codes))
        )
        return Moments(
            groups, self.variables, self.pairs, _added(adder, self.sums), _added(adder, self.cross)
        )

    def periods(self) -> int:
        """How many waves the cells cover, at least one; what is undated belongs to none of its own."""
        return max(len(set(self.cells["wave"].unique()) - {""}), 1) if "wave" in self.cells else 1

    @property
    def designed(self) -> bool:
        """Whether the observations come from strata or clusters, not one by one."""
        return any(self.has(name) for name in DESIGN)

    def has(self, attribute: str) -> bool:
        """Whether any cell gives this attribute at all."""
        return attribute in self.cells and bool((self.cells[attribute] != "").any())

    def index(self, variable: Variable) -> int | None:
        """Position of a variable, ``None`` where it was not measured."""
        return self.variables.index(variable) if variable in self.variables else None

    def frame(self) -> pd.DataFrame:
        """The sums as the declared table MOMENTS, grouping columns in front."""
        return self._long(self.sums, SUMS, [tuple(v) for v in self.variables], MOMENTS.names[:3])

    def cross_frame(self) -> pd.DataFrame:
        """The products as the declared table CROSS_MOMENTS, grouping columns in front."""
        names = [
            (v.side, v.measure, v.dimension, self.variables[j].dimension)
            for v, j in ((self.variables[i], j) for i, j in self.pairs)
        ]
        return self._long(self.cross, CROSS, names, CROSS_MOMENTS.names[:4])

    def _take(self, rows: npt.NDArray[np.integer]) -> Moments:
        cells = self.cells.iloc[rows].reset_index(drop=True)
        return Moments(cells, self.variables, self.pairs, self.sums[rows], self.cross[rows])

    def _long(
        self, values: Array, names: Sequence[str], what: Sequence[tuple[str, ...]], labels: Sequence[str]
    ) -> pd.DataFrame:
        count, kinds = values.shape[:2]
        cells = self.cells.loc[self.cells.index.repeat(kinds)].reset_index(drop=True)
        described = pd.DataFrame(list(what) * count, columns=list(labels))
        sums = pd.DataFrame(values.reshape(count * kinds, len(names)), columns=list(names))
        return pd.concat([cells, described, sums], axis=1)


def _added(adder: sparse.csr_array, values: Array) -> Array:
    flat = values.reshape(len(values), math.prod(values.shape[1:]))
    return np.asarray(adder @ flat).reshape(adder.shape[0], *values.shape[1:])


def collect(
    frames: Iterable[Lazy],
    attributes: Sequence[str],
    variables: Sequence[Variable],
    pairs: Sequence[tuple[int, int]],
) -> Moments:
    """Read the observations once and add them up per cell.

    Parameters
    ----------
    frames
        The observations, in one or more parts that are read one after the other. One row each:
        ``attributes``, ``stratum``, ``cluster``, ``weight`` and one numeric column ``v0``, ``v1``, … per
        variable, null where it was not observed.
    attributes
        Grouping columns.
    variables, pairs
        As in :class:`Moments`.
    """
    keys = [*attributes, *DESIGN]
    terms: dict[str, nw.Expr] = {}
    for number in range(len(variables)):
        x = nw.col(f"v{number}")
        w = nw.when(~x.is_null()).then(nw.col("weight"))
        products: tuple[nw.Expr, ...] = (w, w, w * w, w * x, w * x * x, w * w * x, w * w * x * x)
        terms |= {f"s{number}_{name}": term for name, term in zip(SUMS, products, strict=True)}
    for first, second in pairs:
        x, y = nw.col(f"v{first}"), nw.col(f"v{second}")
        w = nw.when(~x.is_null() & ~y.is_null()).then(nw.col("weight"))
        products = (w, w, w * w, w * w * x, w * w * y, w * w * x * y)
        terms |= {f"c{first}_{second}_{name}": term for name, term in zip(CROSS, products, strict=True)}
    # Products first, plain sums after: every engine adds up plain columns, few take expressions there.
    sums = [nw.col(name).count() if name.endswith("_n") else nw.col(name).sum() for name in terms]
    table = pd.DataFrame()
    for frame in frames:
        summed = frame.with_columns(**terms).select(*keys, *terms).group_by(keys).agg(*sums)
        both = pd.concat([table, summed.collect(backend="pandas").to_pandas()], ignore_index=True)
        table = both.groupby(keys, sort=True, dropna=False, observed=True).sum().reset_index()
    return Moments(
        table[keys].astype("category"),
        tuple(variables),
        tuple(pairs),
        _block(table, [f"s{i}" for i in range(len(variables))], SUMS),
        _block(table, [f"c{i}_{j}" for i, j in pairs], CROSS),
    )


def _block(table: pd.DataFrame, prefixes: Sequence[str], names: Sequence[str]) -> Array:
    columns = [f"{prefix}_{name}" for prefix in prefixes for name in names]
    values = table[columns].fillna(0.0).to_numpy(dtype=np.float64)
    return significant(values).reshape(len(table), len(prefixes), len(names))


def significant(values: Array, digits: int = 12) -> Array:
    """Round to significant digits, so that a flag never flickers.

    An engine that adds in parallel returns sums whose last bits differ from run to run; what is
    decided at a threshold must not.
    """
    with np.errstate(divide="ignore"):
        magnitude = np.where(values == 0, 0.0, np.floor(np.log10(np.abs(values))))
    factor = 10.0 ** (digits - 1 - magnitude)
    return np.asarray(np.round(values * factor) / factor)
