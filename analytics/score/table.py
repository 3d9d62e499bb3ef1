"""The table SCORES: every score of every subject with its evidence."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd

from analytics.measure import Measured
from analytics.measure.moments import Array
from analytics.naming import dimension_label, value_label
from analytics.scheme import Scheme, Side
from analytics.score.composite import Composite, composite, total
from analytics.score.managers import adjustable, adjusted_scores, shrunk_rows
from analytics.score.ranks import ranks
from analytics.score.sides import Figures, SideScores, external_scores, internal_scores
from analytics.tables import SCORES
from analytics.text import Lang, say

SUBJECT_ATTRIBUTES: dict[str, tuple[str, ...]] = {
    "all": (),
    "manager": ("manager",),
    "region": ("region",),
    "station": ("station",),
    "customer_class": ("customer_class",),
    "area": ("area",),
    "channel": ("channel",),
    "business": ("business",),
    "segment": ("customer_class", "area"),
}
# Fewer groups have no quarter to be at the bottom of.
FEWEST_FOR_QUARTER = 4
COMPOSITE = "index"


def score(measured: Measured, scheme: Scheme, lang: Lang = "zh") -> pd.DataFrame:
    """All subjects of the declared table SCORES that the data can tell about.

    Parameters
    ----------
    measured
        Moments, possibly of a selection.
    scheme
        Weights, bands, minimum numbers, confidence.
    lang
        Language of labels and reasons.
    """
    parts = [
        score_by(measured, scheme, subject, attributes, lang)
        for subject, attributes in SUBJECT_ATTRIBUTES.items()
        if all(_told(measured, attribute) for attribute in attributes)
    ]
    return SCORES.frame(pd.concat(parts, ignore_index=True))


def score_by(
    measured: Measured, scheme: Scheme, subject: str, attributes: Sequence[str], lang: Lang = "zh"
) -> pd.DataFrame:
    """Scores of the groups of any attributes, as rows of SCORES.

    Parameters
    ----------
    subject
        What the rows are called; *manager* adds the adjusted and shrunk kinds.
    attributes
        Grouping attributes; none for the total.
    """
    raw = _scored_sides(measured, scheme, attributes)
    if not raw:
        return SCORES.frame()
    rows = [_kind_rows(raw, scheme, subject, "raw", lang)]
    if subject == "manager":
        rows += _fair_rows(rows[0], raw, measured, scheme, lang)
    table = pd.concat([part for part in rows if len(part)], ignore_index=True)
    if subject == "manager":
        roster = measured.exposure.managers
        names = dict(zip(roster["manager"], roster["name"], strict=True))
        table["label"] = [
            names.get(key, label) for key, label in zip(table["key"], table["label"], strict=True)
        ]
    return _ranked(_judged(table, scheme, lang), scheme)


def _fair_rows(
    raw_rows: pd.DataFrame, raw: dict[Side, SideScores], measured: Measured, scheme: Scheme, lang: Lang
) -> list[pd.DataFrame]:
    """Managers adjusted for their customers, and shrunk. Only what was adjusted is called so.

    A composite holds what could not be adjusted as it is, and says so.
    """
    moments = {"external": measured.survey, "internal": measured.records}
    adjusted = {
        side: fair
        for side, scores in raw.items()
        if (cells := moments[side]) is not None and (fair := adjusted_scores(scores, cells, scheme))
    }
    if not adjusted:
        return [shrunk_rows(raw_rows[raw_rows["measure"] == "index"], scheme.confidence)]
    rows = _kind_rows({**raw, **adjusted}, scheme, "manager", "adjusted", lang)
    asis = {(side, d.key) for side, scores in raw.items() for d in scores.dimensions if not adjustable(d)}
    asis |= {(side, key) for side in raw if side not in adjusted for key in rows["dimension"].unique()}
    was = np.array([what not in asis for what in zip(rows["side"], rows["dimension"], strict=True)])
    fair_rows = rows[(rows["measure"] == "index").to_numpy() & was]
    fair_rows = _told_unadjusted(fair_rows, raw, adjusted, scheme, lang)
    return [fair_rows, shrunk_rows(fair_rows, scheme.confidence)]


def _told_unadjusted(
    rows: pd.DataFrame,
    raw: dict[Side, SideScores],
    adjusted: dict[Side, SideScores],
    scheme: Scheme,
    lang: Lang,
) -> pd.DataFrame:
    """Composites with the names of the parts that went in unadjusted."""
    unadjusted: dict[str, list[str]] = {
        side: [d.key for d in scores.dimensions if d.weight and not adjustable(d)]
        for side, scores in adjusted.items()
    }
    unadjusted["total"] = [side for side in raw if side not in adjusted]
    reason = rows["reason"]
    for side, names in unadjusted.items():
        if names:
            sentence = say("score.unadjusted", lang, names=_listed(names, side, scheme, lang))
            whole = (rows["side"] == side) & (rows["dimension"] == COMPOSITE)
            before = reason.where(reason == "", reason + ("；" if lang == "zh" else "; "))
            reason = reason.mask(whole, before + sentence)
    return rows.assign(reason=reason)


def _told(measured: Measured, attribute: str) -> bool:
    return any(m is not None and m.has(attribute) for m in (measured.survey, measured.records))


def _scored_sides(measured: Measured, scheme: Scheme, attributes: Sequence[str]) -> dict[Side, SideScores]:
    sides: dict[Side, SideScores | None] = {
        "external": external_scores(measured, scheme, attributes),
        "internal": internal_scores(measured, scheme, attributes),
    }
    return {side: scores for side, scores in sides.items() if scores is not None and len(scores.groups)}


def _kind_rows(
    sides: dict[Side, SideScores], scheme: Scheme, subject: str, kind: str, lang: Lang
) -> pd.DataFrame:
    parts, composites = [], {}
    for side, scores in sides.items():
        names = _names(scores.groups, lang)
        for scored in scores.dimensions:
            for measure, figures in (("index", scored.index), (scored.measure, scored.natural)):
                what = (side, scored.key, measure)
                parts.append(_rows(names, what, figures, scored.n, scored.n_eff))
        whole = composite(scores, scheme)
        if whole is not None:
            composites[side] = whole
            parts.append(_composite_rows(whole, side, scheme, lang))
    whole = total(composites, scheme)
    if whole is not None:
        parts.append(_composite_rows(whole, "total", scheme, lang))
    table = pd.concat(parts, ignore_index=True)
    return table.assign(subject=subject, kind=kind, confidence=scheme.confidence)


def _rows(
    names: pd.DataFrame, what: tuple[str, str, str], figures: Figures, n: Array, n_eff: Array
) -> pd.DataFrame:
    side, dimension, measure = what
    return names.assign(
        side=side, dimension=dimension, measure=measure,
        value=figures.value, se=figures.se, lower=figures.lower, upper=figures.upper,
        n=np.round(n), n_eff=n_eff, reason="",
    )  # fmt: skip


def _composite_rows(whole: Composite, side: str, scheme: Scheme, lang: Lang) -> pd.DataFrame:
    names = _names(whole.groups, lang)
    rows = _rows(names, (side, COMPOSITE, "index"), whole.figures, whole.n, whole.n_eff)
    reasons = [
        say(
            "score.redistributed",
            lang,
            share=f"{100 * (1 - share):.0f}",
            names=_listed(missing, side, scheme, lang),
        )
        if missing
        else ""
        for missing, share in zip(whole.missing, whole.measured, strict=True)
    ]
    return rows.assign(reason=reasons)


def _listed(missing: Sequence[str], side: str, scheme: Scheme, lang: Lang) -> str:
    labels = [
        dimension_label(scheme, key, COMPOSITE, lang)
        if side == "total"
        else dimension_label(scheme, side, key, lang)
        for key in missing
    ]
    return ("、" if lang == "zh" else ", ").join(labels)


def _names(groups: pd.DataFrame, lang: Lang) -> pd.DataFrame:
    """Key and label of each group: the codes, and the names as users read them."""
    if not len(groups.columns):
        return pd.DataFrame({"key": ["all"], "label": [say("naming.all", lang)]})
    codes = groups.astype(str)
    labels = pd.DataFrame(
        {name: codes[name].map(lambda code, name=name: value_label(name, code, lang)) for name in codes}
    )
    empty = (codes == "").all(axis=1)
    return pd.DataFrame(
        {"key": codes.agg("×".join, axis=1).where(~empty, ""), "label": labels.agg(" × ".join, axis=1)}
    )


def _judged(table: pd.DataFrame, scheme: Scheme, lang: Lang) -> pd.DataFrame:
    """Decide what may be judged and say why not; a value on too few to show is withheld."""
    few = table["n"] < scheme.minimum_judge
    unnamed = (table["key"] == "") | table["key"].str.startswith("×") | table["key"].str.endswith("×")
    unknown = table["se"].isna() & table["value"].notna() & ~few
    lacking = table["value"].isna() & ~few
    said = {
        n: say("score.too_few", lang, n=int(n), minimum=scheme.minimum_judge)
        for n in table["n"][few].unique()
    }
    reason = table["reason"].mask(few, table["n"].map(said))
    reason = reason.mask(unnamed, say("score.not_given", lang))
    reason = reason.mask(lacking, say("score.not_comparable", lang))
    reason = reason.mask(unknown, say("score.one_unit", lang))
    judged = ~(few | unnamed | lacking | unknown)
    hidden = table["n"] < scheme.minimum_show
    shown = {name: table[name].mask(hidden) for name in ("value", "se", "lower", "upper")}
    whats = zip(table["side"], table["dimension"], strict=True)
    graded = np.array([scheme.names(side, dimension) for side, dimension in whats], dtype=bool)
    banded = judged & (table["measure"] == "index") & graded
    grades = table["value"][banded].map(scheme.band)
    named = grades.map(lambda grade: grade.zh if lang == "zh" else grade.en)
    # Without any graded row the words would have no type.
    band = named.astype(str).reindex(table.index, fill_value="")
    return table.assign(judged=judged, reason=reason, band=band, **shown)


def _ranked(table: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    columns = ["rank", "rank_lower", "rank_upper", "p_bottom_quarter"]
    table = table.assign(**dict.fromkeys(columns, np.nan))
    compared = table[table["judged"] & table["se"].notna()]
    falling = {(d.side, d.key) for d in scheme.dimensions if d.slope < 0}
    for (side, dimension, measure, _), part in compared.groupby(["side", "dimension", "measure", "kind"]):
        if len(part) < 2:
            continue
        less_is_better = measure != "index" and (side, dimension) in falling
        value = part["value"].to_numpy(dtype=np.float64)
        found = ranks(-value if less_is_better else value, part["se"].to_numpy(), scheme.confidence)
        table.loc[part.index, columns[:3]] = np.stack([found.rank, found.lower, found.upper], axis=1)
        if len(part) >= FEWEST_FOR_QUARTER:
            table.loc[part.index, columns[3]] = found.bottom_quarter
    return table
