"""What every chart function returns."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go


@dataclass(frozen=True)
class Chart:
    """A chart for the eye, for the ear and as numbers.

    Attributes
    ----------
    figure
        Drawn without any network resource; show it with its own theme (``theme=None`` in Streamlit).
    alt
        One or two sentences that state what the chart shows and its main numbers.
    table
        Exactly the data drawn, under readable headers.
    """

    figure: go.Figure
    alt: str
    table: pd.DataFrame
