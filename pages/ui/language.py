"""The language of the screen."""

from __future__ import annotations

from functools import cache
from typing import Any

import streamlit as st

from analytics.text import LANGS, Lang, say

_NAMES = {"zh": "中文", "en": "English"}
_HTML = {"zh": "zh-CN", "en": "en"}


def lang() -> Lang:
    """The chosen language."""
    chosen = st.session_state.get("lang")
    return chosen if chosen in LANGS else "zh"


def language_switch() -> None:
    """Draw the switch; the choice stands in the URL as its code; a bound widget would write its label."""
    st.session_state.setdefault("lang", st.query_params.get("lang"))
    st.session_state["lang"] = lang()
    st.segmented_control(
        "语言 / Language", LANGS, required=True, key="lang", format_func=_NAMES.__getitem__,
        label_visibility="collapsed",
    )  # fmt: skip
    if st.query_params.get("lang") != lang():
        st.query_params["lang"] = lang()
    _set_document_language()(data=_HTML[lang()], key="document-language")


@cache
def _set_document_language() -> Any:
    # Streamlit serves <html lang="en"> whatever the page says; screen readers would read Chinese as English.
    return st.components.v2.component(
        "document_language", js="export default ({data}) => { document.documentElement.lang = data }"
    )


def t(key: str, /, **values: object) -> str:
    """A message of the screen in the chosen language."""
    return say(key, lang(), **values)
