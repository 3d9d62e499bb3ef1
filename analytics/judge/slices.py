"""The slices of the scan, everybody else, and what surrounds a slice of two attributes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

import numpy as np
import numpy.typing as npt
import pandas as pd

from analytics.measure import Exposure, Moments
from analytics.measure.moments import Array
from analytics.score.estimates import estimate

# In the order of the issue texts and of the printed slices, whatever order the data come in.
SCANNED = ("customer_class", "area", "region", "station", "channel", "business", "manager", "post")


@dataclass(frozen=True)
class Block:
    """Sums (slices, variables, 7) and customers (slices,) of one piece of the observations."""

    sums: Array
    customers: Array


@dataclass(frozen=True)
class Slices:
    """All slices of one set of attributes.

    Attributes
    ----------
    attributes
        One or two.
    groups
        One row per slice.
    inside, outside
        The slice, and everybody else.
    variance, df
        Of the slices' means by the sampling design, shape (slices, variables); ``None`` in a simple sample.
    first_only, second_only, neither
        For two attributes: the rest of either parent, and those in neither; ``None`` for one.
    """

    attributes: tuple[str, ...]
    groups: pd.DataFrame
    inside: Block
    outside: Block
    variance: Array | None = None
    df: Array | None = None
    first_only: Block | None = None
    second_only: Block | None = None
    neither: Block | None = None


def slices(moments: Moments, exposure: Exposure, extra: Sequence[str] = ()) -> Iterator[Slices]:
    """Every one- and two-attribute slicing that the cells allow.

    Slices with an attribute not given are no candidates, but count among everybody else.
    """
    names = [name for name in (*SCANNED, *extra) if moments.has(name) and len(moments.by(name).cells) > 1]
    whole = moments.by().sums
    singles = {name: moments.by(name) for name in names}
    for name in names:
        found = _one(singles[name], exposure, name, whole)
        yield _designed(found, moments) if moments.designed else found
    for first, second in combinations(names, 2):
        found = _two(moments.by(first, second), exposure, (singles[first], singles[second]), whole)
        yield _designed(found, moments) if moments.designed else found


def _designed(found: Slices, moments: Moments) -> Slices:
    """The slices with the variance that strata and clusters give their means."""
    estimates = estimate(moments, found.attributes)
    _, keep = _given_rows(estimates.groups, found.attributes)
    return replace(found, variance=estimates.se[keep] ** 2, df=estimates.df[keep])


def _one(grouped: Moments, exposure: Exposure, name: str, whole: Array) -> Slices:
    groups, sums = _given(grouped, (name,))
    at_risk = _customers(exposure, (name,), groups)
    inside = Block(sums, at_risk.inside)
    return Slices((name,), groups, inside, Block(whole - sums, at_risk.whole - at_risk.inside))


def _two(grouped: Moments, exposure: Exposure, parents: tuple[Moments, Moments], whole: Array) -> Slices:
    attributes = (parents[0].cells.columns[0], parents[1].cells.columns[0])
    groups, s = _given(grouped, attributes)
    a, b = (
        parent.sums[pd.Index(parent.cells[name].astype(str)).get_indexer(pd.Index(groups[name]))]
        for name, parent in zip(attributes, parents, strict=True)
    )
    c = _customers(exposure, attributes, groups)
    first, second = c.parents
    return Slices(
        attributes,
        groups,
        inside=Block(s, c.inside),
        outside=Block(whole - s, c.whole - c.inside),
        first_only=Block(a - s, first - c.inside),
        second_only=Block(b - s, second - c.inside),
        neither=Block(whole - a - b + s, c.whole - first - second + c.inside),
    )


def _given(grouped: Moments, attributes: Sequence[str]) -> tuple[pd.DataFrame, Array]:
    """The groups that are named, and their sums."""
    groups, keep = _given_rows(grouped.cells, attributes)
    return groups, grouped.sums[keep]


def _given_rows(
    groups: pd.DataFrame, attributes: Sequence[str]
) -> tuple[pd.DataFrame, npt.NDArray[np.bool_]]:
    codes = groups.astype(str)
    keep = (codes[list(attributes)] != "").all(axis=1).to_numpy()
    return codes[keep].reset_index(drop=True), keep


@dataclass(frozen=True)
class _Customers:
    inside: Array
    parents: tuple[Array, ...]
    whole: Array


def _customers(exposure: Exposure, attributes: tuple[str, ...], groups: pd.DataFrame) -> _Customers:
    """Customers of each slice, of its parents and of all, from one and the same table of counts."""
    counts = exposure.by(*attributes)
    if counts is None:
        unknown = np.full(len(groups), np.nan)
        return _Customers(unknown, (unknown,) * len(attributes), unknown)
    keys = pd.MultiIndex.from_frame(groups)
    inside = counts.reindex(keys if len(attributes) > 1 else keys.get_level_values(0))
    parents = tuple(
        counts.groupby(level=level).sum().reindex(groups[name]).to_numpy(dtype=np.float64)
        for level, name in enumerate(attributes)
    )
    whole = np.full(len(groups), float(counts.sum()))
    return _Customers(inside.to_numpy(dtype=np.float64), parents, whole)
