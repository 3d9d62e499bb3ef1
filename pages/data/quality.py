"""Where every row went, and what was found on the way."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.export import ISSUES, csv_bytes, issues_frame
from analytics.naming import dimension_label
from analytics.text import say
from analytics.wording import each, sample
from pages.ui.evaluation import measured, scheme
from pages.ui.language import lang, t
from pages.ui.markdown import note, plain
from pages.ui.states import require_facts

ICONS = {"error": ":material/error:", "warning": ":material/warning:", "note": ":material/info:"}

current = require_facts()

st.subheader(t("pages.rows_title"))
note(t("pages.rows_note"))
for account in current.accounts:
    reasons = {say(key, lang()): rows for key, rows in account.set_aside.items() if rows}
    out = sum(len(rows) for rows in reasons.values())
    with st.container(border=True):
        st.markdown(
            f"**{plain(account.file)}** · {plain(account.sheet)} · {t(f'pages.table_{account.table}')}"
        )
        counts = {"rows_read": account.read, "rows_used": account.used, "rows_aside": out}
        for column, (key, count) in zip(st.columns(3), counts.items(), strict=True):
            column.metric(t(f"pages.{key}"), f"{count:,}")
        if reasons:
            listed = pd.DataFrame(
                [(reason, len(rows), ", ".join(map(str, rows))) for reason, rows in reasons.items()],
                columns=[t("pages.reason"), t("pages.count"), t("pages.row_numbers")],
            )
            st.dataframe(listed, hide_index=True, key=f"aside-{account.file}-{account.sheet}")

st.subheader(t("pages.issues_title", count=len(current.issues)))
order = ("error", "warning", "note")
for issue in sorted(current.issues, key=lambda found: order.index(found.severity)):
    rows = ", ".join(map(str, issue.rows))
    with st.expander(f"{ICONS[issue.severity]} {plain(issue.message(lang()))}"):
        where = t("pages.issue_where", file=issue.file, sheet=issue.sheet, column=issue.column or "–")
        st.write(plain(where))
        if rows:
            st.write(t("pages.issue_rows", rows=rows if len(rows) < 600 else rows[:600] + " …"))
if current.issues:
    st.download_button(
        t("pages.download_issues"), lambda: csv_bytes(issues_frame(current.issues, lang()), ISSUES),
        "issues.csv", "text/csv",
        key="download-issues", on_click="ignore",
    )  # fmt: skip

moments = measured()
if moments is not None and len(moments.excluded):
    st.subheader(t("pages.excluded_title"))
    for row in each(moments.excluded):
        what = dimension_label(scheme(), "internal", row.dimension, lang())
        st.write(f"{what} · {say(row.reason, lang())} · {sample(row.n)}")
