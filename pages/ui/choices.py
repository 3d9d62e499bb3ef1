"""Choices that several pages offer."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.naming import dimension_label
from analytics.text import say
from pages.ui.evaluation import scheme
from pages.ui.language import lang, t


def choose_manager(scores: pd.DataFrame) -> str:
    """The manager to look at; the choice stands in the URL."""
    labels = scores.drop_duplicates("key").set_index("key")["label"].sort_index()
    chosen: str = st.selectbox(
        t("pages.manager"), labels.index.tolist(), key="manager", bind="query-params",
        format_func=lambda key: f"{labels[key]} ({key})" if labels[key] != key else key,
    )  # fmt: skip
    return chosen


def choose_what(rows: pd.DataFrame, key: str, first_side: str) -> pd.DataFrame:
    """Let the user choose side and dimension; the rows of that choice. Composites stand first."""
    whats: list[tuple[str, str]] = list(dict.fromkeys(zip(rows["side"], rows["dimension"], strict=True)))
    whats.sort(key=lambda what: (what[1] != "index", what[0] != first_side))

    def named(what: tuple[str, str]) -> str:
        side, dimension = what
        return f"{dimension_label(scheme(), side, dimension, lang())} · {say(f'wording.side_{side}', lang())}"

    side, dimension = st.selectbox(t("pages.dimension"), whats, key=key, format_func=named) or whats[0]
    return rows[(rows["side"] == side) & (rows["dimension"] == dimension)]


def fairest(rows: pd.DataFrame) -> pd.DataFrame:
    """Of each manager's rows the fairest kind there is: shrunk, else adjusted, else raw."""
    order = rows["kind"].map({"shrunk": 0, "adjusted": 1, "raw": 2})
    best = rows.assign(order=order).sort_values("order", kind="stable").drop_duplicates("key")
    return best.drop(columns="order").loc[lambda frame: frame.index.sort_values()]
