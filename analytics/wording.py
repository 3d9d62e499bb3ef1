"""How results are written for readers: values with unit and evidence, coded cells as words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from analytics.naming import attribute_label, dimension_label, slice_parts, value_label
from analytics.scheme import Scheme
from analytics.tables import Table
from analytics.text import Lang, say
from analytics.vocabulary import VOCABULARIES


def each(frame: pd.DataFrame) -> list[Any]:
    """The rows of a table with their columns as attributes."""
    return list(frame.itertuples())


def percent(share: float) -> str:
    """A share 0–1 as it stands in text: ``95 %``."""
    return f"{100 * share:g} %"


def amount(value: float, measure: str, lang: Lang) -> str:
    """A value with its unit, or a dash where it is missing or withheld."""
    return "–" if pd.isna(value) else say(f"wording.value_{measure}", lang, value=value)


def with_unit(label: str, unit: str, lang: Lang) -> str:
    """A label with the unit of its values behind it: a measure, or the unit of a declared column."""
    return say("wording.with_unit", lang, label=label, unit=say(f"wording.unit_{unit}", lang))


def interval(lower: float, upper: float) -> str:
    """Both limits to one decimal; ``""`` where there is no interval."""
    return "" if pd.isna(lower) or pd.isna(upper) else f"{lower:.1f}–{upper:.1f}"


def signed_interval(lower: float, upper: float, lang: Lang) -> str:
    """Limits of a difference, with their signs."""
    return say("wording.signed_interval", lang, lower=lower, upper=upper)


def sample(n: int) -> str:
    """The number of observations, ``n = 1,204``."""
    return f"n = {n:,}"


def evidence(row: Any, lang: Lang) -> str:
    """A score with everything that qualifies it, in one line.

    Parameters
    ----------
    row
        A row of SCORES, as ``itertuples`` gives it.
    """
    limits = interval(row.lower, row.upper)
    parts = (
        amount(row.value, row.measure, lang),
        f"{percent(row.confidence)}: {limits}" if limits else "",
        sample(row.n),
        row.reason,
    )
    return " · ".join(part for part in parts if part)


def slice_label(code: str, lang: Lang, names: Mapping[str, str] | None = None) -> str:
    """A slice as users read it: ``居民 × 社区``.

    Parameters
    ----------
    code
        As in FINDINGS, e.g. ``customer_class=居民 & area=社区``.
    names
        Manager's number → name.
    """
    known = names or {}

    def label(attribute: str, value: str) -> str:
        if attribute == "manager" and value in known:
            return f"{known[value]} ({value})"
        return value_label(attribute, value, lang)

    return " × ".join(label(*part) for part in slice_parts(code).items())


def in_scheme_order(rows: pd.DataFrame, scheme: Scheme) -> pd.DataFrame:
    """Rows with ``side`` and ``dimension``: the total, then each side led by its composite."""
    sides = ("total", "external", "internal")
    place = {
        (side, key): index
        for side in sides
        for index, key in enumerate(("index", *(d.key for d in scheme.on(side))))
    }
    last = len(scheme.dimensions) + 1  # dimensions of the questionnaire's own
    what = zip(rows["side"], rows["dimension"], strict=True)
    order = pd.Series(
        [sides.index(s) * 2 * last + place.get((s, d), last) for s, d in what], index=rows.index
    )
    return rows.loc[order.sort_values(kind="stable").index]


def told_apart(rows: pd.DataFrame) -> pd.DataFrame:
    """Rows whose ``label`` also names the ``key`` where two groups share a label (people of one name)."""
    groups = rows.drop_duplicates("key")
    shared = groups.loc[groups["label"].duplicated(keep=False), "key"]
    numbered = rows["label"] + " (" + rows["key"] + ")"
    return rows.assign(label=rows["label"].mask(rows["key"].isin(shared), numbered))


def title(table: Table, column: str, lang: Lang) -> str:
    """A column's header with its unit; a column of the user's own keeps its header."""
    if column not in table.names:
        return attribute_label(column, lang)
    declared = table.column(column)
    label = declared.zh if lang == "zh" else declared.en
    return with_unit(label, declared.unit, lang) if declared.unit else label


def readable(
    frame: pd.DataFrame,
    table: Table,
    scheme: Scheme,
    lang: Lang,
    names: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Rows of a declared table with headers and codes as words; numbers stay numbers.

    Parameters
    ----------
    frame
        Some or all columns of ``table``.
    names
        Manager's number → name, for slices.
    """
    translators = _translators(scheme, lang, names)
    sides = frame["side"] if "side" in frame else pd.Series("", index=frame.index)
    words: dict[str, pd.Series] = {}
    for name in frame.columns:
        cells = frame[name]
        if name in translators:
            codes = zip(sides, cells, strict=True)
            words[name] = pd.Series([translators[name](*pair) for pair in codes], cells.index, dtype=str)
        elif isinstance(cells.dtype, pd.BooleanDtype):
            words[name] = cells.map({True: say("wording.yes", lang), False: say("wording.no", lang)})
        else:
            words[name] = cells
    return pd.DataFrame(words).rename(columns=lambda name: title(table, name, lang))


def _translators(
    scheme: Scheme, lang: Lang, names: Mapping[str, str] | None
) -> dict[str, Callable[[str, str], str]]:
    """Column → (side, code) → word."""

    def coded(prefix: str) -> Callable[[str, str], str]:
        return lambda _, code: say(prefix + code, lang)

    def termed(vocabulary: str) -> Callable[[str, str], str]:
        return lambda _, code: value_label(vocabulary, code, lang)

    return {
        "dimension": lambda side, code: dimension_label(scheme, side, code, lang),
        "slice": lambda _, code: slice_label(code, lang, names),
        "subject": coded("naming."),
        **{name: coded(f"wording.{name}_") for name in ("side", "measure", "kind", "severity")},
        **{name: termed(name) for name in VOCABULARIES},
    }
