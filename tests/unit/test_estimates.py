"""Means and standard errors on samples small enough to compute by hand."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest

from analytics.score.estimates import estimate
from tests.support.moments import moments_of


def test_equal_weights_give_the_usual_mean_and_standard_error():
    found = estimate(moments_of(pd.DataFrame({"x": [50.0, 75.0, 100.0, 75.0]})), ())
    # Mean 75, squared deviations 625 + 0 + 625 + 0, s² = 1250 / 3, se = sqrt(s² / 4).
    assert found.mean[0, 0] == 75
    assert found.se[0, 0] == pytest.approx(math.sqrt(1250 / 3 / 4), abs=1e-9)
    assert (found.n[0, 0], found.n_eff[0, 0], found.df[0, 0]) == (4, 4, 3)


def test_weights_shift_the_mean_and_lower_the_effective_number():
    found = estimate(moments_of(pd.DataFrame({"x": [0.0, 100.0], "weight": [1.0, 3.0]})), ())
    # Mean 75; z = w(x − 75)/4 = −18.75 and 18.75; n/(n − 1) Σz² = 2 · 703.125.
    assert found.mean[0, 0] == 75
    assert found.se[0, 0] == pytest.approx(math.sqrt(1406.25), abs=1e-9)
    assert found.n_eff[0, 0] == pytest.approx(16 / 10)


def test_strata_take_out_the_variation_between_them():
    frame = pd.DataFrame({"x": [10.0, 20.0, 80.0, 90.0], "stratum": ["a", "a", "b", "b"]})
    found = estimate(moments_of(frame), ())
    # Within each stratum s² = 50, variance of the mean = Σ (2/4)² · 50/2 = 12.5.
    assert found.mean[0, 0] == 50
    assert found.se[0, 0] == pytest.approx(math.sqrt(12.5), abs=1e-9)
    assert found.df[0, 0] == 2


def test_a_census_of_a_stratum_has_no_sampling_error():
    frame = pd.DataFrame({"x": [10.0, 20.0, 80.0, 90.0], "stratum": ["a", "a", "b", "b"]})
    found = estimate(moments_of(frame), (), {"a": 2.0, "b": 2.0})
    assert found.se[0, 0] == pytest.approx(0, abs=1e-9)


def test_clusters_are_the_units_that_count():
    frame = pd.DataFrame({"x": [10.0, 10.0, 10.0, 40.0, 40.0, 40.0], "cluster": ["a"] * 3 + ["b"] * 3})
    found = estimate(moments_of(frame), ())
    # Cluster totals of (x − 25)/6 are −7.5 and 7.5; 2/(2 − 1) · (56.25 + 56.25) = 225.
    assert found.mean[0, 0] == 25
    assert found.se[0, 0] == pytest.approx(15, abs=1e-9)


def test_groups_keep_those_without_a_value_and_add_up_to_all():
    frame = pd.DataFrame({"x": [10.0, 20.0, 30.0, 40.0], "region": ["n", "", "n", "s"]})
    moments = moments_of(frame, ("region",))
    found = estimate(moments, ("region",))
    assert list(found.groups["region"]) == ["", "n", "s"]
    assert found.mean[:, 0].tolist() == [20, 20, 40]
    assert found.n[:, 0].sum() == estimate(moments, ()).n[0, 0] == 4


def test_covariance_of_two_means_uses_those_who_answered_both():
    frame = pd.DataFrame({"x": [0.0, 50.0, 100.0, 50.0], "y": [20.0, np.nan, 80.0, 50.0]})
    found = estimate(moments_of(frame, values=("x", "y")), ())
    # x̄ = 50 (n 4), ȳ = 50 (n 3); Σ over both of (x − 50)(y − 50) = 1500 + 1500 + 0 = 3000.
    expected = 3000 / (4 * 3) * math.sqrt(4 / 3) * math.sqrt(3 / 2)
    assert found.covariance[0, 0, 1] == pytest.approx(expected, abs=1e-9)


def test_a_constant_has_no_variance_and_never_a_negative_one():
    found = estimate(moments_of(pd.DataFrame({"x": [86.66666666] * 7})), ())
    assert found.se[0, 0] == 0


def test_no_observation_gives_no_estimate():
    found = estimate(
        moments_of(pd.DataFrame({"x": [np.nan, 5.0], "region": ["a", "b"]}), ("region",)), ("region",)
    )
    assert np.isnan(found.mean[0, 0])
    assert found.n[0, 0] == 0
