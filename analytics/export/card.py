"""One manager's part of a report."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analytics.export.report import Report
from analytics.naming import dimension_label
from analytics.text import Lang, say
from analytics.wording import in_scheme_order

# A median of fewer peers says more about them than about a usual level.
FEWEST_PEERS = 3


@dataclass(frozen=True)
class Card:
    """One manager's rows of all tables.

    Attributes
    ----------
    report
        The results of everybody.
    manager
        Number of the manager.
    """

    report: Report
    manager: str

    @property
    def lang(self) -> Lang:
        """Language of the report."""
        return self.report.lang

    @cached_property
    def scores(self) -> pd.DataFrame:
        """Rows of SCORES in the scheme's order."""
        scores = self.report.scores
        own = scores[(scores["subject"] == "manager") & (scores["key"] == self.manager)]
        return in_scheme_order(own, self.report.scheme)

    @cached_property
    def composites(self) -> tuple[Any, ...]:
        """Rows of the indices of both sides and of the total, every kind."""
        return tuple(self.scores[self.scores["dimension"] == "index"].itertuples())

    @cached_property
    def dimensions(self) -> tuple[Any, ...]:
        """Raw rows below the indices, every measure."""
        parts = (self.scores["dimension"] != "index") & (self.scores["kind"] == "raw")
        return tuple(self.scores[parts].itertuples())

    @cached_property
    def findings(self) -> pd.DataFrame:
        """Rows of FINDINGS whose slice names the manager, largest gap first."""
        return self.report.findings_of(self.manager).sort_values("gap", kind="stable")

    @cached_property
    def not_judged(self) -> pd.DataFrame:
        """Rows of NOT_JUDGED whose slice names the manager, those nearest to being judged first."""
        return self.report.not_judged_of(self.manager).sort_values("n", ascending=False, kind="stable")

    def label(self, side: str, dimension: str) -> str:
        """A dimension's name."""
        return dimension_label(self.report.scheme, side, dimension, self.lang)


def reference(report: Report, manager: str) -> pd.DataFrame:
    """What a manager's dimensions are compared with.

    Peers are the other managers with the same post and customer classes: the kinds of manager have no
    order among them. A dimension with fewer than three judged peers has no reference; where no dimension
    has one, the scores of *all* stand in.

    Returns
    -------
    pandas.DataFrame
        ``side, dimension, measure, value, label``; index values (0–100), the median of the judged peers.
    """
    columns = ["side", "dimension", "measure", "value", "label"]
    raw = report.raw_index
    similar = raw["key"].isin(_peers(report.managers, manager))
    peers = raw[(raw["subject"] == "manager") & similar & raw["judged"]]
    medians = peers.groupby(columns[:3], sort=False)["value"].agg(["median", "size"]).reset_index()
    medians = medians[medians["size"] >= FEWEST_PEERS].rename(columns={"median": "value"})
    if medians.empty:
        return raw.loc[raw["subject"] == "all", columns]
    return medians.assign(label=say("export.peers", report.lang, count=peers["key"].nunique()))[columns]


def _peers(managers: pd.DataFrame, manager: str) -> pd.Series:
    like = managers["post"] + "\n" + managers["classes"]
    same = like.isin(like[managers["manager"] == manager])
    return managers.loc[same & (managers["manager"] != manager), "manager"]
