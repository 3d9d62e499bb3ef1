"""The whole way from facts to findings and exports, for the command line and the pages alike."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd

from analytics.export import Report
from analytics.facts import Facts
from analytics.judge import Judgement, judge
from analytics.measure import Measured, measure
from analytics.scheme import Scheme
from analytics.score import score
from analytics.text import Lang

Selection = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Evaluation:
    """What is known about one selection of the facts.

    Attributes
    ----------
    measured
        Moments of the selection.
    scores
        The declared table SCORES.
    judgement
        Weak areas, and what was not judged.
    """

    measured: Measured
    scores: pd.DataFrame
    judgement: Judgement


def evaluate(
    facts: Facts, scheme: Scheme, lang: Lang = "zh", selection: Selection | None = None
) -> Evaluation:
    """Measure, score and judge."""
    return evaluate_moments(measure(facts, scheme), scheme, lang, selection)


def evaluate_moments(
    measured: Measured, scheme: Scheme, lang: Lang = "zh", selection: Selection | None = None
) -> Evaluation:
    """Score and judge a selection of moments; the facts are not read again."""
    chosen = measured.where(selection) if selection else measured
    return Evaluation(chosen, score(chosen, scheme, lang), judge(chosen, scheme, lang))


def report_of(facts: Facts, found: Evaluation, scheme: Scheme, lang: Lang = "zh") -> Report:
    """The results with what every export prints about them."""
    waves = {
        str(wave)
        for moments in (found.measured.survey, found.measured.records)
        if moments is not None
        for wave in moments.cells["wave"].unique()
        if wave != ""
    }
    return Report(
        scheme=scheme,
        lang=lang,
        scores=found.scores,
        findings=found.judgement.findings,
        not_judged=found.judgement.not_judged,
        managers=found.measured.exposure.managers,
        waves=tuple(sorted(waves)),
        digest=facts.digest,
        made_on=dt.datetime.now(tz=dt.UTC).astimezone().date(),
    )
