"""What lies behind a finding: the single questions, or the kinds of business, in the slice and elsewhere."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
import pandas as pd

from analytics.facts import Item
from analytics.judge.parts import Kind, Part, Quantity, difference, part
from analytics.measure import Measured, Moments, Variable
from analytics.measure.moments import Array
from analytics.scheme import Scheme

COLUMNS = ["key", "value", "reference", "gap", "gap_lower", "gap_upper", "n"]


def items_behind(
    measured: Measured, items: Sequence[Item], parts: Mapping[str, str], dimension: str, scheme: Scheme
) -> pd.DataFrame:
    """Each question of a survey dimension inside the slice and among everybody else.

    Returns
    -------
    pandas.DataFrame
        ``key`` (item), ``value``, ``reference``, ``gap`` with limits (points), ``n``; widest gap first.
    """
    moments = measured.items
    if moments is None:
        return pd.DataFrame(columns=COLUMNS)
    wanted = [item.key for item in items if item.dimension == dimension]
    places = [moments.variables.index(Variable("external", key, "index")) for key in wanted]
    inside, everyone = _inside(moments, parts).by().sums[0], moments.by().sums[0]
    return _compared(wanted, inside[places], (everyone - inside)[places], "index", scheme)


def businesses_behind(
    measured: Measured, parts: Mapping[str, str], dimension: str, scheme: Scheme
) -> pd.DataFrame:
    """A record indicator by kind of business, inside the slice and among everybody else; as above."""
    moments = measured.records
    place = moments.index(Variable("internal", dimension, "rate")) if moments is not None else None
    if moments is None or place is None:
        return pd.DataFrame(columns=COLUMNS)
    everyone = moments.by("business")
    names = everyone.cells["business"].astype(str).tolist()
    found = _inside(moments, parts).by("business")
    inside = np.zeros_like(everyone.sums[:, place])
    rows = [names.index(name) for name in found.cells["business"].astype(str)]
    inside[rows] = found.sums[:, place]
    return _compared(names, inside, everyone.sums[:, place] - inside, "rate", scheme)


def _inside(moments: Moments, parts: Mapping[str, str]) -> Moments:
    return moments.where({attribute: (value,) for attribute, value in parts.items()})


def _compared(keys: Sequence[str], inside: Array, outside: Array, kind: Kind, scheme: Scheme) -> pd.DataFrame:
    quantity = Quantity(kind, 0.0, 1.0)
    nobody = np.full(len(keys), np.nan)
    one, rest = (part(quantity, sums, nobody, scheme.confidence) for sums in (inside, outside))
    gap, low, high = difference(quantity, one, rest, scheme.confidence)
    columns = [keys, one.value, rest.value, gap, low, high, one.n]
    table = pd.DataFrame(dict(zip(COLUMNS, columns, strict=True)))
    shown: pd.DataFrame = table[(table["n"] >= scheme.minimum_show) & _known(one) & _known(rest)]
    sorted_by_gap: pd.DataFrame = shown.astype({"n": "int64"}).sort_values("gap", ignore_index=True)
    return sorted_by_gap


def _known(described: Part) -> Array:
    return ~np.isnan(described.value)
