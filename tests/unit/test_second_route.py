"""Main numbers against an independent second route: every literal was worked out row by row with plain pandas,
numpy and scipy (per-unit z scores, dummy-variable least squares, grid-search REML), without this package's moments."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from analytics.cli.files import sources
from analytics.evaluate import evaluate
from analytics.ingest import load
from analytics.judge.scan import scan
from analytics.measure import Exposure, Measured
from analytics.scheme import Scheme, default_scheme
from analytics.score.composite import composite
from analytics.score.estimates import estimate
from analytics.score.shrinkage import shrink
from analytics.score.sides import external_scores
from analytics.tables import CUSTOMERS, MANAGERS
from tests.support.moments import moments_of

SAMPLE = Path(__file__).parents[2] / "sample_data"
SCHEME = default_scheme()
NAN = float("nan")


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory):
    facts = load(sources(sorted(SAMPLE.glob("*.xlsx")), SCHEME), SCHEME, tmp_path_factory.mktemp("facts"))
    return evaluate(facts, SCHEME, "en")


def surveyed(frame: pd.DataFrame, attributes: tuple[str, ...], dimensions: tuple[str, ...]) -> Measured:
    """Index scores as given, one column per dimension; the rate says nothing here."""
    values = tuple(name for dimension in dimensions for name in (dimension, f"{dimension} rate"))
    rates = {f"{dimension} rate": frame[dimension] for dimension in dimensions}
    moments = moments_of(frame.assign(**rates), attributes, values)
    variables = tuple(
        v._replace(dimension=v.dimension.removesuffix(" rate"), measure="rate")
        if "rate" in v.dimension
        else v
        for v in moments.variables
    )
    named = type(moments)(moments.cells, variables, moments.pairs, moments.sums, moments.cross)
    unknown = Exposure(CUSTOMERS.frame(), MANAGERS.frame())
    return Measured(named, None, None, unknown, pd.DataFrame())


def test_standard_error_of_a_domain_in_a_weighted_stratified_clustered_sample():
    frame = pd.DataFrame(
        {
            "x": [50.0, 75, 100, 25, 75, 100, 0, 50], "weight": [1.0, 2, 1, 3, 2, 1, 1, 2],
            "stratum": list("aaaabbbb"), "cluster": list("ppqqrrss"), "region": list("11011101"),
        }
    )  # fmt: skip
    found = estimate(moments_of(frame, ("region",)), ["region"])
    inside = found.groups["region"].tolist().index("1")
    assert found.mean[inside, 0] == pytest.approx(56.81818181818182)
    assert found.se[inside, 0] == pytest.approx(14.173613955489666)


def test_standard_error_of_a_composite_uses_the_covariance_of_its_dimensions():
    frame = pd.DataFrame(
        {"attitude": [75.0, 75, 50, 25, 75, 100], "communication": [100.0, 50, NAN, 0, 75, 50]}
    )
    scores = external_scores(surveyed(frame, (), ("attitude", "communication")), SCHEME, ())
    assert scores is not None
    whole = composite(scores, SCHEME)
    assert whole is not None
    assert whole.figures.value[0] == pytest.approx(60.833333333333336)
    assert whole.figures.se[0] == pytest.approx(12.251953554481009)
    assert whole.n[0] == 5
    assert whole.measured[0] == pytest.approx(0.4)


def test_a_two_attribute_slice_must_be_below_the_rest_and_below_what_its_parents_add_up_to():
    parts = {
        ("居民", "社区"): [0, 25, 50, 25, 50, 0],
        ("居民", "城区"): [75, 100, 50, 75, 100, 75],
        ("工商业", "社区"): [75, 50, 100, 75, 75, 100],
        ("工商业", "城区"): [100, 75, 75, 50, 100, 75, 100, 75],
    }
    rows = [(c, a, "2025Q1", float(x)) for (c, a), values in parts.items() for x in values]
    frame = pd.DataFrame(rows, columns=["customer_class", "area", "wave", "attitude"])
    scheme = Scheme.model_validate({**SCHEME.model_dump(), "minimum_judge": 5})
    table = scan(surveyed(frame, ("wave", "customer_class", "area"), ("attitude",)), scheme)
    row = table[table["values"] == ("居民", "社区")].iloc[0]
    assert row["barrier"] == ""
    assert row["gap"] == pytest.approx(-55.0)
    assert row["beyond"] == pytest.approx(-52.083333333333336)
    # Welch with the larger variance gives 0.0049, the contrast of the four parts 0.0370: the weaker counts.
    assert row["p_value"] == pytest.approx(0.036952143572329885)


def test_shrinkage_against_a_grid_search_of_the_restricted_likelihood():
    found = shrink(np.array([70.0, 75, 80, 90]), np.array([4.0, 9, 4, 16]))
    assert found.between == pytest.approx(59.0634, abs=5e-4)
    assert found.mean == pytest.approx(78.34566, abs=1e-4)
    assert found.value == pytest.approx([70.529351, 75.442396, 79.895068, 87.515842], abs=1e-5)
    assert found.se == pytest.approx([1.952855, 2.846519, 1.952855, 3.653797], abs=1e-5)


@pytest.mark.parametrize(
    ("subject", "key", "side", "dimension", "measure", "value", "se", "lower", "upper", "n"),
    [
        ("region", "禾川县", "external", "attitude", "index", 82.116788, 0.514658, 81.105840, 83.127737, 548),
        ("segment", "居民×社区", "external", "communication", "index", 67.716205, 0.737314, 66.266666, 69.165744, 397),
        ("manager", "KH043", "external", "attitude", "index", 66.098485, 1.663474, 62.776298, 69.420672, 66),
        ("all", "all", "external", "index", "index", 79.696859, 0.170869, 79.361826, 80.031892, 2993),
        ("all", "all", "internal", "timeliness", "rate", 91.649555, 0.417911, 90.793633, 92.432534, 4383),
        ("all", "all", "internal", "effectiveness", "rate", 94.097461, 0.276136, 93.532683, 94.615756, 7285),
        ("all", "all", "internal", "complaints", "per_thousand", 1.824909, 0.088293, 1.657985, 2.004086, 60003),
    ],
)  # fmt: skip
def test_scores_of_the_sample(evaluated, subject, key, side, dimension, measure, value, se, lower, upper, n):
    scores = evaluated.scores
    what = {
        "subject": subject, "key": key, "side": side, "dimension": dimension, "measure": measure, "kind": "raw",
    }  # fmt: skip
    row = scores[(scores[list(what)] == pd.Series(what)).all(axis=1)].iloc[0]
    assert row[["value", "se", "lower", "upper"]].tolist() == pytest.approx(
        [value, se, lower, upper], abs=1e-5
    )
    assert row["n"] == n


def test_records_of_the_sample_without_an_on_time_value(evaluated):
    excluded = evaluated.measured.excluded
    assert excluded[excluded["dimension"] == "timeliness"].set_index("reason")["n"].to_dict() == {
        "measure.customers_own": 283,
        "measure.no_limit": 3000,
        "measure.terminated": 74,
    }


@pytest.mark.parametrize(
    ("code", "side", "dimension", "gap", "p"),
    [
        # Dummy-variable least squares over 3,000 answers on manager, class × area, business and channel.
        ("manager=KH043", "external", "attitude", -16.208850, 1.23699e-14),
        ("customer_class=居民 & area=社区", "external", "communication", -11.500103, 1.51714e-20),
        ("area=工业密集 & region=禾川县", "internal", "timeliness", -19.237958, 1.49133e-09),
    ],
)
def test_findings_of_the_sample(evaluated, code, side, dimension, gap, p):
    findings = evaluated.judgement.findings
    row = findings[
        (findings["slice"] == code) & (findings["side"] == side) & (findings["dimension"] == dimension)
    ].iloc[0]
    assert row["gap"] == pytest.approx(gap, abs=1e-5)
    assert row["p_value"] == pytest.approx(p, rel=1e-4)
