"""Customer managers, compared after adjusting for whom they serve."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from analytics.figures import kinds, profile, ranking
from analytics.tables import SCORES
from analytics.wording import interval, percent
from pages.ui.choices import choose_manager, choose_what, fairest
from pages.ui.evaluation import scheme
from pages.ui.language import lang, t
from pages.ui.markdown import note
from pages.ui.show import chart, table
from pages.ui.states import require_evaluation


def compared(rows: pd.DataFrame) -> None:
    """One sentence on what adjusting and shrinking did to this manager."""
    by_kind = {row["kind"]: row for _, row in rows[rows["dimension"] == "index"].iterrows()}
    raw, adjusted, shrunk = (by_kind.get(kind) for kind in ("raw", "adjusted", "shrunk"))
    if raw is None or adjusted is None or shrunk is None or not raw["judged"]:
        return
    shift = adjusted["value"] - raw["value"]
    key = "pages.mix_same" if abs(shift) < 1 else "pages.mix_harder" if shift > 0 else "pages.mix_easier"
    st.write(
        t(
            key, raw=f"{raw['value']:.1f}", adjusted=f"{adjusted['value']:.1f}", shift=f"{abs(shift):.1f}",
            shrunk=f"{shrunk['value']:.1f}", interval=interval(shrunk["lower"], shrunk["upper"]),
            reliability=f"{shrunk['reliability']:.2f}", n=raw["n"],
        )
    )  # fmt: skip
    if pd.notna(shrunk["rank"]):
        st.write(
            t(
                "pages.rank", rank=shrunk["rank"], low=shrunk["rank_lower"], high=shrunk["rank_upper"],
                confidence=percent(shrunk["confidence"]),
                quarter=percent(round(shrunk["p_bottom_quarter"], 2)),
            )
        )  # fmt: skip


_, found = require_evaluation()
scores = found.scores[(found.scores["subject"] == "manager") & (found.scores["key"] != "")]
if scores.empty:
    st.info(t("pages.no_managers"))
    st.stop()

chosen = choose_what(scores[scores["measure"] == "index"], "manager-what", "external")
side = chosen["side"].iloc[0]
fair = fairest(chosen)
if not fair["judged"].any():
    st.warning(t("pages.nothing_judged", n=int(fair["n"].max())))
note(t("pages.managers_note"))
comparison, order = st.tabs([t("pages.kinds"), t("pages.ranking")])
with comparison:
    chart(kinds(chosen, scheme(), lang()), "kinds")
with order:
    chart(ranking(fair, scheme(), lang()), "manager-ranking")

st.subheader(t("pages.one_manager"))
manager = choose_manager(scores)
mine = scores[scores["key"] == manager]
compared(mine[mine["side"] == side])
everyone = found.scores[found.scores["subject"] == "all"]
chart(profile(mine[mine["kind"] == "raw"], everyone, scheme(), lang()), "manager-profile")
with st.expander(t("pages.evidence")):
    table(mine, SCORES, f"scores-{manager}")
