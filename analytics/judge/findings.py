"""From comparisons to FINDINGS and NOT_JUDGED: what is reported, in words."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from analytics.judge.scan import TOO_FEW, scan
from analytics.measure import Measured
from analytics.measure.records import COMPLAINTS
from analytics.naming import slice_code
from analytics.scheme import Scheme
from analytics.tables import FINDINGS, NOT_JUDGED
from analytics.text import Lang, say
from analytics.wording import slice_label


@dataclass(frozen=True)
class Judgement:
    """What the scan concluded.

    Attributes
    ----------
    findings, not_judged
        The declared tables.
    compared
        How many slices × dimensions were judged.
    """

    findings: pd.DataFrame
    not_judged: pd.DataFrame
    compared: int


def judge(measured: Measured, scheme: Scheme, lang: Lang = "zh") -> Judgement:
    """Find the weak areas and list what could not be judged.

    Parameters
    ----------
    measured
        Moments, possibly of a selection.
    scheme
        Minimum numbers, practical gap, false discovery rate.
    lang
        Language of the reasons.
    """
    table = scan(measured, scheme)
    if table.empty:
        return Judgement(FINDINGS.frame(), NOT_JUDGED.frame(), 0)
    judged = table[table["barrier"] == ""]
    weak = judged[(judged["q_value"] <= scheme.fdr) & (judged["gap"] <= -scheme.practical_gap)]
    return Judgement(
        _findings(weak, measured, scheme, lang),
        _not_judged(table[table["barrier"] != ""], scheme, lang),
        len(judged),
    )


def _findings(weak: pd.DataFrame, measured: Measured, scheme: Scheme, lang: Lang) -> pd.DataFrame:
    if weak.empty:
        return FINDINGS.frame()
    surely = weak["gap_upper"] <= -scheme.practical_gap
    weights = _weights(measured, scheme)
    whats = zip(weak["side"], weak["dimension"], strict=True)
    table = weak.assign(
        severity=np.where(surely, "high", "medium"),
        slice=_codes(weak),
        measure="index",
        confidence=scheme.confidence,
        customers=weak["customers"].round(),
        # Closing the gap lifts the slice's share of all observations, weighed as the scheme weighs it.
        impact=-weak["gap"] * weak["share"] * [weights.get(what, 0.0) for what in whats],
        reason=_reasons(weak, scheme, lang),
    )
    table = table.sort_values(["severity", "gap"], kind="stable", ignore_index=True)
    return FINDINGS.frame(table[list(FINDINGS.names)])


def _codes(table: pd.DataFrame) -> list[str]:
    return [
        slice_code(dict(zip(attributes, values, strict=True)))
        for attributes, values in zip(table["attributes"], table["values"], strict=True)
    ]


def _weights(measured: Measured, scheme: Scheme) -> dict[tuple[str, str], float]:
    """Weight in the total index of every measured dimension, what is missing redistributed."""
    seen = {
        (variable.side, variable.dimension)
        for moments in (measured.survey, measured.records)
        if moments is not None
        for variable in moments.variables
    }
    used = [d for d in scheme.dimensions if (d.side, d.key) in seen]
    within = {side: sum(d.weight for d in used if d.side == side) for side in ("external", "internal")}
    sides = sum(scheme.side_weight(side) for side in ("external", "internal") if within[side])
    return {
        (d.side, d.key): scheme.side_weight(d.side) / sides * d.weight / within[d.side]
        for d in used
        if within[d.side] and sides
    }


def _reasons(weak: pd.DataFrame, scheme: Scheme, lang: Lang) -> list[str]:
    sentences = []
    for attributes, values, gap, beyond, q, n, side, dimension in zip(
        *(
            weak[name]
            for name in ("attributes", "values", "gap", "beyond", "q_value", "n", "side", "dimension")
        ),
        strict=True,
    ):
        labels = [slice_label(slice_code({a: v}), lang) for a, v in zip(attributes, values, strict=True)]
        adjusted = attributes == ("manager",) and dimension != COMPLAINTS
        key = "judge.manager" if adjusted else f"judge.{('one', 'two')[len(labels) - 1]}"
        figures = {"gap": f"{-gap:.1f}", "beyond": f"{-beyond:.1f}", "q": _small(q), "n": f"{n:.0f}"}
        sentence = say(key, lang, first=labels[0], second=labels[-1], **figures)
        if len(labels) == 1:
            same = weak[(weak["side"] == side) & (weak["dimension"] == dimension)]
            children = _explaining((attributes[0], values[0]), same, scheme)
            names = ("、" if lang == "zh" else ", ").join(slice_label(child, lang) for child in children)
            sentence += say("judge.mainly", lang, children=names) if children else ""
        sentences.append(sentence)
    return sentences


def _explaining(parent: tuple[str, str], weak: pd.DataFrame, scheme: Scheme) -> list[str]:
    """Reported two-attribute slices without which the parent is no longer weak in practice."""
    children = []
    for attributes, values, alone in zip(weak["attributes"], weak["values"], weak["alone"], strict=True):
        pairs = list(zip(attributes, values, strict=True))
        if len(pairs) == 2 and parent in pairs and alone[pairs.index(parent)] > -scheme.practical_gap:
            children.append(slice_code(dict(pairs)))
    return children


def _small(q: float) -> str:
    return "< 0.001" if q < 0.001 else f"= {q:.3f}"


def _not_judged(table: pd.DataFrame, scheme: Scheme, lang: Lang) -> pd.DataFrame:
    if table.empty:
        return NOT_JUDGED.frame()
    n = table["n"].round().astype("int64")
    reasons = [
        say(barrier, lang, n=count, minimum=scheme.minimum_judge)
        for barrier, count in zip(table["barrier"], n, strict=True)
    ]
    listed = table[["side", "dimension"]].assign(slice=_codes(table), n=n, reason=reasons)
    few_first = (table["barrier"] != TOO_FEW).astype(int)
    order = listed.assign(order=few_first, attributes=table["attributes"].map(len)).sort_values(
        ["attributes", "order", "n"], kind="stable"
    )
    return NOT_JUDGED.frame(order[list(NOT_JUDGED.names)].reset_index(drop=True))
