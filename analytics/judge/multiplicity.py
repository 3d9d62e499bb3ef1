"""Many comparisons at once."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]


def q_values(p: Array) -> Array:
    """Benjamini–Hochberg adjusted p values.

    Rejecting where ``q ≤ α`` keeps the expected share of false discoveries at or below α.

    Parameters
    ----------
    p
        p values of one family, any order.

    Notes
    -----
    Benjamini & Hochberg (1995), J. Roy. Statist. Soc. B 57, 289–300.
    """
    assert not np.isnan(p).any(), "a p value that is missing belongs to no family"
    size = len(p)
    order = np.argsort(p, kind="stable")
    scaled = p[order] * size / np.arange(1, size + 1)
    q = np.empty(size)
    q[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q
