"""How good is the service, and where to look first."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.figures import profile, trend
from analytics.naming import dimension_label
from analytics.score import score_by
from analytics.tables import SCORES
from analytics.wording import amount, each, interval, percent, sample, signed_interval, slice_label
from pages.ui.evaluation import manager_names, measured, scheme, selection
from pages.ui.language import lang, t
from pages.ui.markdown import plain
from pages.ui.show import card, chart, table
from pages.ui.states import require_evaluation
from pages.ui.store import store


def headline(scores: pd.DataFrame) -> None:
    """The three indices side by side."""
    indices = scores[scores["dimension"] == "index"]
    if indices.empty:
        st.info(t("pages.no_index"))
    for column, (_, row) in zip(st.columns(max(len(indices), 1)), indices.iterrows(), strict=False):
        with column:
            card(row)


def weakest(findings: pd.DataFrame) -> None:
    """The first findings, in words."""
    st.subheader(t("pages.weak_first"))
    if findings.empty:
        st.write(t("pages.no_findings"))
        return
    for row in each(findings.head(3)):
        dimension = dimension_label(scheme(), row.side, row.dimension, lang())
        where = slice_label(row.slice, lang(), manager_names())
        limits = signed_interval(row.gap_lower, row.gap_upper, lang())
        told = f"{dimension} — {row.reason} · {percent(row.confidence)}: {limits}"
        st.markdown(f"**{plain(where)}** · {plain(told)}")
    st.page_link(
        "pages/improve/weak_areas.py",
        label=t("pages.all_findings", count=len(findings)),
        icon=":material/troubleshoot:",
    )


def extremes(scores: pd.DataFrame) -> None:
    """The best and the worst three regions with their intervals."""
    regions = scores[(scores["subject"] == "region") & (scores["dimension"] == "index") & scores["judged"]]
    side = "total" if (regions["side"] == "total").any() else "external"
    ranked = regions[regions["side"] == side].sort_values("value", ascending=False)
    if len(ranked) < 2:
        return
    if ranked["lower"].max() <= ranked["upper"].min():
        st.write(t("pages.regions_alike"))
    count = min(3, len(ranked) // 2)
    for column, title, part in zip(
        st.columns(2),
        (t("pages.best_regions", count=count), t("pages.worst_regions", count=count)),
        (ranked.head(count), ranked.tail(count).iloc[::-1]),
        strict=True,
    ):
        with column:
            st.subheader(title)
            for row in each(part):
                limits = interval(row.lower, row.upper)
                value = amount(row.value, row.measure, lang())
                st.write(plain(f"{row.label} · {value} ({limits}) · {sample(row.n)}"))


def waves(dimensions: list[str]) -> None:
    """How the survey's dimensions moved from wave to wave, whatever waves are selected."""
    moments = measured()
    if moments is None:
        return
    rest = {name: values for name, values in selection().items() if name != "wave"}
    rows = store().once(
        ("waves", current.digest, scheme().digest, tuple(rest.items()), lang()),
        lambda: score_by(moments.where(rest), scheme(), "wave", ("wave",), lang()),
    )
    rows = rows[(rows["side"] == "external") & (rows["measure"] == "index") & (rows["key"] != "")]
    if rows["key"].nunique() < 2:
        return
    st.subheader(t("pages.trend"))
    chosen = st.selectbox(
        t("pages.dimension"), dimensions, key="trend-dimension",
        format_func=lambda key: dimension_label(scheme(), "external", key, lang()),
    )  # fmt: skip
    points = rows[rows["dimension"] == chosen].rename(columns={"key": "wave"})
    label = dimension_label(scheme(), "external", chosen, lang())
    chart(trend(points.assign(series=label), label, scheme(), lang()), "trend")


current, found = require_evaluation()
everything = found.scores[found.scores["subject"] == "all"]
headline(everything)
weakest(found.judgement.findings)
extremes(found.scores)
st.subheader(t("pages.profile"))
chart(profile(everything, everything.iloc[:0], scheme(), lang()), "profile")
survey = everything[(everything["side"] == "external") & (everything["measure"] == "index")]
if len(survey):
    waves(survey["dimension"].tolist()[::-1])
with st.expander(t("pages.evidence")):
    table(everything, SCORES, "scores-all")
