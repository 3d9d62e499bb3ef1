"""Scorecards for managers, and every table as a file."""

from __future__ import annotations

import streamlit as st

from analytics.evaluate import report_of
from analytics.export import scorecard, scorecards_zip, tables_xlsx
from analytics.tables import SCORES
from pages.ui.choices import choose_manager
from pages.ui.evaluation import scheme
from pages.ui.language import lang, t
from pages.ui.show import card, table
from pages.ui.states import require_evaluation

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

current, found = require_evaluation()
scores = found.scores[(found.scores["subject"] == "manager") & (found.scores["key"] != "")]
printed = report_of(current, found, scheme(), lang())

if scores.empty:
    st.info(t("pages.no_managers"))
else:
    manager = choose_manager(scores)
    mine = scores[scores["key"] == manager]
    indices = mine[(mine["dimension"] == "index") & (mine["kind"] == "raw")]
    for column, (_, row) in zip(st.columns(max(len(indices), 1)), indices.iterrows(), strict=False):
        with column:
            card(row)
    one, everyone = st.columns(2)
    one.download_button(
        t("pages.download_card"), lambda: scorecard(printed, manager), f"{manager}.xlsx", XLSX,
        key="download-card", type="primary", on_click="ignore", icon=":material/download:",
    )  # fmt: skip
    everyone.download_button(
        t("pages.download_cards", count=scores["key"].nunique()),
        lambda: scorecards_zip(printed), "scorecards.zip", "application/zip",
        key="download-cards", on_click="ignore", icon=":material/folder_zip:",
    )  # fmt: skip
    with st.expander(t("pages.evidence")):
        table(mine, SCORES, f"card-{manager}")

st.subheader(t("pages.all_tables"))
st.download_button(
    t("pages.download_tables"), lambda: tables_xlsx(printed, current.issues), "manyi.xlsx", XLSX,
    key="download-tables", on_click="ignore", icon=":material/table_view:",
)  # fmt: skip
