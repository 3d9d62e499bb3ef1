"""Weak areas: how far each lies below its reference, as a forest plot."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.figures import theme
from analytics.figures.chart import Chart
from analytics.naming import dimension_label
from analytics.scheme import Scheme
from analytics.tables import FINDINGS
from analytics.text import Lang, say
from analytics.wording import amount, percent, readable, sample, signed_interval, slice_label

COLUMNS = [
    "severity", "slice", "side", "dimension", "measure", "value", "reference", "gap", "gap_lower",
    "gap_upper", "confidence", "q_value", "n", "customers", "impact", "reason",
]  # fmt: skip


def gaps(findings: pd.DataFrame, scheme: Scheme, lang: Lang, names: Mapping[str, str] | None = None) -> Chart:
    """Bars from no gap to the gap with its interval, largest at the top; the practical gap is dashed.

    Parameters
    ----------
    findings
        Rows of FINDINGS.
    names
        Manager's number → name.
    """
    rows = findings.sort_values("gap", kind="stable", ignore_index=True)
    rows["where"] = rows.index
    rows["text"] = [_label(row, scheme, lang, names) for row in rows.itertuples()]
    rows["hover"] = [_hover(row, lang) for row in rows.itertuples()]
    parts = [(severity, rows[rows["severity"] == severity]) for severity in theme.SEVERITIES]
    zero, practical = pd.Series([0.0]), pd.Series([-scheme.practical_gap])
    axis = say(
        "figures.gap_axis", lang, gap=f"{scheme.practical_gap:g}", confidence=percent(scheme.confidence)
    )
    figure = go.Figure(
        {
            "data": [_bars(part, severity, lang) for severity, part in parts if len(part)],
            "layout": theme.layout(
                theme.rows_height(len(rows)),
                barmode="overlay",
                bargap=0.45,
                xaxis=theme.value_axis(
                    axis, theme.span(rows["gap_lower"], rows["gap_upper"], zero, practical)
                ),
                yaxis=theme.row_axis(rows["text"].tolist()),
                shapes=[_vertical(0, "solid"), _vertical(-scheme.practical_gap, "dash")],
                showlegend=True,
            ),
        }
    )
    table = readable(rows[COLUMNS], FINDINGS, scheme, lang, names)
    return Chart(figure, _alt(rows, scheme, lang, names), table)


def _label(row: Any, scheme: Scheme, lang: Lang, names: Mapping[str, str] | None) -> str:
    label = theme.short(slice_label(row.slice, lang, names))
    return f"{label} · {theme.short(dimension_label(scheme, row.side, row.dimension, lang))}"


def _hover(row: Any, lang: Lang) -> str:
    limits = signed_interval(row.gap_lower, row.gap_upper, lang)
    reference = amount(row.reference, row.measure, lang)
    lines = (
        row.text,
        theme.plain(f"{row.gap:+.1f} · {percent(row.confidence)}: {limits} · {sample(row.n)}"),
        theme.plain(
            f"{amount(row.value, row.measure, lang)} · {say('figures.reference', lang)}: {reference}"
        ),
        theme.plain(row.reason),
    )
    return "<br>".join(lines)


def _bars(rows: pd.DataFrame, severity: str, lang: Lang) -> dict[str, Any]:
    gap = rows.rename(columns={"gap": "value", "value": "own", "gap_lower": "lower", "gap_upper": "upper"})
    return {
        "type": "bar",
        "orientation": "h",
        "name": say(f"figures.severity_{severity}", lang),
        "x": rows["gap"].tolist(),
        "y": rows["where"].tolist(),
        "error_x": {**theme.error_bars(gap, theme.TEXT), "width": 4},
        "marker": {"color": theme.SEVERITIES[severity], "line": {"color": theme.OUTLINE, "width": 1}},
        "hovertext": rows["hover"].tolist(),
        "hoverinfo": "text",
    }


def _vertical(x: float, dash: str) -> dict[str, Any]:
    return {
        "type": "line",
        "xref": "x",
        "yref": "paper",
        "x0": x,
        "x1": x,
        "y0": 0,
        "y1": 1,
        "line": {"color": theme.TEXT, "width": 1, "dash": dash},
    }


def _alt(rows: pd.DataFrame, scheme: Scheme, lang: Lang, names: Mapping[str, str] | None) -> str:
    if rows.empty:
        return say("figures.gaps_none", lang)
    worst: Any = rows.iloc[0]
    return say(
        "figures.gaps_alt",
        lang,
        count=len(rows),
        slice=slice_label(worst.slice, lang, names),
        dimension=dimension_label(scheme, worst.side, worst.dimension, lang),
        gap=f"{worst.gap:+.1f}",
        interval=signed_interval(worst.gap_lower, worst.gap_upper, lang),
        sample=sample(worst.n),
    )
