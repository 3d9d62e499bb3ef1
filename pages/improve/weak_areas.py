"""Where service is weak, how sure that is, what lies behind it, and what could not be judged."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from analytics.figures import gaps
from analytics.judge import businesses_behind, items_behind
from analytics.naming import dimension_label, slice_parts, value_label
from analytics.tables import FINDINGS, NOT_JUDGED
from analytics.wording import each, percent, signed_interval, slice_label
from pages.ui.evaluation import manager_names, scheme
from pages.ui.language import lang, t
from pages.ui.markdown import note, plain
from pages.ui.show import chart, table
from pages.ui.states import require_evaluation

MOST_DRAWN = 20


def title(row: Any) -> str:
    """A finding's slice and dimension in words."""
    where = slice_label(row.slice, lang(), manager_names())
    return f"{where} · {dimension_label(scheme(), row.side, row.dimension, lang())}"


def behind(row: Any) -> pd.DataFrame:
    """The questions or kinds of business behind a finding, in words."""
    parts = slice_parts(row.slice)
    if row.side == "external":
        rows = items_behind(found.measured, current.items, parts, row.dimension, scheme())
        words = {item.key: item.text for item in current.items}
    else:
        rows = businesses_behind(found.measured, parts, row.dimension, scheme())
        words = {key: value_label("business", key, lang()) for key in rows["key"]}
    limits = [signed_interval(one.gap_lower, one.gap_upper, lang()) for one in each(rows)]
    return pd.DataFrame(
        {
            t("pages.behind_what"): rows["key"].map(words), t("pages.behind_here"): rows["value"],
            t("pages.behind_rest"): rows["reference"], t("pages.behind_gap"): rows["gap"],
            t("pages.behind_interval"): limits, "n": rows["n"],
        }
    )  # fmt: skip


current, found = require_evaluation()
judgement = found.judgement
st.write(
    t(
        "pages.scan_summary", compared=f"{judgement.compared:,}", findings=len(judgement.findings),
        not_judged=f"{len(judgement.not_judged):,}", minimum=scheme().minimum_judge,
        fdr=percent(scheme().fdr), gap=f"{scheme().practical_gap:g}",
    )
)  # fmt: skip
if judgement.findings.empty:
    st.success(t("pages.no_findings"))
else:
    drawn = judgement.findings.head(MOST_DRAWN)
    if len(judgement.findings) > MOST_DRAWN:
        st.write(t("pages.first_drawn", count=MOST_DRAWN))
    chart(gaps(drawn, scheme(), lang(), manager_names()), "gaps")
    rows = each(judgement.findings)
    st.subheader(t("pages.one_finding"))
    place = st.selectbox(
        t("pages.finding"), range(len(rows)), key="finding", format_func=lambda place: title(rows[place])
    )
    row = rows[place]
    st.markdown(f"**{plain(title(row))}** — {plain(row.reason)}")
    affected = t("pages.customers", count=f"{row.customers:,}") if pd.notna(row.customers) else ""
    effect = t(
        "pages.impact",
        points=f"{row.impact:.2f}",
        interval=signed_interval(row.gap_lower, row.gap_upper, lang()),
    )
    st.write(" ".join(part for part in (affected, effect) if part))
    st.write(t("pages.behind_title"))
    numbers = st.column_config.NumberColumn(format="%.1f")
    details = behind(row)
    st.dataframe(
        details, hide_index=True, key="behind",
        column_config={name: numbers for name in details.columns if details[name].dtype.kind == "f"},
    )  # fmt: skip
    with st.expander(t("pages.all_findings", count=len(rows))):
        table(judgement.findings, FINDINGS, "findings", manager_names())

st.subheader(t("pages.not_judged_title", count=f"{len(judgement.not_judged):,}"))
note(t("pages.not_judged_note", minimum=scheme().minimum_judge))
table(judgement.not_judged, NOT_JUDGED, "not_judged", manager_names())
