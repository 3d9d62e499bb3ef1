"""Where nothing is weak, nothing may be found."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest

from analytics.judge import judge
from analytics.measure import measure
from analytics.scheme import default_scheme
from tests.support.synthetic import make_facts

SEEDS = 100
MOST_WITH_A_FINDING = 5


@pytest.mark.slow
def test_a_scan_without_any_planted_effect_finds_nothing_in_95_of_100_seeds():
    scheme = default_scheme().model_copy(update={"practical_gap": 0.0})
    with_findings = []
    for seed in range(SEEDS):
        with tempfile.TemporaryDirectory() as folder:
            facts = make_facts(Path(folder), seed, respondents=1500, records=3000)
            found = judge(measure(facts, scheme), scheme)
        assert found.compared > 1000
        if len(found.findings):
            with_findings.append(seed)
    assert len(with_findings) <= MOST_WITH_A_FINDING, with_findings
