"""Moments are sums: what must not matter does not matter."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.measure.moments import SUMS, significant
from analytics.score.estimates import estimate
from tests.support.moments import moments_of

rows = st.lists(
    st.tuples(st.sampled_from("abc"), st.sampled_from("xy"), st.integers(0, 100), st.sampled_from([0.5, 1.0, 2.0])),
    min_size=2, max_size=40,
)  # fmt: skip


def frame_of(drawn) -> pd.DataFrame:
    return pd.DataFrame(drawn, columns=["region", "area", "x", "weight"]).astype({"x": float})


@settings(deadline=None, max_examples=40)
@given(rows)
def test_parts_add_up_to_the_whole(drawn):
    moments = moments_of(frame_of(drawn), ("region", "area"), backend="pandas")
    whole = moments.by().sums[0]
    for attribute in ("region", "area"):
        assert moments.by(attribute).sums.sum(axis=0) == pytest.approx(whole)
    selected = [moments.where({"region": [name]}).by().sums for name in "abc"]
    assert sum(part.sum(axis=0) for part in selected) == pytest.approx(whole)


@settings(deadline=None, max_examples=40)
@given(rows, st.randoms())
def test_row_order_and_equal_weights_change_nothing(drawn, random):
    shuffled = list(drawn)
    random.shuffle(shuffled)
    one, other = (
        estimate(moments_of(frame_of(r), ("region", "area"), backend="pandas"), ("region",))
        for r in (drawn, shuffled)
    )
    assert np.array_equal(one.mean, other.mean)
    assert np.array_equal(one.se, other.se, equal_nan=True)
    doubled = estimate(
        moments_of(frame_of(drawn).assign(weight=2.0), ("region",), backend="pandas"), ("region",)
    )
    single = estimate(
        moments_of(frame_of(drawn).assign(weight=1.0), ("region",), backend="pandas"), ("region",)
    )
    assert doubled.mean == pytest.approx(single.mean)
    assert doubled.se == pytest.approx(single.se, nan_ok=True)


@settings(deadline=None, max_examples=30)
@given(rows)
def test_reversing_the_scale_mirrors_the_score(drawn):
    frame = frame_of(drawn)
    up = estimate(moments_of(frame, ("region",), backend="pandas"), ("region",))
    down = estimate(moments_of(frame.assign(x=100 - frame["x"]), ("region",), backend="pandas"), ("region",))
    assert down.mean == pytest.approx(100 - up.mean)
    assert down.se == pytest.approx(up.se, nan_ok=True, abs=1e-6)


def test_duckdb_polars_and_pandas_agree_to_1e_9():
    rng = np.random.default_rng(4)
    frame = pd.DataFrame(
        {
            "x": rng.integers(0, 101, 500).astype(float), "y": rng.integers(0, 101, 500).astype(float),
            "weight": rng.choice([0.7, 1.0, 1.9], 500), "region": rng.choice(list("abc"), 500),
        }
    )  # fmt: skip
    frame.loc[::7, "x"] = np.nan
    duck, polars, pandas = (
        moments_of(frame, ("region",), ("x", "y"), backend=name) for name in ("duckdb", "polars", "pandas")
    )
    for other in (polars, pandas):
        assert list(other.cells["region"]) == list(duck.cells["region"])
        assert other.sums == pytest.approx(duck.sums, rel=1e-9)
        assert other.cross == pytest.approx(duck.cross, rel=1e-9)
    assert duck.sums.shape == (3, 2, len(SUMS))


def test_sums_are_rounded_to_twelve_significant_digits():
    assert significant(np.array([1 / 3, 123456.7890123456, 0.0])).tolist() == [
        0.333333333333,
        123456.789012,
        0.0,
    ]
