"""The scan for weak areas: every slice × dimension compared with everybody else.

A slice of two attributes counts as weak only where it is worse than its parents explain: beyond what
"this class elsewhere" and "others in this area" add up to. Managers are compared after adjusting for whom
they serve. All p values of a scan form one family.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from analytics.judge.multiplicity import q_values
from analytics.judge.parts import SW, Part, Quantity, designed, difference, p_below, part
from analytics.judge.slices import Block, Slices, slices
from analytics.measure import Measured, Moments, Variable
from analytics.measure.moments import DESIGN, Array
from analytics.scheme import Scheme
from analytics.score.casemix import CaseMix, case_mix
from analytics.score.estimates import estimate
from analytics.tables import GROUPINGS

TOO_FEW = "judge.too_few"
REST_TOO_FEW = "judge.rest_too_few"
INSEPARABLE = "judge.inseparable"
ONE_UNIT = "judge.one_unit"


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
    """What is scanned: the index of each survey dimension the scheme names, and each indicator."""
    total, effects = moments.by().sums[0], _design_effects(moments)
    chosen = {}
    for place, variable in enumerate(moments.variables):
        graded = scheme.names(variable.side, variable.dimension)
        if variable.side == "external" and variable.measure == "index" and graded:
            _, sw, _, swx, swxx = total[place, :5]
            spread = swxx / sw - (swx / sw) ** 2 if sw else 0.0
            chosen[place] = Quantity("index", 0.0, 1.0, max(spread, 0.0), effects[place])
        for d in scheme.on("internal"):
            if variable == Variable("internal", d.key, d.measure):
                chosen[place] = Quantity(d.measure, d.floor, d.slope, periods=moments.periods())
    return chosen


def _design_effects(moments: Moments) -> list[float]:
    """Of each variable's overall mean, against a simple sample of the same size; at least 1."""
    if not moments.designed:
        return [1.0] * len(moments.variables)
    simple = Moments(
        moments.cells.assign(stratum="", cluster=""),
        moments.variables,
        (),
        moments.sums,
        moments.cross[:, :0],
    )
    with np.errstate(divide="ignore", invalid="ignore"):
        ratio = (estimate(moments, ()).se[0] / estimate(simple, ()).se[0]) ** 2
    return [float(effect) for effect in np.fmax(ratio, 1.0)]


def _compare(
    found: Slices, place: int, quantity: Quantity, variable: Variable, mix: CaseMix | None, scheme: Scheme
) -> pd.DataFrame:
    """One variable of one slicing; slices without any observation are left out."""

    def describe(block: Block) -> Part:
        return part(quantity, block.sums[:, place], block.customers, scheme.confidence)

    one, rest = describe(found.inside), describe(found.outside)
    if found.variance is not None and found.df is not None and quantity.kind == "index":
        one = designed(one, found.variance[:, place], found.df[:, place], scheme.confidence)
    if mix is not None and found.attributes == ("manager",) and quantity.kind != "per_thousand":
        result = _against_mix(one, place, quantity, mix, scheme)
    else:
        result = _against_rest(one, rest, quantity, scheme)
    around = _Around.of(found, describe)
    beyond, p_beyond = around.contrast(one) if around else (np.zeros(len(one.n)), np.zeros(len(one.n)))
    apart = around.least >= scheme.minimum_show if around else ~np.isnan(result["gap"])
    barrier = np.select(
        [one.n < scheme.minimum_judge, rest.n < scheme.minimum_judge, ~apart, one.df < 1],
        [TOO_FEW, REST_TOO_FEW, INSEPARABLE, ONE_UNIT],
        "",
    )
    # Both are claimed, below the rest and below what the parents explain: as strong as the weaker. Where
    # nobody differs there is no p value, and nothing to claim.
    p = np.nan_to_num(np.fmax(result["p_value"], p_beyond), nan=1.0)
    counted = [
        block.customers if quantity.kind == "per_thousand" else block.sums[:, place, SW]
        for block in (found.inside, found.outside)
    ]
    with np.errstate(divide="ignore", invalid="ignore"):
        share = counted[0] / (counted[0] + counted[1])
    table = pd.DataFrame(
        {
            "attributes": [found.attributes] * len(one.n),
            "values": list(found.groups.itertuples(index=False, name=None)),
            "side": variable.side, "dimension": variable.dimension, **_shown(one.value, result),
            "p_value": np.where(barrier == "", p, np.nan),
            "n": np.nan_to_num(one.n), "share": share, "customers": found.inside.customers,
            "alone": around.alone if around else [()] * len(one.n), "beyond": beyond, "barrier": barrier,
        }
    )  # fmt: skip
    # A slice that is all of a parent is that parent, not a finding of its own.
    own = around.own if around else one.n > 0
    return table[(one.n > 0) & own]


def _shown(value: Array, result: dict[str, Array]) -> dict[str, Array]:
    """Value, reference and gap as the 0–100 index has them; the test saw them without its bounds."""
    bounded, reference = np.clip(value, 0, 100), np.clip(result["reference"], 0, 100)
    gap = bounded - reference
    limits = {
        name: np.clip(result[name] + gap - result["gap"], -100, 100) for name in ("gap_lower", "gap_upper")
    }
    return {"value": bounded, "reference": reference, "gap": gap, **limits}


@dataclass(frozen=True)
class _Around:
    """What surrounds slices of two attributes: the rest of either parent, and those in neither."""

    first: Part
    second: Part
    neither: Part

    @classmethod
    def of(cls, found: Slices, describe: Callable[[Block], Part]) -> _Around | None:
        """The surroundings, ``None`` for slices of one attribute."""
        if found.first_only is None or found.second_only is None or found.neither is None:
            return None
        return cls(describe(found.first_only), describe(found.second_only), describe(found.neither))

    @property
    def own(self) -> npt.NDArray[np.bool_]:
        """Whether the slice is less than either of its parents."""
        return np.asarray((self.first.n > 0) & (self.second.n > 0))

    @property
    def least(self) -> Array:
        """Observations of the smallest of the three."""
        return np.asarray(np.minimum.reduce([self.first.n, self.second.n, self.neither.n]))

    @property
    def alone(self) -> list[tuple[float, float]]:
        """Gap of each parent without the slice, to those in neither."""
        first, second = (side.value - self.neither.value for side in (self.first, self.second))
        return list(zip(first.tolist(), second.tolist(), strict=True))

    def contrast(self, one: Part) -> tuple[Array, Array]:
        """Points below the sum of both parents' own effects, with a one-sided p value.

        The four parts are disjoint, so their variances add.
        """
        parts = (one, self.first, self.second, self.neither)
        beyond = one.value - self.first.value - self.second.value + self.neither.value
        se = np.sqrt(sum(each.variance for each in parts))
        df = np.maximum(np.minimum(one.df, self.least - 1), 1)
        with np.errstate(divide="ignore", invalid="ignore"):
            return beyond, np.asarray(stats.t.cdf(beyond / se, df))


def _against_rest(one: Part, rest: Part, quantity: Quantity, scheme: Scheme) -> dict[str, Array]:
    """Each slice against everybody else."""
    gap, low, high = difference(quantity, one, rest, scheme.confidence)
    p = p_below(quantity, one, rest)
    return {"reference": rest.value, "gap": gap, "gap_lower": low, "gap_upper": high, "p_value": p}


def _against_mix(one: Part, place: int, quantity: Quantity, mix: CaseMix, scheme: Scheme) -> dict[str, Array]:
    """Each manager against what others achieve with the same customers."""
    named = np.array([name != "" for name in mix.managers])
    gap = mix.gap[named, place] * quantity.slope
    with np.errstate(divide="ignore", invalid="ignore"):
        se, df = np.sqrt(one.variance) * mix.inflation[named, place], np.maximum(one.df, 1)
        p = np.asarray(stats.t.cdf(gap / se, df))
        half = stats.t.ppf(0.5 + scheme.confidence / 2, df) * se
        reference = one.value - gap
        if quantity.kind == "rate":
            expected = np.clip(reference / quantity.slope + quantity.floor, 0, 100) / 100
            p = np.fmax(p, _binomial(one, expected, more_is_better=quantity.slope > 0))
    return {
        "reference": reference,
        "gap": gap,
        "gap_lower": gap - half,
        "gap_upper": gap + half,
        "p_value": p,
    }


def _binomial(one: Part, expected: Array, *, more_is_better: bool) -> Array:
    """Exact one-sided p value of the hits, if each had the expected chance."""
    if more_is_better:
        return np.asarray(stats.binom.cdf(one.hits, one.n, expected))
    return np.asarray(stats.binom.sf(one.hits - 1, one.n, expected))
