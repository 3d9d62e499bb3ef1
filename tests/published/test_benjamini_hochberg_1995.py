"""Benjamini & Hochberg (1995), J. Roy. Statist. Soc. B 57, §4: fifteen thrombolysis comparisons."""

import numpy as np

from analytics.judge.multiplicity import q_values

P = [
    0.0001,
    0.0004,
    0.0019,
    0.0095,
    0.0201,
    0.0278,
    0.0298,
    0.0344,
    0.0459,
    0.3240,
    0.4262,
    0.5719,
    0.6528,
    0.7590,
    1.0,
]


def test_four_hypotheses_are_rejected_at_5_percent_where_bonferroni_rejects_three():
    p = np.array(P)
    assert (q_values(p) <= 0.05).sum() == 4
    assert (p * len(p) <= 0.05).sum() == 3


def test_the_order_of_the_hypotheses_does_not_matter():
    order = np.random.default_rng(1).permutation(len(P))
    assert np.allclose(q_values(np.array(P)[order]), q_values(np.array(P))[order])
