"""Text from the user's files, kept from being read as Markdown."""

from __future__ import annotations

import re

import streamlit as st

_MARKS = re.compile(r"([\\`*_~$\[\]]|:(?=\w)|^[#>+=-]|^\d+(?=[.)]))", re.MULTILINE)


def plain(text: str) -> str:
    """Text as Markdown that shows it letter by letter.

    Streamlit reads every written string, error and expander title as Markdown: a cell such as
    ``![](https://…)`` would make the reader's browser ask another host for a picture.
    """
    return _MARKS.sub(lambda mark: rf"\{mark[0]}" if not mark[0].isdigit() else f"{mark[0]}\\", text)


def note(text: str) -> None:
    """A remark in small print; ``st.caption`` draws it too pale to read (WCAG 1.4.3)."""
    st.markdown(f":small[{plain(text)}]")
