"""The evaluation scheme: what is measured, how it is weighed, and from when on it may be judged.

A scheme is data (TOML), checked whole when loaded; its digest stands on every output.
"""

from __future__ import annotations

from analytics.scheme.load import default_scheme, load_scheme
from analytics.scheme.model import Band, Dimension, Scheme, Side

__all__ = ["Band", "Dimension", "Scheme", "Side", "default_scheme", "load_scheme"]
