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
from analytics.score.managers import adjusted_scores, shrunk_rows
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
    rows = [_kind_rows(raw, scheme, subject, "raw", lang)]
    if subject == "manager":
        moments = {"external": measured.survey, "internal": measured.records}
        adjusted: dict[Side, SideScores] = {}
        for side, scores in raw.items():
            cells = moments[side]
            fair = adjusted_scores(scores, cells, scheme) if cells is not None else None
            if fair is not None:
                adjusted[side] = fair
        if adjusted:
            fair_rows = _kind_rows({**raw, **adjusted}, scheme, subject, "adjusted", lang)
            rows.append(fair_rows[fair_rows["measure"] == "index"])
        rows.append(shrunk_rows(rows[-1][rows[-1]["measure"] == "index"], scheme.confidence))
    table = pd.concat([part for part in rows if len(part)], ignore_index=True)
    if subject == "manager":
        names = measured.exposure.managers.set_index("manager")["name"]
        table["label"] = table["key"].map(names).fillna(table["label"])
    return _ranked(_judged(table, scheme, lang), scheme)


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
    lacking = table["value"].isna() & ~few
    said = {
        n: say("score.too_few", lang, n=int(n), minimum=scheme.minimum_judge)
        for n in table["n"][few].unique()
    }
    reason = table["reason"].mask(few, table["n"].map(said))
    reason = reason.mask(unnamed, say("score.not_given", lang)).mask(
        lacking, say("score.not_comparable", lang)
    )
    judged = ~(few | unnamed | lacking)
    hidden = table["n"] < scheme.minimum_show
    shown = {name: table[name].mask(hidden) for name in ("value", "se", "lower", "upper")}
    banded = judged & (table["measure"] == "index")
    band = pd.Series("", index=table.index)
    for grade in reversed(scheme.bands):
        band = band.mask(banded & (table["value"] >= grade.start), grade.zh if lang == "zh" else grade.en)
    return table.assign(judged=judged, reason=reason, band=band, **shown)


def _ranked(table: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    columns = ["rank", "rank_lower", "rank_upper", "p_bottom_quarter"]
    table = table.assign(**dict.fromkeys(columns, np.nan))
    compared = table[table["judged"] & table["se"].notna()]
    for (_, _, measure, _), part in compared.groupby(["side", "dimension", "measure", "kind"]):
        if len(part) < 2:
            continue
        less_is_better = measure == "per_thousand"
        value = part["value"].to_numpy(dtype=np.float64)
        found = ranks(-value if less_is_better else value, part["se"].to_numpy(), scheme.confidence)
        table.loc[part.index, columns[:3]] = np.stack([found.rank, found.lower, found.upper], axis=1)
        if len(part) >= FEWEST_FOR_QUARTER:
            table.loc[part.index, columns[3]] = found.bottom_quarter
    return table
