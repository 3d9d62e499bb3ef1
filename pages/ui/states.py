"""The states a page can be in before it has numbers to show."""

from __future__ import annotations

import streamlit as st

from analytics.errors import ManyiError
from analytics.evaluate import Evaluation
from analytics.facts import Facts
from pages.ui.evaluation import evaluation, facts, selection, use_sample
from pages.ui.filters import clear_filters
from pages.ui.language import lang, t
from pages.ui.markdown import plain


def require_facts() -> Facts:
    """The facts, or an invitation to upload: then the page ends here."""
    try:
        current = facts()
    except ManyiError as error:
        st.error(plain(error.message(lang())))
        st.stop()
    if current is None:
        st.info(t("pages.no_data"))
        st.button(t("pages.use_sample"), type="primary", on_click=use_sample, key="use-sample")
        st.page_link("pages/data/upload.py", label=t("pages.go_upload"), icon=":material/upload_file:")
        st.stop()
    return current


def require_evaluation() -> tuple[Facts, Evaluation]:
    """The facts, and scores of the selection; the page ends here if there is nothing in it."""
    current = require_facts()
    with st.spinner(t("pages.computing")):
        found = evaluation()
    if found is None or found.scores.empty:
        if selection():
            st.warning(t("pages.nothing_selected"))
            st.button(t("pages.clear_filters"), on_click=clear_filters, key="clear-filters-here")
        else:
            st.warning(t("pages.nothing_rated"))
            st.page_link("pages/data/upload.py", label=t("pages.go_upload"), icon=":material/upload_file:")
        st.stop()
    if not found.scores["judged"].any():
        largest = int(found.scores["n"].max())
        st.warning(t("pages.nothing_judged", n=largest))
    return current, found
