"""Newcombe (1998), Statist. Med. 17, 857–872, table I, method 3: 95 % score intervals."""

import numpy as np
import pytest

from analytics.score.intervals import wilson


@pytest.mark.parametrize(
    ("hits", "n", "lower", "upper"),
    [(81, 263, 0.2553, 0.3662), (15, 148, 0.0624, 0.1605), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)],
)
def test_wilson_interval(hits, n, lower, upper):
    low, high = wilson(np.array([hits / n]), np.array([float(n)]), 0.95)
    assert low[0] == pytest.approx(lower, abs=5e-5)
    assert high[0] == pytest.approx(upper, abs=5e-5)
