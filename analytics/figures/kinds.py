"""What case-mix adjustment and shrinkage change: managers' scores side by side, as dumbbells."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.figures import theme
from analytics.figures.chart import Chart
from analytics.naming import dimension_label
from analytics.scheme import Scheme
from analytics.tables import SCORES
from analytics.tables.results import KINDS
from analytics.text import Lang, say
from analytics.wording import amount, evidence, readable, told_apart, with_unit

COLUMNS = ["key", "label", "kind", "value", "lower", "upper", "confidence", "n", "judged", "reason"]
SYMBOLS = {"raw": "circle-open", "adjusted": "diamond", "shrunk": "circle"}


def kinds(scores: pd.DataFrame, scheme: Scheme, lang: Lang) -> Chart:
    """One row per manager, a mark per kind of score, best at the top by the last kind computed.

    Parameters
    ----------
    scores
        Rows of SCORES of subject *manager*, one side, dimension and measure, all kinds; managers that may
        not be judged are left out here (they stand in the ranking).
    """
    rows = told_apart(scores[scores["judged"]])
    rows["order"] = rows["kind"].map(KINDS.index)
    rows = rows.sort_values(["key", "order"], ignore_index=True)
    spread = rows.groupby("key")["value"].agg(["first", "last", "min", "max"])
    spread = spread.sort_values("last", ascending=False, kind="stable")
    labels = rows.drop_duplicates("key").set_index("key")["label"].reindex(spread.index)
    rows["where"] = rows["key"].map({key: place for place, key in enumerate(spread.index)})
    rows = rows.sort_values(["where", "order"], ignore_index=True)
    rows["hover"] = [_hover(row, lang) for row in rows.itertuples()]

    traces = [
        _links(spread),
        *(_marks(part, kind, lang) for kind in KINDS if len(part := rows[rows["kind"] == kind])),
    ]
    figure = go.Figure(
        {
            "data": traces,
            "layout": theme.layout(
                theme.rows_height(len(spread)),
                xaxis=theme.value_axis(_axis(rows, scheme, lang), theme.span(rows["value"])),
                yaxis=theme.row_axis([theme.short(label) for label in labels]),
            ),
        }
    )
    return Chart(figure, _alt(rows, spread, scheme, lang), readable(rows[COLUMNS], SCORES, scheme, lang))


def _axis(rows: pd.DataFrame, scheme: Scheme, lang: Lang) -> str:
    if rows.empty:
        return say("figures.score", lang)
    first: Any = rows.iloc[0]
    return with_unit(dimension_label(scheme, first.side, first.dimension, lang), first.measure, lang)


def _hover(row: Any, lang: Lang) -> str:
    lines = (row.label, say(f"wording.kind_{row.kind}", lang), evidence(row, lang))
    return "<br>".join(theme.plain(line) for line in lines)


def _links(spread: pd.DataFrame) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [x for low, high in zip(spread["min"], spread["max"], strict=True) for x in (low, high, None)],
        "y": [y for place in range(len(spread)) for y in (place, place, None)],
        "line": {"color": theme.UNJUDGED, "width": 1.5},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _marks(rows: pd.DataFrame, kind: str, lang: Lang) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": say(f"wording.kind_{kind}", lang),
        "showlegend": True,
        "x": rows["value"].tolist(),
        "y": rows["where"].tolist(),
        "marker": {
            "size": 10,
            "symbol": SYMBOLS[kind],
            "color": theme.KINDS[kind],
            "line": {"width": 1.5, "color": theme.KINDS[kind]},
        },
        "hovertext": rows["hover"].tolist(),
        "hoverinfo": "text",
    }


def _alt(rows: pd.DataFrame, spread: pd.DataFrame, scheme: Scheme, lang: Lang) -> str:
    if rows.empty:
        return say("figures.kinds_none", lang)
    most = (spread["last"] - spread["first"]).abs().idxmax()
    own = rows[rows["key"] == most]
    start: Any = own.iloc[0]
    end: Any = own.iloc[-1]
    return say(
        "figures.kinds_alt",
        lang,
        count=len(spread),
        dimension=dimension_label(scheme, start.side, start.dimension, lang),
        name=start.label,
        start=say(f"wording.kind_{start.kind}", lang),
        start_value=amount(start.value, start.measure, lang),
        end=say(f"wording.kind_{end.kind}", lang),
        end_value=amount(end.value, end.measure, lang),
    )
