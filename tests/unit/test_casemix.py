"""Case mix on tables small enough to see the answer."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from analytics.score.casemix import case_mix
from tests.support.moments import moments_of

KEYS = ("manager", "customer_class", "area", "business", "channel")


def mix_of(rows: list[tuple[str, str, float, int]]):
    """Rows of (manager, class, score, how many answers)."""
    spread = [(m, c, x) for m, c, x, count in rows for _ in range(count)]
    frame = pd.DataFrame(spread, columns=["manager", "customer_class", "x"]).assign(
        area="", business="", channel=""
    )
    return case_mix(moments_of(frame, KEYS, backend="pandas"))


def test_a_manager_of_hard_customers_is_as_good_as_those_who_serve_them_too():
    # Hard customers cost everybody 20 points; C serves nobody else, and no manager differs.
    rows = [("A", "easy", 90.0, 10), ("A", "hard", 70.0, 10), ("B", "easy", 90.0, 10), ("B", "hard", 70.0, 10), ("C", "hard", 70.0, 20)]  # fmt: skip
    mix = mix_of(rows)
    assert mix.managers == ("A", "B", "C")
    assert mix.gap[:, 0] == pytest.approx([0, 0, 0], abs=1e-6)
    # Everybody's mean: (20·90 + 40·70)/60.
    assert mix.adjusted[:, 0] == pytest.approx([4600 / 60] * 3, abs=1e-6)
    assert (mix.inflation[:, 0] >= 1).all()


def test_a_difference_between_managers_survives_the_adjustment():
    rows = [
        ("A", "easy", 90.0, 10),
        ("A", "hard", 70.0, 10),
        ("B", "easy", 80.0, 10),
        ("B", "hard", 60.0, 10),
    ]
    assert mix_of(rows).gap[:, 0] == pytest.approx([10, -10], abs=1e-6)


def test_managers_who_share_no_customers_are_compared_in_separate_circles():
    rows = [("A", "key", 95.0, 10), ("B", "key", 85.0, 10), ("C", "town", 75.0, 10), ("D", "town", 65.0, 30)]
    mix = mix_of(rows)
    assert mix.gap[:, 0] == pytest.approx([10, -10, 10, -10], abs=1e-6)


def test_a_manager_alone_with_the_customers_cannot_be_compared():
    rows = [("A", "easy", 90.0, 10), ("B", "easy", 80.0, 10), ("C", "own", 60.0, 10)]
    mix = mix_of(rows)
    assert np.isnan(mix.gap[2, 0])
    assert np.isnan(mix.adjusted[2, 0])
    assert not np.isnan(mix.gap[:2, 0]).any()


def test_a_variable_nobody_answered_has_no_adjustment():
    frame = pd.DataFrame({"manager": ["A", "B"], "customer_class": ["c", "c"], "x": [np.nan, np.nan]})
    frame = frame.assign(area="", business="", channel="")
    assert np.isnan(case_mix(moments_of(frame, KEYS, backend="pandas")).adjusted).all()
