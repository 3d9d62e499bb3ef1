"""Customer segments, regions, stations, channels and kinds of business compared."""

from __future__ import annotations

import streamlit as st

from analytics.figures import heatmap, ranking
from analytics.tables import SCORES
from analytics.text import say
from pages.ui.choices import choose_what
from pages.ui.evaluation import scheme
from pages.ui.language import lang, t
from pages.ui.show import chart, table
from pages.ui.states import require_evaluation

SUBJECTS = ("region", "station", "segment", "customer_class", "area", "channel", "business")

_, found = require_evaluation()
scores = found.scores[(found.scores["kind"] == "raw") & (found.scores["measure"] == "index")]
available = [subject for subject in SUBJECTS if (scores["subject"] == subject).any()]
if not available:
    st.info(t("pages.no_groups"))
    st.stop()

left, right = st.columns(2)
subject = left.selectbox(
    t("pages.compare"), available, key="subject", format_func=lambda name: say(f"naming.{name}", lang()),
    bind="query-params",
)  # fmt: skip
rows = scores[scores["subject"] == subject]
with right:
    chosen = choose_what(rows, "what", "total")
if not chosen["judged"].any():
    st.warning(t("pages.nothing_judged", n=int(chosen["n"].max())))
chart(ranking(chosen, scheme(), lang()), "ranking")
st.subheader(t("pages.all_dimensions"))
chart(heatmap(rows, scheme(), lang()), "heatmap")
with st.expander(t("pages.evidence")):
    table(found.scores[found.scores["subject"] == subject], SCORES, f"scores-{subject}")
