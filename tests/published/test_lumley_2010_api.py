"""Lumley (2010), *Complex Surveys*: California academic performance index, R package survey.

The rows are licensed GPL and lie beside the project; the same estimator stands on a hand-computed sample in
``tests/unit/test_estimates.py``.
"""

import numpy as np
import pandas as pd
import pytest

from analytics.score.estimates import estimate
from tests.support.moments import moments_of
from tests.support.shared import shared


def test_stratified_mean_svymean_api00_dstrat():
    rows = pd.read_csv(shared("reference", "apistrat.csv"))
    frame = pd.DataFrame({"x": rows["api00"].astype(float), "weight": rows["pw"], "stratum": rows["stype"]})
    size = rows.groupby("stype")["fpc"].first().astype(float).to_dict()
    found = estimate(moments_of(frame), (), size)
    assert found.mean[0, 0] == pytest.approx(662.2873632, abs=1e-6)
    assert found.se[0, 0] == pytest.approx(9.408940803, abs=1e-6)
    assert found.df[0, 0] == 197
    half = 1.972079 * found.se[0, 0]
    assert (found.mean[0, 0] - half, found.mean[0, 0] + half) == pytest.approx(
        (643.7321883, 680.842538), abs=1e-3
    )


def test_cluster_mean_and_domains_svymean_svyby_api00_dclus1():
    rows = pd.read_csv(shared("reference", "apiclus1.csv"))
    frame = pd.DataFrame(
        {
            "x": rows["api00"].astype(float),
            "weight": rows["pw"],
            "cluster": rows["dnum"].astype(str),
            "region": rows["stype"],
        }
    )
    moments = moments_of(frame, ("region",))
    found = estimate(moments, (), {"": 757.0})
    assert found.mean[0, 0] == pytest.approx(644.1693989, abs=1e-6)
    assert found.se[0, 0] == pytest.approx(23.54224069, abs=1e-6)
    domains = estimate(moments, ("region",), {"": 757.0})
    assert list(domains.groups["region"]) == ["E", "H", "M"]
    assert domains.mean[:, 0] == pytest.approx([648.8680556, 618.5714286, 631.44], abs=1e-6)
    assert domains.se[:, 0] == pytest.approx([22.36240889, 38.02024936, 31.60946523], abs=1e-6)
    simple = estimate(moments_of(frame.drop(columns="cluster")), ())
    fpc = 1 - 183 / rows["pw"].sum()
    assert found.se[0, 0] ** 2 / (simple.se[0, 0] ** 2 * fpc) == pytest.approx(9.345869451, abs=1e-4)
    assert np.isfinite(found.df).all()
