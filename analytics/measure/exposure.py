"""How many customers stand behind a group: the denominator of *per thousand customers*."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.facts import Facts

_OF_CUSTOMERS = frozenset({"region", "customer_class", "area"})
_OF_MANAGERS = frozenset({"region", "station", "manager", "post"})


@dataclass(frozen=True)
class Exposure:
    """Customer counts by region × class × area, and by manager; either may be absent (empty).

    Attributes
    ----------
    customers, managers
        The canonical tables.
    selected
        Attributes the counts were filtered by: a table without one of them tells nothing any more.
    """

    customers: pd.DataFrame
    managers: pd.DataFrame
    selected: frozenset[str] = frozenset()

    def where(self, selection: Mapping[str, Sequence[str]]) -> Exposure:
        """The counts of the selected groups, by the attributes each table has."""
        chosen = {attribute for attribute, values in selection.items() if values}
        return Exposure(
            _kept(self.customers, selection),
            _kept(self.managers, selection),
            # Counts hold for every wave alike; what else was selected, a table must have or say nothing.
            self.selected | (chosen - {"wave"}),
        )

    def by(self, *attributes: str) -> pd.Series | None:
        """Customers per group of these attributes, indexed by them; ``None`` where no count tells.

        The count of no attribute (the total) is a series with one entry.
        """
        wanted = self.selected.union(attributes)
        if wanted <= _OF_CUSTOMERS and len(self.customers):
            counts = self.customers
        elif wanted <= _OF_MANAGERS and self.managers["customers"].notna().any():
            counts = self.managers
        else:
            return None
        if not attributes:
            return pd.Series([float(counts["customers"].sum())])
        summed = counts.groupby(list(attributes), dropna=False)["customers"].sum()
        return summed.astype("float64")


def exposure(facts: Facts) -> Exposure:
    """The customer counts that were uploaded."""
    return Exposure(facts.read("customers"), facts.read("managers"))


def _kept(counts: pd.DataFrame, selection: Mapping[str, Sequence[str]]) -> pd.DataFrame:
    for attribute, values in selection.items():
        if values and attribute in counts:
            counts = counts[counts[attribute].isin(list(values))]
    return counts
