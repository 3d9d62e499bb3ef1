"""Export layouts, one file per platform; the first whose signature fits is proposed."""

from __future__ import annotations

from analytics.ingest.layouts.model import Header, Layout
from analytics.ingest.layouts.table import TABLE
from analytics.ingest.layouts.wjx import WJX_ORDINAL, WJX_TEXT

LAYOUTS: tuple[Layout, ...] = (WJX_ORDINAL, WJX_TEXT, TABLE)


def layout(name: str) -> Layout:
    """The layout a mapping names."""
    return next(one for one in LAYOUTS if one.name == name)


__all__ = ["LAYOUTS", "TABLE", "Header", "Layout", "layout"]
