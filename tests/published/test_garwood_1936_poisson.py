"""Garwood (1936), Biometrika 28, 437–442, table I: 95 % limits of a Poisson count."""

import numpy as np
import pytest

from analytics.score.intervals import poisson


@pytest.mark.parametrize(
    ("count", "lower", "upper"), [(0, 0.0, 3.69), (1, 0.0253, 5.57), (10, 4.80, 18.39), (50, 37.11, 65.92)]
)
def test_exact_limits(count, lower, upper):
    low, high = poisson(np.array([float(count)]), 0.95)
    assert low[0] == pytest.approx(lower, abs=5e-3)
    assert high[0] == pytest.approx(upper, abs=5e-3)
