"""Davies (1947) dyestuff: one-way REML as in lme4 (Bates et al. 2015, J. Statist. Softw. 67).

``lmer(Yield ~ 1 + (1 | Batch), Dyestuff)``: μ = 1527.5, σ²_batch = 1764.05, σ² = 2451.25.
"""

import numpy as np
import pytest

from analytics.score.shrinkage import shrink

YIELDS = [
    [1545, 1440, 1440, 1520, 1580],
    [1540, 1555, 1490, 1560, 1495],
    [1595, 1550, 1605, 1510, 1560],
    [1445, 1440, 1595, 1465, 1545],
    [1595, 1630, 1515, 1635, 1625],
    [1520, 1455, 1450, 1480, 1445],
]
BLUP = [-17.6068513669, 0.3912633637, 28.5622255507, -23.0845384588, 56.7331877377, -44.9952868265]


def test_reml_variance_and_best_linear_unbiased_predictors():
    yields = np.array(YIELDS, dtype=float)
    within = yields.var(axis=1, ddof=1).mean()
    assert within == pytest.approx(2451.25)
    found = shrink(yields.mean(axis=1), np.full(6, within / 5))
    assert found.mean == pytest.approx(1527.5, abs=1e-6)
    assert found.between == pytest.approx(1764.05, abs=0.01)
    assert found.value - found.mean == pytest.approx(BLUP, abs=1e-3)
