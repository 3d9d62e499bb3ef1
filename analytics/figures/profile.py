"""The dimensions of one subject against a reference."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.figures import theme
from analytics.figures.chart import Chart
from analytics.naming import dimension_label
from analytics.scheme import Scheme
from analytics.tables import SCORES
from analytics.text import Lang, say
from analytics.wording import amount, evidence, in_scheme_order, interval, percent, readable, sample

COLUMNS = ["side", "dimension", "measure", "value", "lower", "upper", "confidence", "n", "judged", "reason"]


def profile(scores: pd.DataFrame, reference: pd.DataFrame, scheme: Scheme, lang: Lang) -> Chart:
    """Dots with intervals for each dimension of both sides; the reference is a tick.

    Parameters
    ----------
    scores
        Rows of SCORES of one group, one kind; rates and counts go into the hover text.
    reference
        Rows of SCORES of what to compare with, one kind; its ``label`` is the legend.
    """
    rows = in_scheme_order(scores[scores["measure"] == "index"], scheme).reset_index(drop=True)
    what = ["side", "dimension"]
    against = reference.loc[reference["measure"] == "index", [*what, "value"]]
    rows = rows.merge(against.rename(columns={"value": "reference"}), on=what, how="left")
    natural: dict[tuple[Any, Any], Any] = {
        (row.side, row.dimension): row for row in scores[scores["measure"] != "index"].itertuples()
    }
    reference_name = str(reference["label"].iloc[0]) if len(reference) else ""

    rows["where"] = rows.index
    rows["text"] = [_label(row, scheme, lang) for row in rows.itertuples()]
    rows["hover"] = [
        "<br>".join(theme.plain(line) for line in _lines(row, natural, reference_name, scheme, lang))
        for row in rows.itertuples()
    ]
    traces = [_dots(part, str(side), lang) for side, part in rows.groupby("side", sort=False)]
    if len(reference):
        traces.append(_ticks(rows, reference_name))
    extent = theme.span(*(rows[name] for name in ("value", "lower", "upper", "reference")), low=-1, high=101)
    axis = say("figures.score_axis", lang, confidence=percent(scheme.confidence))
    figure = go.Figure(
        {
            "data": traces,
            "layout": theme.layout(
                theme.rows_height(len(rows)),
                xaxis=theme.value_axis(axis, extent),
                yaxis=theme.row_axis(rows["text"].tolist()),
            ),
        }
    )
    name = str(rows["label"].iloc[0]) if len(rows) else ""
    table = readable(rows[COLUMNS], SCORES, scheme, lang)
    table.insert(4, reference_name or say("figures.reference", lang), rows["reference"])
    return Chart(figure, _alt(rows, name, reference_name, scheme, lang), table)


def _label(row: Any, scheme: Scheme, lang: Lang) -> str:
    text = theme.short(dimension_label(scheme, row.side, row.dimension, lang))
    if row.dimension == "index":
        text = f"<b>{text}</b>"
    return text if row.judged else f"{text} ({sample(row.n)})"


def _lines(
    row: Any, natural: dict[tuple[Any, Any], Any], reference_name: str, scheme: Scheme, lang: Lang
) -> list[str]:
    known = natural.get((row.side, row.dimension))
    return [
        dimension_label(scheme, row.side, row.dimension, lang),
        evidence(row, lang),
        *([f"{say(f'figures.natural_{row.side}', lang)}: {evidence(known, lang)}"] if known else []),
        *([f"{reference_name}: {amount(row.reference, 'index', lang)}"] if reference_name else []),
    ]


def _dots(rows: pd.DataFrame, side: str, lang: Lang) -> dict[str, Any]:
    colour = theme.SIDES[side]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": say(f"wording.side_{side}", lang),
        "x": rows["value"].tolist(),
        "y": rows["where"].tolist(),
        "error_x": theme.error_bars(rows, colour),
        "marker": {
            "size": 10,
            "symbol": ["circle" if judged else "circle-open" for judged in rows["judged"]],
            "color": colour,
            "line": {"width": 1.5, "color": colour},
        },
        "hovertext": rows["hover"].tolist(),
        "hoverinfo": "text",
    }


def _ticks(rows: pd.DataFrame, name: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": theme.plain(name),
        "x": rows["reference"].tolist(),
        "y": rows["where"].tolist(),
        "marker": {"symbol": "line-ns", "size": 16, "line": {"width": 3, "color": theme.REFERENCE}},
        "hoverinfo": "skip",
    }


def _alt(rows: pd.DataFrame, name: str, reference_name: str, scheme: Scheme, lang: Lang) -> str:
    if not reference_name:
        return _alt_alone(rows[rows["judged"] & (rows["dimension"] != "index")], name, scheme, lang)
    rows = rows.assign(gap=rows["value"] - rows["reference"])
    compared = rows[rows["judged"] & rows["gap"].notna() & (rows["dimension"] != "index")]
    if compared.empty:
        return say("figures.profile_none", lang, name=name)
    lowest: Any = compared.sort_values("gap", kind="stable").iloc[0]
    return say(
        "figures.profile_alt",
        lang,
        name=name,
        reference=reference_name,
        above=int((compared["gap"] > 0).sum()),
        below=int((compared["gap"] < 0).sum()),
        dimension=dimension_label(scheme, lowest.side, lowest.dimension, lang),
        value=amount(lowest.value, "index", lang),
        interval=interval(lowest.lower, lowest.upper),
        reference_value=amount(lowest.reference, "index", lang),
    )


def _alt_alone(rows: pd.DataFrame, name: str, scheme: Scheme, lang: Lang) -> str:
    if rows.empty:
        return say("figures.profile_none_alone", lang, name=name)
    ends: list[Any] = [*rows.sort_values("value", kind="stable", ascending=False).iloc[[0, -1]].itertuples()]
    best, worst = (
        f"{dimension_label(scheme, row.side, row.dimension, lang)} {amount(row.value, 'index', lang)}"
        for row in ends
    )
    return say("figures.profile_alone", lang, name=name, count=len(rows), best=best, worst=worst)
