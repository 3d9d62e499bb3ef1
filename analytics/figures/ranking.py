"""Groups of one subject from best to worst: a caterpillar plot."""

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
from analytics.wording import amount, evidence, interval, percent, readable, sample, told_apart, with_unit

COLUMNS = [
    "label", "side", "dimension", "measure", "kind", "value", "lower", "upper", "confidence", "n",
    "judged", "reason", "band", "rank", "rank_lower", "rank_upper",
]  # fmt: skip


def ranking(scores: pd.DataFrame, scheme: Scheme, lang: Lang) -> Chart:
    """Values with intervals, best at the top and coloured by band; the unjudged hollow and below.

    Parameters
    ----------
    scores
        Rows of SCORES of one subject, side, dimension, measure and kind.
    """
    less_is_better = bool((scores["measure"] == "per_thousand").any())
    scores = told_apart(scores)
    judged = scores[scores["judged"]].sort_values(["value", "label"], ascending=[less_is_better, True])
    unjudged = scores[~scores["judged"]].sort_values(["n", "label"], ascending=[False, True])
    rows = pd.concat([judged, unjudged], ignore_index=True)
    rows["where"] = rows.index
    rows["text"] = [_label(row) for row in rows.itertuples()]
    rows["hover"] = [_hover(row, lang) for row in rows.itertuples()]

    colours = theme.band_colours(scheme)
    bands = [band.zh if lang == "zh" else band.en for band in scheme.bands]
    named = [(band, colours[band], rows[rows["judged"] & (rows["band"] == band)]) for band in bands]
    unbanded = rows[rows["judged"] & ~rows["band"].isin(bands)]
    traces = [
        _dots(part, name, colour, "circle")
        for name, colour, part in [*named, (say("figures.judged", lang), theme.ACCENT, unbanded)]
        if len(part)
    ]
    rest = rows[~rows["judged"]]
    if len(rest):
        traces.append(_dots(rest, say("figures.not_judged", lang), theme.UNJUDGED, "circle-open"))

    axis = say(
        "figures.value_axis", lang, what=_what(scores, scheme, lang), confidence=percent(scheme.confidence)
    )
    figure = go.Figure(
        {
            "data": traces,
            "layout": theme.layout(
                theme.rows_height(len(rows)),
                xaxis=theme.value_axis(
                    axis, theme.span(*(rows[name] for name in ("value", "lower", "upper")))
                ),
                yaxis=theme.row_axis(rows["text"].tolist()),
            ),
        }
    )
    return Chart(figure, _alt(rows, scheme, lang), readable(rows[COLUMNS], SCORES, scheme, lang))


def _label(row: Any) -> str:
    return theme.short(row.label) + ("" if row.judged else f" ({sample(row.n)})")


def _what(scores: pd.DataFrame, scheme: Scheme, lang: Lang) -> str:
    if scores.empty:
        return say("figures.score", lang)
    first: Any = scores.iloc[0]
    return with_unit(dimension_label(scheme, first.side, first.dimension, lang), first.measure, lang)


def _hover(row: Any, lang: Lang) -> str:
    lines = [row.label, evidence(row, lang)]
    if row.band:
        lines.append(row.band)
    if not pd.isna(row.rank):
        limits = f"{row.rank_lower}–{row.rank_upper}"
        lines.append(
            say("figures.rank", lang, rank=row.rank, limits=limits, confidence=percent(row.confidence))
        )
    return "<br>".join(theme.plain(line) for line in lines)


def _dots(rows: pd.DataFrame, name: str, colour: str, symbol: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": theme.plain(name),
        "showlegend": True,
        "x": rows["value"].tolist(),
        "y": rows["where"].tolist(),
        "error_x": theme.error_bars(rows, colour),
        "marker": {"size": 9, "symbol": symbol, "color": colour, "line": {"width": 1.5, "color": colour}},
        "hovertext": rows["hover"].tolist(),
        "hoverinfo": "text",
    }


def _alt(rows: pd.DataFrame, scheme: Scheme, lang: Lang) -> str:
    judged = rows[rows["judged"]]
    unjudged = len(rows) - len(judged)
    if judged.empty:
        return say("figures.ranking_none", lang, unjudged=unjudged)
    best: Any = judged.iloc[0]
    worst: Any = judged.iloc[-1]
    return say(
        "figures.ranking_alt",
        lang,
        count=len(judged),
        dimension=dimension_label(scheme, best.side, best.dimension, lang),
        best=best.label,
        best_value=amount(best.value, best.measure, lang),
        best_interval=interval(best.lower, best.upper),
        worst=worst.label,
        worst_value=amount(worst.value, worst.measure, lang),
        worst_interval=interval(worst.lower, worst.upper),
        unjudged=unjudged,
    )
