"""The three kinds of comparison against scipy's own exact tests."""

from __future__ import annotations

import numpy as np
import pytest
from scipy import stats

from analytics.judge.parts import Quantity, difference, p_below, part

NOBODY = np.array([np.nan])


def sums_of(values) -> np.ndarray:
    x = np.asarray(values, dtype=float)
    n = float(len(x))
    return np.array([[n, n, n, x.sum(), (x**2).sum(), x.sum(), (x**2).sum()]])


def test_means_are_compared_as_welch_does_where_the_own_variance_is_the_larger():
    one, rest = [40.0, 90.0, 10.0, 60.0], [70.0, 80.0, 90.0, 60.0, 100.0]
    quantity = Quantity("index", 0.0, 1.0, spread=0.0)
    a, b = (part(quantity, sums_of(x), NOBODY, 0.95) for x in (one, rest))
    expected = stats.ttest_ind(one, rest, equal_var=False)
    assert (a.value[0] - b.value[0]) / np.sqrt(a.variance[0] + b.variance[0]) == pytest.approx(
        expected.statistic
    )
    # Fewer degrees of freedom than Welch's: those of the smaller part.
    assert p_below(quantity, a, b)[0] == pytest.approx(stats.t.cdf(expected.statistic, 3))


def test_answers_that_happen_to_agree_borrow_the_common_variance():
    quantity = Quantity("index", 0.0, 1.0, spread=400.0)
    alike = part(quantity, sums_of([50.0] * 4), NOBODY, 0.95)
    assert alike.variance[0] == pytest.approx(400 / 4)


def test_rates_use_fishers_exact_test_and_newcombes_interval():
    quantity = Quantity("rate", 0.0, 1.0)
    one = part(quantity, sums_of([100.0] * 56 + [0.0] * 14), NOBODY, 0.95)
    rest = part(quantity, sums_of([100.0] * 48 + [0.0] * 32), NOBODY, 0.95)
    assert p_below(quantity, rest, one)[0] == pytest.approx(
        stats.fisher_exact([[48, 32], [56, 14]], "less").pvalue
    )
    # Newcombe (1998), Statist. Med. 17, 873–890, table II, method 10: 56/70 − 48/80 = 0.2 (0.0524, 0.3339).
    gap, low, high = difference(quantity, one, rest, 0.95)
    assert (gap[0], low[0], high[0]) == pytest.approx((20.0, 5.24, 33.39), abs=5e-3)


def test_counts_use_the_conditional_binomial():
    # Less is better: ten complaints per thousand score 0, none scores 100.
    quantity = Quantity("per_thousand", 10.0, -10.0)
    one = part(quantity, np.array([[0, 0, 0, 12.0, 0, 0, 0]]), np.array([2000.0]), 0.95)
    rest = part(quantity, np.array([[0, 0, 0, 20.0, 0, 0, 0]]), np.array([10000.0]), 0.95)
    assert one.value[0] == pytest.approx(40)  # 6 per thousand
    assert rest.value[0] == pytest.approx(80)  # 2 per thousand
    expected = stats.binomtest(12, 32, 2000 / 12000, alternative="greater").pvalue
    assert p_below(quantity, one, rest)[0] == pytest.approx(expected)


def test_an_empty_part_is_missing_not_zero():
    for kind in ("index", "rate"):
        empty = part(Quantity(kind, 0.0, 1.0), sums_of([]), NOBODY, 0.95)
        assert np.isnan(empty.value[0])
