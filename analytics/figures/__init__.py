"""Charts: each a function from a table to a :class:`Chart`, with alt text and the data behind it."""

from __future__ import annotations

from analytics.figures.chart import Chart
from analytics.figures.gaps import gaps
from analytics.figures.heatmap import heatmap
from analytics.figures.kinds import kinds
from analytics.figures.profile import profile
from analytics.figures.ranking import ranking
from analytics.figures.trend import trend

__all__ = ["Chart", "gaps", "heatmap", "kinds", "profile", "ranking", "trend"]
