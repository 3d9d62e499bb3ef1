"""The filters every page shares, drawn by the frame and kept in the URL."""

from __future__ import annotations

from functools import partial

import streamlit as st

from analytics.errors import ManyiError
from analytics.measure import Measured
from analytics.naming import attribute_label, value_label
from pages.ui.evaluation import FILTERS, measured, selection
from pages.ui.language import lang, t


def shared_filters() -> None:
    """One multiple choice per attribute that has more than one value; nothing chosen means all."""
    try:
        moments = measured()
    except ManyiError:
        return  # the page itself says what is wrong with the files
    if moments is None:
        return
    with st.sidebar:
        st.subheader(t("pages.filters"))
        for name in FILTERS:
            options = _values(moments, name)
            if len(options) > 1:
                st.multiselect(
                    attribute_label(name, lang()),
                    options,
                    key=name,
                    bind="query-params",
                    format_func=partial(_label, name),
                    placeholder=t("pages.everything"),
                )
        if selection():
            st.button(t("pages.clear_filters"), on_click=clear_filters)


def clear_filters() -> None:
    """Choose everything again."""
    for name in FILTERS:
        if name in st.session_state:
            st.session_state[name] = []


def _label(attribute: str, code: str) -> str:
    return value_label(attribute, code, lang())


def _values(moments: Measured, attribute: str) -> list[str]:
    """Values of an attribute on either side, sorted, *not given* last."""
    found = {
        str(value)
        for side in (moments.survey, moments.records)
        if side is not None and attribute in side.cells
        for value in side.cells[attribute].unique()
    }
    return sorted(found, key=lambda value: (value == "", value))
