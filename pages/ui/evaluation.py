"""From the confirmed uploads to what the pages show, each step computed once per session."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping as MappingType
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from analytics.evaluate import Evaluation, evaluate_moments
from analytics.facts import Facts
from analytics.ingest import Mapping, Source, load, read_workbook, recognise
from analytics.ingest.model import TableName
from analytics.measure import Measured, measure
from analytics.scheme import Scheme, default_scheme
from pages.ui.language import lang
from pages.ui.store import store

SAMPLE = Path(__file__).parents[2] / "sample_data"
FILTERS = ("wave", "region", "customer_class", "area", "channel")


@dataclass(frozen=True)
class Confirmed:
    """An upload's digest and how the user confirmed it to be read."""

    digest: str
    mapping: Mapping


def scheme() -> Scheme:
    """The evaluation scheme in force."""
    return default_scheme()


def read_upload(name: str, data: bytes) -> str:
    """Read an uploaded file into the session; its digest.

    Raises
    ------
    DataError
        If it cannot be read.
    """
    workbook = read_workbook(name, data)
    store().workbooks[workbook.digest] = workbook
    return workbook.digest


def propose(digest: str, table: TableName | None = None) -> Mapping:
    """How an upload would be read; ``table`` overrules what it is taken for."""
    return recognise(store().workbooks[digest], scheme(), table=table)


def use_sample() -> None:
    """Take the sample data as the session's data."""
    digests = [read_upload(path.name, path.read_bytes()) for path in sorted(SAMPLE.glob("*.xlsx"))]
    confirm([Confirmed(digest, propose(digest)) for digest in digests])


def use_sample_once() -> None:
    """The same at the start of a session only."""
    if "confirmed" not in st.session_state:
        use_sample()


def confirm(sources: Sequence[Confirmed]) -> None:
    """Take these uploads as the session's data."""
    st.session_state["confirmed"] = tuple(sources)


def facts() -> Facts | None:
    """The session's facts; ``None`` before anything was confirmed.

    Raises
    ------
    DataError
        If the confirmed files cannot be loaded together.
    """
    confirmed: tuple[Confirmed, ...] = st.session_state.get("confirmed", ())
    if not confirmed:
        return None
    held = store()

    def compute() -> Facts:
        sources = [Source(held.workbooks[source.digest], source.mapping) for source in confirmed]
        return load(sources, scheme(), Path(tempfile.mkdtemp(prefix="facts-", dir=held.folder.name)))

    return held.once(("facts", confirmed), compute)


def measured() -> Measured | None:
    """Moments of all facts."""
    current = facts()
    if current is None:
        return None
    return store().once(("measured", current.digest, scheme().digest), lambda: measure(current, scheme()))


def selection() -> dict[str, tuple[str, ...]]:
    """The shared filters that are set, attribute → values."""
    chosen = {name: tuple(sorted(st.session_state.get(name) or ())) for name in FILTERS}
    return {name: values for name, values in chosen.items() if values}


def evaluation() -> Evaluation | None:
    """Scores and findings of the current selection."""
    current, moments = facts(), measured()
    if current is None or moments is None:
        return None
    chosen, language = selection(), lang()
    key = ("evaluation", current.digest, scheme().digest, tuple(chosen.items()), language)
    return store().once(key, lambda: evaluate_moments(moments, scheme(), language, chosen))


def manager_names() -> MappingType[str, str]:
    """Manager's number → name, from the roster."""
    current = facts()
    if current is None:
        return {}
    roster = store().once(("roster", current.digest), lambda: current.read("managers"))
    return dict(zip(roster["manager"], roster["name"], strict=True))
