"""Facts and scheme in, moments out: the only place that reads every row."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.facts import Facts
from analytics.measure.exposure import Exposure, exposure
from analytics.measure.moments import Moments, Variable
from analytics.measure.records import exclusions, record_moments
from analytics.measure.survey import item_moments, survey_moments
from analytics.scheme import Scheme

__all__ = ["Exposure", "Measured", "Moments", "Variable", "measure"]


@dataclass(frozen=True)
class Measured:
    """Everything that scoring needs, on tables whose size depends on groups, not on rows.

    Attributes
    ----------
    survey, items, records
        Moments of the external dimensions, of the single questions and of the internal indicators;
        ``None`` where that file was not given.
    exposure
        Customer counts.
    excluded
        Records an indicator could not use: ``dimension``, ``reason`` (message key), ``n``.
    """

    survey: Moments | None
    items: Moments | None
    records: Moments | None
    exposure: Exposure
    excluded: pd.DataFrame

    def where(self, selection: Mapping[str, Sequence[str]]) -> Measured:
        """The same for the selected groups only. Exclusions are those of the whole file.

        A side without any selected observation is ``None``, as if its file were absent: no complaint among
        no records is no zero.
        """
        survey, items, records = (
            _selected(moments, selection) for moments in (self.survey, self.items, self.records)
        )
        return Measured(survey, items, records, self.exposure.where(selection), self.excluded)


def _selected(moments: Moments | None, selection: Mapping[str, Sequence[str]]) -> Moments | None:
    chosen = moments.where(selection) if moments is not None else None
    return chosen if chosen is not None and len(chosen.cells) else None


def measure(facts: Facts, scheme: Scheme) -> Measured:
    """Read the facts once and add them up.

    Parameters
    ----------
    facts
        Any combination of survey and records; tables that are absent give ``None``.
    scheme
        Scale maps, company and repeat window.
    """
    survey = facts.has("ratings") and bool(facts.items)
    records = facts.has("records")
    empty = pd.DataFrame(columns=["dimension", "reason", "n"])
    return Measured(
        survey_moments(facts, scheme) if survey else None,
        item_moments(facts, scheme) if survey else None,
        record_moments(facts, scheme) if records else None,
        exposure(facts),
        exclusions(facts, scheme) if records else empty,
    )
