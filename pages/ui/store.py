"""What one session holds: uploads as read, facts on disk, results. Nothing is shared between users.

The store is a session-scoped resource: Streamlit drops it when the browser has gone, and the private folder
with the facts goes with it. Results are kept under digests and frozen parameters, never under a DataFrame.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import streamlit as st

from analytics.ingest import Workbook

T = TypeVar("T")
# Enough for going back and forth between filters; an entry is a few MB.
MOST_RESULTS = 16


@dataclass
class Store:
    """The session's private folder, its uploads by digest, and its latest results."""

    folder: tempfile.TemporaryDirectory[str] = field(
        default_factory=lambda: tempfile.TemporaryDirectory(prefix="manyi-", ignore_cleanup_errors=True)
    )
    workbooks: dict[str, Workbook] = field(default_factory=dict)
    results: dict[Hashable, Any] = field(default_factory=dict)

    def once(self, key: Hashable, compute: Callable[[], T]) -> T:
        """The result under ``key``, computed at the first request."""
        if key in self.results:
            self.results[key] = self.results.pop(key)
        else:
            self.results[key] = compute()
            while len(self.results) > MOST_RESULTS:
                self.results.pop(next(iter(self.results)))
        found: T = self.results[key]
        return found

    def close(self) -> None:
        """Delete everything."""
        self.workbooks.clear()
        self.results.clear()
        self.folder.cleanup()


@st.cache_resource(scope="session", show_spinner=False, on_release=Store.close)
def store() -> Store:
    """What this session holds."""
    return Store()
