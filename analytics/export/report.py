"""What all exports are made from."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analytics.naming import slice_parts
from analytics.scheme import Scheme
from analytics.tables.results import KINDS
from analytics.text import Lang


@dataclass(frozen=True)
class Report:
    """Results of one evaluation, ready to be written.

    Attributes
    ----------
    scheme, lang
        Scheme used; language of the files (and of the labels and reasons in the tables).
    scores, findings, not_judged, managers
        The declared tables of those names.
    waves
        Waves the results cover, in order.
    digest
        Digest of the facts.
    made_on
        Date printed on the files and stored in them; nothing else in them depends on the clock.
    """

    scheme: Scheme
    lang: Lang
    scores: pd.DataFrame
    findings: pd.DataFrame
    not_judged: pd.DataFrame
    managers: pd.DataFrame
    waves: tuple[str, ...]
    digest: str
    made_on: dt.date

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Manager's number → name."""
        return dict(zip(self.managers["manager"], self.managers["name"], strict=True))

    @cached_property
    def raw_index(self) -> pd.DataFrame:
        """Raw index values of everybody, without their evidence."""
        wanted = (self.scores["measure"] == "index") & (self.scores["kind"] == "raw")
        columns = ["subject", "key", "label", "side", "dimension", "measure", "value", "judged"]
        return self.scores.loc[wanted, columns]

    @cached_property
    def ranking(self) -> Mapping[str, Mapping[str, Any]]:
        """Side → manager → row of the ranked index, of the fairest kind that was computed."""
        scores = self.scores
        wanted = (scores["subject"] == "manager") & (scores["dimension"] == "index") & scores["rank"].notna()
        rows: list[Any] = list(scores[wanted].itertuples())
        fairest = max((KINDS.index(row.kind) for row in rows), default=0)
        ranked: dict[str, dict[str, Any]] = {}
        for row in rows:
            if row.kind == KINDS[fairest]:
                ranked.setdefault(row.side, {})[row.key] = row
        return ranked

    def findings_of(self, manager: str) -> pd.DataFrame:
        """Rows of FINDINGS whose slice names the manager."""
        return self._findings_by_manager.get(manager, self.findings.iloc[:0])

    def not_judged_of(self, manager: str) -> pd.DataFrame:
        """Rows of NOT_JUDGED whose slice names the manager."""
        return self._not_judged_by_manager.get(manager, self.not_judged.iloc[:0])

    @cached_property
    def _findings_by_manager(self) -> Mapping[str, pd.DataFrame]:
        return _by_manager(self.findings)

    @cached_property
    def _not_judged_by_manager(self) -> Mapping[str, pd.DataFrame]:
        return _by_manager(self.not_judged)

    @property
    def period(self) -> str:
        """The waves as text: ``2025Q1–2025Q4``."""
        return "–".join(dict.fromkeys((self.waves[0], self.waves[-1]))) if self.waves else ""


def _by_manager(slices: pd.DataFrame) -> Mapping[str, pd.DataFrame]:
    named = pd.Series(
        [slice_parts(code).get("manager", "") for code in slices["slice"]], slices.index, dtype=str
    )
    return {str(manager): part for manager, part in slices.groupby(named)}
