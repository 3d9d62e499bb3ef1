"""The frame of the screen: language, navigation and shared filters. Every page lies in ``pages``."""

from __future__ import annotations

import sys

import streamlit as st

from pages.ui.evaluation import use_sample_once
from pages.ui.filters import shared_filters
from pages.ui.language import language_switch, t

st.set_page_config(page_title="Manyi 满意", page_icon="💡", layout="wide")

with st.sidebar:
    language_switch()

page = st.navigation(
    {
        t("pages.section_data"): [
            st.Page("pages/data/upload.py", title=t("pages.upload"), icon=":material/upload_file:"),
            st.Page("pages/data/quality.py", title=t("pages.quality"), icon=":material/fact_check:"),
        ],
        t("pages.section_results"): [
            st.Page(
                "pages/results/overview.py",
                title=t("pages.overview"),
                icon=":material/dashboard:",
                default=True,
            ),
            st.Page("pages/results/segments.py", title=t("pages.segments"), icon=":material/map:"),
            st.Page("pages/results/managers.py", title=t("pages.managers"), icon=":material/groups:"),
        ],
        t("pages.section_improve"): [
            st.Page(
                "pages/improve/weak_areas.py", title=t("pages.weak_areas"), icon=":material/troubleshoot:"
            ),
            st.Page(
                "pages/improve/scorecards.py", title=t("pages.scorecards"), icon=":material/assignment_ind:"
            ),
        ],
    }
)

# `streamlit run app.py -- --sample` opens with the sample data.
if "--sample" in sys.argv[1:]:
    use_sample_once()

shared_filters()
st.title(page.title)
page.run()
