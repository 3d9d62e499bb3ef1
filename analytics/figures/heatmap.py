"""Groups × dimensions as coloured cells."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import plotly.graph_objects as go

from analytics.figures import theme
from analytics.figures.chart import Chart
from analytics.naming import dimension_label
from analytics.scheme import Scheme
from analytics.tables import SCORES
from analytics.text import Lang, say
from analytics.wording import amount, evidence, in_scheme_order, readable, sample, told_apart

COLUMNS = ["label", "side", "dimension", "value", "lower", "upper", "confidence", "n", "judged", "reason"]


def heatmap(scores: pd.DataFrame, scheme: Scheme, lang: Lang) -> Chart:
    """One row per group, in the order given; one column per dimension in the scheme's order.

    Parameters
    ----------
    scores
        Rows of SCORES of one subject and kind; only the index values are drawn.
    """
    rows = told_apart(scores[scores["measure"] == "index"])
    groups = rows.drop_duplicates("key")[["key", "label"]]
    what = in_scheme_order(rows.drop_duplicates(["side", "dimension"]), scheme)[["side", "dimension"]]
    headings = [dimension_label(scheme, side, key, lang) for side, key in what.itertuples(index=False)]
    across = {pair: place for place, pair in enumerate(what.itertuples(index=False, name=None))}
    down = {key: place for place, key in enumerate(groups["key"])}
    rows = rows.assign(
        x=[across[pair] for pair in zip(rows["side"], rows["dimension"], strict=True)],
        y=rows["key"].map(down),
        hover=[_hover(row, scheme, lang) for row in rows.itertuples()],
    )
    judged, rest = rows[rows["judged"]], rows[~rows["judged"]]
    values = np.full((len(down), len(across)), np.nan)
    values[judged["y"], judged["x"]] = judged["value"]
    hover = np.full(values.shape, "", dtype=object)
    hover[judged["y"], judged["x"]] = judged["hover"]
    figure = go.Figure(
        {
            "data": [_cells(values, hover, lang), _hatched(rest, lang)],
            "layout": theme.layout(
                theme.rows_height(len(groups)) + 20,
                margin={"l": 16, "r": 24, "t": 44, "b": 16},
                barmode="overlay",
                bargap=0,
                xaxis={
                    "tickmode": "array",
                    "tickvals": list(range(len(headings))),
                    "ticktext": [theme.wrapped(heading) for heading in headings],
                    "range": [-0.5, len(headings) - 0.5],
                    "side": "top",
                    "ticks": "",
                    "autotickangles": [0, -60, -90],
                    "automargin": True,
                    "showgrid": False,
                    "zeroline": False,
                    "fixedrange": True,
                },
                yaxis={
                    **theme.row_axis([theme.short(label) for label in groups["label"]]),
                    "range": [len(groups) - 0.5, -0.5],
                },
                showlegend=False,
            ),
        }
    )
    return Chart(figure, _alt(rows, len(groups), len(what), scheme, lang), _table(rows, scheme, lang))


def _hover(row: Any, scheme: Scheme, lang: Lang) -> str:
    lines = (row.label, dimension_label(scheme, row.side, row.dimension, lang), evidence(row, lang))
    return "<br>".join(theme.plain(line) for line in lines)


def _cells(values: npt.NDArray[np.float64], hover: npt.NDArray[np.object_], lang: Lang) -> dict[str, Any]:
    return {
        "type": "heatmap",
        "z": values,
        "texttemplate": "%{z:.0f}",
        "textfont": {"color": theme.TEXT},
        "hovertext": hover,
        "hoverinfo": "text",
        "hoverongaps": False,
        "colorscale": list(theme.HEAT),
        "colorbar": {
            "title": {"text": say("figures.score", lang), "font": {"size": 12}},
            "thickness": 12,
            "lenmode": "pixels",
            "len": 160,
            "y": 1,
            "yanchor": "top",
            "outlinewidth": 0,
        },
        "xgap": 2,
        "ygap": 2,
    }


def _hatched(rest: pd.DataFrame, lang: Lang) -> dict[str, Any]:
    # A heat map cannot hatch its gaps; bars of height 1 over them can.
    return {
        "type": "bar",
        "name": say("figures.not_judged", lang),
        "x": rest["x"].tolist(),
        "y": [0.92] * len(rest),
        "base": (rest["y"] - 0.46).tolist(),
        "width": 0.96,
        "marker": {
            "color": theme.BACKGROUND,
            "pattern": {"shape": "/", "fgcolor": theme.GRID, "size": 7, "solidity": 0.35},
            "line": {"width": 0},
        },
        "text": [sample(n) for n in rest["n"]],
        "textposition": "inside",
        "insidetextanchor": "middle",
        "textangle": 0,
        "textfont": {"color": theme.MUTED, "size": 11},
        "hovertext": rest["hover"].tolist(),
        "hoverinfo": "text",
    }


def _table(rows: pd.DataFrame, scheme: Scheme, lang: Lang) -> pd.DataFrame:
    ordered = rows.sort_values(["y", "x"], ignore_index=True)
    return readable(ordered[COLUMNS], SCORES, scheme, lang)


def _alt(rows: pd.DataFrame, groups: int, dimensions: int, scheme: Scheme, lang: Lang) -> str:
    judged = rows[rows["judged"]]
    unjudged = len(rows) - len(judged)
    if judged.empty:
        return say("figures.heatmap_none", lang, groups=groups, dimensions=dimensions, unjudged=unjudged)
    lowest: Any = judged.sort_values("value", kind="stable").iloc[0]
    return say(
        "figures.heatmap_alt",
        lang,
        groups=groups,
        dimensions=dimensions,
        label=lowest.label,
        dimension=dimension_label(scheme, lowest.side, lowest.dimension, lang),
        value=amount(lowest.value, "index", lang),
        sample=sample(lowest.n),
        unjudged=unjudged,
    )
