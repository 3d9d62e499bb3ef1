"""The scan for weak areas: every slice × dimension compared with everybody else.

A slice of two attributes counts as weak only where it is worse than its parents explain: beyond what
"this class elsewhere" and "others in this area" add up to. Managers are compared after adjusting for whom
they serve. All p values of a scan form one family.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pandas as pd
from scipy import stats

from analytics.judge.multiplicity import q_values
from analytics.judge.parts import Part, Quantity, difference, p_below, part
from analytics.judge.slices import Block, Slices, slices
from analytics.measure import Measured, Moments, Variable
from analytics.measure.moments import DESIGN, Array
from analytics.scheme import Scheme
from analytics.score.casemix import CaseMix, case_mix
from analytics.tables import GROUPINGS

TOO_FEW = "judge.too_few"
REST_TOO_FEW = "judge.rest_too_few"
INSEPARABLE = "judge.inseparable"


def scan(measured: Measured, scheme: Scheme) -> pd.DataFrame:
    """Compare all slices.

    Returns
    -------
    pandas.DataFrame
        One row per slice × dimension: ``attributes`` (tuple), ``values`` (tuple), ``side``, ``dimension``,
        ``value``, ``reference``, ``gap``, ``gap_lower``, ``gap_upper`` (points), ``p_value``, ``q_value``,
        ``n``, ``share`` (of all observations), ``alone`` (gap of each parent without the slice; tuple),
        ``beyond`` (points below what the parents explain) and ``barrier`` (message key of why it was not
        judged, ``""`` where it was).
    """
    parts = [
        compared
        for moments in (measured.survey, measured.records)
        if moments is not None and len(moments.cells)
        for compared in _scan_side(moments, measured, scheme)
    ]
    if not parts:
        return pd.DataFrame(columns=["barrier"])
    table = pd.concat(parts, ignore_index=True)
    judged = table["barrier"] == ""
    table["q_value"] = np.nan
    table.loc[judged, "q_value"] = q_values(table.loc[judged, "p_value"].to_numpy())
    return table


def _scan_side(moments: Moments, measured: Measured, scheme: Scheme) -> Iterator[pd.DataFrame]:
    quantities = _quantities(moments, scheme)
    extra = sorted(set(moments.cells.columns) - {*GROUPINGS, *DESIGN})
    mix = case_mix(moments) if moments.has("manager") else None
    for found in slices(moments, measured.exposure, extra):
        for place, quantity in quantities.items():
            compared = _compare(found, place, quantity, moments.variables[place], mix, scheme)
            if len(compared):
                yield compared


def _quantities(moments: Moments, scheme: Scheme) -> dict[int, Quantity]:
    """What is scanned: the index of each survey dimension, the natural value of each indicator."""
    indicators = {d.key: d for d in scheme.on("internal")}
    total = moments.by().sums[0]
    quarters = max(moments.cells["wave"].nunique(), 1)
    chosen = {}
    for place, variable in enumerate(moments.variables):
        if variable.side == "external" and variable.measure == "index":
            _, sw, _, swx, swxx = total[place, :5]
            spread = swxx / sw - (swx / sw) ** 2 if sw else 0.0
            chosen[place] = Quantity("index", 0.0, 1.0, max(spread, 0.0))
        elif variable.side == "internal" and variable.dimension in indicators:
            d = indicators[variable.dimension]
            chosen[place] = Quantity(d.measure, d.floor, d.slope, periods=quarters)
    return chosen


def _compare(
    found: Slices, place: int, quantity: Quantity, variable: Variable, mix: CaseMix | None, scheme: Scheme
) -> pd.DataFrame:
    """One variable of one slicing; slices without any observation are left out."""

    def describe(block: Block) -> Part:
        return part(quantity, block.sums[:, place], block.customers, scheme.confidence)

    one, rest = describe(found.inside), describe(found.outside)
    barrier = np.select(
        [one.n < scheme.minimum_judge, rest.n < scheme.minimum_judge], [TOO_FEW, REST_TOO_FEW], ""
    )
    if mix is not None and found.attributes == ("manager",) and quantity.kind != "per_thousand":
        result, inseparable = _against_mix(one, place, quantity, mix, scheme)
        barrier = np.where((barrier == "") & inseparable, INSEPARABLE, barrier)
    else:
        gap, low, high = difference(quantity, one, rest, scheme.confidence)
        result = {
            "reference": rest.value,
            "gap": gap,
            "gap_lower": low,
            "gap_upper": high,
            "p_value": p_below(quantity, one, rest),
        }
    present = one.n > 0
    beyond = np.zeros(len(one.n))
    alone: list[tuple[float, ...]] = [()] * len(one.n)
    if found.first_only is not None and found.second_only is not None and found.neither is not None:
        around = tuple(describe(block) for block in (found.first_only, found.second_only, found.neither))
        beyond, p_beyond = _beyond_parents(one, *around)
        # Both are claimed, below the rest and below what the parents explain: as strong as the weaker.
        result["p_value"] = np.fmax(result["p_value"], p_beyond)
        # A slice that is all of a parent is that parent, not a finding of its own.
        present &= (around[0].n > 0) & (around[1].n > 0)
        surrounded = np.minimum.reduce([side.n for side in around]) >= scheme.minimum_show
        barrier = np.where((barrier == "") & ~surrounded, INSEPARABLE, barrier)
        alone = list(zip(around[0].value - around[2].value, around[1].value - around[2].value, strict=True))
    with np.errstate(divide="ignore", invalid="ignore"):
        share = found.inside.sums[:, place, 1] / (
            found.inside.sums[:, place, 1] + found.outside.sums[:, place, 1]
        )
    table = pd.DataFrame(
        {
            "attributes": [found.attributes] * len(one.n),
            "values": list(found.groups.itertuples(index=False, name=None)),
            "side": variable.side, "dimension": variable.dimension, "value": one.value, **result,
            "n": np.nan_to_num(one.n), "share": share, "customers": found.inside.customers,
            "alone": alone, "beyond": beyond, "barrier": barrier,
        }
    )  # fmt: skip
    return table[present]


def _beyond_parents(one: Part, first: Part, second: Part, neither: Part) -> tuple[Array, Array]:
    """Points below the sum of both parents' own effects, with a one-sided p value.

    The four parts are disjoint, so their variances add.
    """
    contrast = one.value - first.value - second.value + neither.value
    se = np.sqrt(one.variance + first.variance + second.variance + neither.variance)
    df = np.maximum(np.minimum.reduce([p.n for p in (one, first, second, neither)]) - 1, 1)
    with np.errstate(invalid="ignore"):
        return contrast, np.asarray(stats.t.cdf(contrast / se, df))


def _against_mix(
    one: Part, place: int, quantity: Quantity, mix: CaseMix, scheme: Scheme
) -> tuple[dict[str, Array], Array]:
    """Each manager against what others achieve with the same customers."""
    named = np.array([name != "" for name in mix.managers])
    gap = mix.gap[named, place] * quantity.slope
    with np.errstate(divide="ignore", invalid="ignore"):
        se, df = np.sqrt(one.variance) * mix.inflation[named, place], np.maximum(one.n - 1, 1)
        p = np.asarray(stats.t.cdf(gap / se, df))
        half = stats.t.ppf(0.5 + scheme.confidence / 2, df) * se
        reference = one.value - gap
        if quantity.kind == "rate":
            expected = np.clip(reference / quantity.slope + quantity.floor, 0, 100) / 100
            p = np.fmax(p, _binomial(one, expected, more_is_better=quantity.slope > 0))
    result = {
        "reference": reference,
        "gap": gap,
        "gap_lower": gap - half,
        "gap_upper": gap + half,
        "p_value": p,
    }
    return result, np.isnan(gap)


def _binomial(one: Part, expected: Array, *, more_is_better: bool) -> Array:
    """Exact one-sided p value of the hits, if each had the expected chance."""
    if more_is_better:
        return np.asarray(stats.binom.cdf(one.hits, one.n, expected))
    return np.asarray(stats.binom.sf(one.hits - 1, one.n, expected))
