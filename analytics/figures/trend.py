"""A score over the waves."""

from __future__ import annotations

from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analytics.figures import theme
from analytics.figures.chart import Chart
from analytics.scheme import Scheme
from analytics.text import Lang, say
from analytics.wording import amount, interval, percent, sample, with_unit

COLUMNS = ("series", "wave", "value", "lower", "upper", "n")


def trend(points: pd.DataFrame, label: str, scheme: Scheme, lang: Lang, measure: str = "index") -> Chart:
    """Lines over the waves with interval bands; a wave without a value interrupts its line.

    Parameters
    ----------
    points
        ``series, wave, value, lower, upper, n``, a row per series and wave; waves are drawn in
        the order of their names. Points on fewer than the scheme's minimum to judge are hollow.
    label
        What is shown, e.g. the dimension's name.
    """
    waves = sorted(points["wave"].unique())
    place = {wave: index for index, wave in enumerate(waves)}
    drawn = points.assign(
        judged=(points["n"] >= scheme.minimum_judge).astype("boolean"),
        hover=[_hover(row, scheme.confidence, measure, lang) for row in points.itertuples()],
    )
    series = {
        str(name): part.set_index("wave").reindex(waves).assign(x=list(place.values()))
        for name, part in drawn.groupby("series", sort=False)
    }
    colours = [theme.SERIES[index % len(theme.SERIES)] for index in range(len(series))]
    traces = [
        trace
        for (name, rows), colour in zip(series.items(), colours, strict=True)
        for trace in (_band(rows, colour), _line(rows, name, colour))
    ]
    axis = say(
        "figures.value_axis",
        lang,
        what=with_unit(label, measure, lang),
        confidence=percent(scheme.confidence),
    )
    figure = go.Figure(
        {
            "data": traces,
            "layout": theme.layout(
                400,
                xaxis={
                    "tickmode": "array",
                    "tickvals": list(place.values()),
                    "ticktext": [theme.plain(wave) for wave in waves],
                    "range": [-0.3, len(waves) - 0.7],
                    "showgrid": False,
                    "zeroline": False,
                },
                yaxis=theme.value_axis(axis, theme.span(points["value"], points["lower"], points["upper"])),
                showlegend=len(series) > 1,
            ),
        }
    )
    table = points[list(COLUMNS)].rename(columns={name: say(f"figures.{name}", lang) for name in COLUMNS})
    return Chart(figure, _alt(series, label, measure, lang), table.reset_index(drop=True))


def _band(rows: pd.DataFrame, colour: str) -> dict[str, Any]:
    """Closed outlines of the unbroken runs, one after the other."""
    known = rows[rows["lower"].notna() & rows["upper"].notna()]
    x: list[float | None] = []
    y: list[float | None] = []
    for _, run in known.groupby((known["x"].diff() != 1).cumsum()):
        x += [*run["x"], *run["x"][::-1], None]
        y += [*run["upper"], *run["lower"][::-1], None]
    return {
        "type": "scatter",
        "mode": "lines",
        "x": x,
        "y": y,
        "fill": "toself",
        "fillcolor": theme.faint(colour),
        "line": {"width": 0},
        "hoverinfo": "skip",
        "showlegend": False,
    }


def _line(rows: pd.DataFrame, name: str, colour: str) -> dict[str, Any]:
    return {
        "type": "scatter",
        "mode": "lines+markers",
        "name": theme.short(name),
        "x": rows["x"].tolist(),
        "y": rows["value"].tolist(),
        "error_y": theme.error_bars(rows, colour),
        "line": {"color": colour, "width": 2},
        "marker": {
            "size": 9,
            "color": [
                colour if judged else theme.BACKGROUND for judged in rows["judged"].fillna(value=False)
            ],
            "line": {"width": 2, "color": colour},
        },
        "hovertext": rows["hover"].tolist(),
        "hoverinfo": "text",
    }


def _hover(row: Any, confidence: float, measure: str, lang: Lang) -> str:
    limits = interval(row.lower, row.upper)
    lines = (
        f"{row.series} · {row.wave}",
        f"{amount(row.value, measure, lang)} · {sample(row.n)}",
        f"{percent(confidence)}: {limits}" if limits else "",
    )
    return "<br>".join(theme.plain(line) for line in lines if line)


def _alt(series: dict[str, pd.DataFrame], label: str, measure: str, lang: Lang) -> str:
    ends = {name: rows["value"].dropna() for name, rows in series.items()}
    moved = {name: values.iloc[-1] - values.iloc[0] for name, values in ends.items() if len(values) > 1}
    if not moved:
        return say("figures.trend_none", lang, label=label)
    most = max(moved, key=lambda name: abs(moved[name]))
    values = ends[most]
    return say(
        "figures.trend_alt",
        lang,
        label=label,
        count=len(series),
        series=most,
        first=values.index[0],
        first_value=amount(values.iloc[0], measure, lang),
        last=values.index[-1],
        last_value=amount(values.iloc[-1], measure, lang),
    )
