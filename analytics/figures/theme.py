"""Fonts, colours and axes of all charts.

Colours keep their order of lightness in every common form of colour blindness (dark blue → light blue →
ochre → orange → dark brown). Text has a contrast of at least 4.5:1 on its background, marks at least 3:1
(WCAG 2.2, 1.4.3 and 1.4.11).
"""

from __future__ import annotations

import html
import textwrap
import unicodedata
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
from plotly.colors import sample_colorscale

from analytics.scheme import Scheme

FONT = (
    "Noto Sans SC, Noto Sans CJK SC, Source Han Sans SC, PingFang SC, Microsoft YaHei, "
    "WenQuanYi Micro Hei, Arial, sans-serif"
)
BACKGROUND = "#ffffff"
TEXT = "#1f2933"
MUTED = "#56616c"
GRID = "#e3e7eb"
UNJUDGED = "#6b7680"
REFERENCE = "#1f2933"
ACCENT = "#1a5fa8"
SIDES = {"external": "#1a5fa8", "internal": "#b4540a", "total": "#1f2933"}
KINDS = {"raw": "#6b7680", "adjusted": "#b4540a", "shrunk": "#1a5fa8"}
SERIES = ("#1a5fa8", "#b4540a", "#5b3f8c", "#00796b", "#8a6d00", "#a3195b")
# Light enough for the interval drawn across them; the outline carries the contrast.
SEVERITIES = {"high": "#d9773f", "medium": "#f7dcc8"}
OUTLINE = "#a3470a"
GRADES = ("#0b3c7d", "#3579b8", "#967800", "#b8500a", "#701c05")
# Light enough for dark text in every cell.
HEAT = ("#f0a36b", "#fbe0c8", "#f7f7f7", "#cfe1ef", "#7fb2d9")

ROW = 26  # pixels per row of a chart with rows
WIDEST = 22  # a label's width in Chinese characters before it is cut


def band_colours(scheme: Scheme) -> dict[str, str]:
    """Each band's label, in either language → its colour, from best to worst."""
    places = np.linspace(0, 1, len(scheme.bands))
    colours = sample_colorscale(list(GRADES), list(places))
    pairs = zip(scheme.bands, colours, strict=True)
    return {label: colour for band, colour in pairs for label in (band.zh, band.en)}


def faint(colour: str, opacity: float = 0.15) -> str:
    """A ``#rrggbb`` colour, translucent."""
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return f"rgba({red},{green},{blue},{opacity})"


def plain(text: str) -> str:
    """Text that Plotly must show as it is, not as its mark-up."""
    return html.escape(text, quote=False)


def short(text: str, widest: int = WIDEST) -> str:
    """A label cut to ``widest`` full-width characters, Latin ones counted as half."""
    width = np.cumsum([2 if unicodedata.east_asian_width(sign) in "WF" else 1 for sign in text])
    kept = int(np.searchsorted(width, 2 * widest, side="right"))
    return plain(text if kept == len(text) else text[: kept - 1] + "…")


def wrapped(text: str) -> str:
    """A column heading broken into lines."""
    return "<br>".join(plain(line) for line in textwrap.wrap(text, 20))


def span(*values: pd.Series, low: float = -np.inf, high: float = np.inf) -> list[float]:
    """The range of an axis: all finite values with 5 % to spare, within ``low`` and ``high``."""
    known = pd.concat([value.astype("float64") for value in values]).dropna()
    if known.empty:
        return [0.0, 100.0]
    room = max(0.05 * (known.max() - known.min()), 1.0)
    return [max(float(known.min()) - room, low), min(float(known.max()) + room, high)]


def error_bars(rows: pd.DataFrame, colour: str) -> dict[str, Any]:
    """Intervals of ``value`` from ``lower`` and ``upper``."""
    return {
        "type": "data",
        "symmetric": False,
        "array": (rows["upper"] - rows["value"]).tolist(),
        "arrayminus": (rows["value"] - rows["lower"]).tolist(),
        "color": colour,
        "thickness": 1.5,
        "width": 0,
    }


def row_axis(labels: Sequence[str]) -> dict[str, Any]:
    """A vertical axis whose rows 0, 1, … read ``labels`` from the top; equal labels stay apart."""
    return {
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": list(labels),
        "range": [len(labels) - 0.4, -0.6],
        "ticks": "",
        "automargin": True,
        "showgrid": False,
        "zeroline": False,
        "fixedrange": True,
    }


def value_axis(title: str, extent: Sequence[float]) -> dict[str, Any]:
    """A horizontal axis of values."""
    return {
        "title": {"text": plain(title), "standoff": 12, "font": {"size": 13}},
        "range": list(extent),
        "gridcolor": GRID,
        "zeroline": False,
        "automargin": True,
    }


def layout(height: float, **parts: Any) -> dict[str, Any]:
    """What all charts share; ``parts`` add to it or take its place."""
    return {
        "template": "none",
        "font": {"family": FONT, "size": 13, "color": TEXT},
        "paper_bgcolor": BACKGROUND,
        "plot_bgcolor": BACKGROUND,
        "height": height,
        "margin": {"l": 16, "r": 24, "t": 44, "b": 56},
        "legend": {"orientation": "h", "y": 1, "yanchor": "bottom", "x": 0, "xanchor": "left"},
        "hoverlabel": {"align": "left", "font": {"family": FONT}},
        **parts,
    }


def rows_height(rows: int) -> float:
    """Height of a chart with so many rows, axes included."""
    return 130 + ROW * max(rows, 2)
