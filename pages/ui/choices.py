"""Choices that several pages offer."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from pages.ui.language import t


def choose_manager(scores: pd.DataFrame) -> str:
    """The manager to look at; the choice stands in the URL."""
    labels = scores.drop_duplicates("key").set_index("key")["label"].sort_index()
    chosen: str = st.selectbox(
        t("pages.manager"), labels.index.tolist(), key="manager", bind="query-params",
        format_func=lambda key: f"{labels[key]} ({key})" if labels[key] != key else key,
    )  # fmt: skip
    return chosen


def fairest(rows: pd.DataFrame) -> pd.DataFrame:
    """Of each manager's rows the fairest kind there is: shrunk, else adjusted, else raw."""
    order = rows["kind"].map({"shrunk": 0, "adjusted": 1, "raw": 2})
    best = rows.assign(order=order).sort_values("order", kind="stable").drop_duplicates("key")
    return best.drop(columns="order").loc[lambda frame: frame.index.sort_values()]
