"""How results are drawn: cards, charts and tables, each with its evidence."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from analytics.export import csv_bytes
from analytics.figures import Chart
from analytics.naming import dimension_label
from analytics.tables import Table
from analytics.wording import amount, interval, percent, readable, sample
from pages.ui.evaluation import scheme
from pages.ui.language import lang, t
from pages.ui.markdown import note, plain


def chart(drawn: Chart, key: str) -> None:
    """A chart with its alt text, and the numbers behind it one click away."""
    st.plotly_chart(
        drawn.figure, theme=None, key=key, alt=drawn.alt, config={"displaylogo": False, "responsive": True}
    )
    with st.expander(t("pages.numbers_behind")):
        st.write(plain(drawn.alt))
        st.dataframe(drawn.table, hide_index=True, key=f"{key}-table")


def card(row: pd.Series) -> None:
    """One score: value, interval, n, band, and what qualifies it."""
    title = dimension_label(scheme(), row["side"], row["dimension"], lang())
    with st.container(border=True, height="stretch"):
        st.metric(plain(title), amount(row["value"], row["measure"], lang()) if row["judged"] else "–")
        limits = interval(row["lower"], row["upper"])
        parts = [row["band"], f"{percent(row['confidence'])}: {limits}" if limits else "", sample(row["n"])]
        st.write(plain(" · ".join(part for part in parts if part)))
        if row["reason"]:
            note(row["reason"])


def table(
    frame: pd.DataFrame, declared: Table, file_name: str, names: Mapping[str, str] | None = None
) -> None:
    """Rows of a declared table in words, and as a file with the declared columns."""
    words = readable(frame, declared, scheme(), lang(), names)
    number = st.column_config.NumberColumn(format="%.1f")
    floats = {name: number for name in words.columns if pd.api.types.is_float_dtype(words[name])}
    st.dataframe(words, hide_index=True, column_config=floats, key=f"table-{file_name}")
    st.download_button(
        t("pages.download_csv"), lambda: csv_bytes(frame, declared), f"{file_name}.csv", "text/csv",
        key=f"download-{file_name}", on_click="ignore",
    )  # fmt: skip
