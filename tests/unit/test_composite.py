"""Composites, redistribution and ranks on numbers worked out by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analytics.scheme import default_scheme
from analytics.score.composite import Composite, composite, total
from analytics.score.ranks import ranks
from analytics.score.sides import Figures, Scored, SideScores

SCHEME = default_scheme()
REGIONS = pd.DataFrame({"region": ["n", "s"]})


def scored(key: str, values: list[float], n: list[float]) -> Scored:
    value = np.array(values)
    figures = Figures(value, np.ones(2), value - 2, value + 2)
    count = np.array(n)
    return Scored(key, 0.2, "rate", figures, figures, count, count, count - 1)


def test_a_composite_weighs_dimensions_and_their_covariance():
    side = SideScores(
        "external", REGIONS,
        (scored("effectiveness", [80, 60], [100, 50]), scored("accuracy", [60, np.nan], [80, 0])),
        np.array([[[4.0, 1.0], [1.0, 2.0]], [[9.0, 0.0], [0.0, np.nan]]]),
    )  # fmt: skip
    index = composite(side, SCHEME)
    # North: mean of 80 and 60; variance (4 + 2 + 2·1)/4. South: effectiveness alone carries all the weight.
    assert index.figures.value == pytest.approx([70, 60])
    assert index.figures.se == pytest.approx([math.sqrt(2), 3])
    assert index.n.tolist() == [80, 50]
    assert index.measured == pytest.approx([0.4, 0.2])
    assert index.missing == (
        ("timeliness", "attitude", "communication"),
        ("accuracy", "timeliness", "attitude", "communication"),
    )


def part(values: list[float], se: list[float], n: list[float]) -> Composite:
    value, count = np.array(values), np.array(n)
    figures = Figures(value, np.array(se), value, value)
    return Composite(REGIONS, figures, count, count, count - 1, ((), ()), np.ones(2))


def test_the_total_is_sixty_forty_and_a_missing_side_passes_its_weight_on():
    whole = total(
        {"external": part([80, 70], [1, 2], [100, 90]), "internal": part([90, np.nan], [2, np.nan], [60, 0])},
        SCHEME,
    )
    assert whole.figures.value == pytest.approx([84, 70])
    assert whole.figures.se == pytest.approx([math.sqrt(0.36 + 0.64), 2])
    assert whole.n.tolist() == [60, 90]
    assert whole.missing == ((), ("internal",))
    assert whole.measured == pytest.approx([1.0, 0.6])


def test_a_total_of_the_survey_alone_says_that_records_are_missing():
    whole = total({"external": part([80, 70], [1, 2], [100, 90])}, SCHEME)
    assert whole.figures.value == pytest.approx([80, 70])
    assert whole.missing == (("internal",), ("internal",))


def test_clear_differences_have_certain_ranks_and_ties_share_one():
    clear = ranks(np.array([90.0, 50.0, 70.0]), np.full(3, 0.1), 0.95)
    assert clear.rank.tolist() == clear.lower.tolist() == clear.upper.tolist() == [1, 3, 2]
    assert clear.bottom_quarter.tolist() == [0, 1, 0]
    tied = ranks(np.full(8, 80.0), np.full(8, 2.0), 0.95)
    assert tied.rank.tolist() == [1] * 8
    assert (tied.lower == 1).all()
    assert (tied.upper >= 7).all()
    assert tied.bottom_quarter == pytest.approx([0.25] * 8, abs=0.04)
