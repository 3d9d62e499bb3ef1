"""What a column holds: its distinct answers with counts, before anything is decided about it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from typing import cast

import pandas as pd

from analytics.ingest.cells import number, said, time
from analytics.ingest.model import Cell
from analytics.vocabulary import fold

_FEW = 30
_DATES_LOOKED_AT = 20


@dataclass(frozen=True)
class Profile:
    """Distinct cells of one column.

    Attributes
    ----------
    counts
        Text as written → how often; what stands for *not answered* is left out.
    missing
        Cells that say nothing.
    dated
        Whether the cells are points in time.
    """

    counts: dict[str, int]
    missing: int
    dated: bool

    @cached_property
    def folded(self) -> frozenset[str]:
        """The distinct answers, folded."""
        return frozenset(map(fold, self.counts))

    @cached_property
    def answered(self) -> int:
        """Cells that say something."""
        return sum(self.counts.values())

    @cached_property
    def numeric(self) -> bool:
        """Whether every answer is a number."""
        return bool(self.counts) and all(isinstance(number(answer), float) for answer in self.counts)

    @property
    def small_integers(self) -> bool:
        """Whether the answers could be points of a numeric scale from 0 to 10."""
        return len(self.counts) > 1 and self.folded <= {str(points) for points in range(11)}

    @property
    def few(self) -> bool:
        """Whether few different answers occur, most of them repeatedly: a grouping, not free text."""
        once = sum(count == 1 for count in self.counts.values())
        distinct = len(self.counts)
        return 2 <= distinct <= _FEW and 2 * distinct <= self.answered and 2 * once <= distinct

    def examples(self, count: int = 3) -> str:
        """The most frequent answers."""
        often = sorted(self.counts, key=lambda answer: -self.counts[answer])
        return " · ".join(often[:count])


def profile(cells: pd.Series, chosen: Callable[[Cell], Cell]) -> Profile:
    """Look through one column once; ``chosen`` is the layout's reading of a cell."""
    found = {
        None if isinstance(cell, float) and math.isnan(cell) else cell: int(count)
        for cell, count in cells.value_counts(dropna=False).items()
    }
    tally = cast("dict[Cell, int]", found)
    counts: dict[str, int] = {}
    for cell, count in tally.items():
        answer = said(chosen(cell))
        if answer:
            counts[answer] = counts.get(answer, 0) + count
    looked_at = [cell for cell in islice(tally, _DATES_LOOKED_AT) if said(cell)]
    dated = bool(looked_at) and all(isinstance(time(cell), dt.datetime) for cell in looked_at)
    return Profile(counts, len(cells) - sum(counts.values()), dated)
