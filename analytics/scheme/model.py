"""The scheme's fields and the rules that hold between them."""

from __future__ import annotations

import hashlib
from itertools import pairwise
from typing import Annotated, Literal, Self, get_args

from pydantic import BaseModel, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

Side = Literal["external", "internal"]
# Names that results use for composites and for overall satisfaction.
RESERVED = {"index", "overall"}
Share = Annotated[float, Field(ge=0, le=1)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Dimension(_Strict):
    """One thing that is evaluated: a group of survey questions or an indicator from the records.

    Attributes
    ----------
    measure
        How the natural value reads: ``index`` (0–100 from ratings), ``rate`` (%), or
        ``per_thousand`` customers.
    floor, target
        Natural values that score 0 and 100; a floor above the target means *less is better*.
    keywords
        Words in a question that propose this dimension; the user confirms.
    """

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    side: Side
    zh: str
    en: str
    weight: Annotated[float, Field(ge=0)]
    measure: Literal["index", "rate", "per_thousand"] = "index"
    floor: float = 0.0
    target: float = 100.0
    keywords: tuple[str, ...] = ()

    @model_validator(mode="after")
    def _range(self) -> Self:
        if self.floor == self.target:
            raise PydanticCustomError("rule", "{key}", {"key": "scheme.floor"})
        return self

    @property
    def slope(self) -> float:
        """Points of score per unit of the natural value."""
        return 100.0 / (self.target - self.floor)


class Band(_Strict):
    """A grade and the score from which it holds, up to the next band."""

    zh: str
    en: str
    start: Annotated[float, Field(ge=0, le=100)]


class Sides(_Strict):
    """Weights of survey and records in the total; they add up to 1."""

    external: Share
    internal: Share

    @model_validator(mode="after")
    def _sum(self) -> Self:
        if abs(self.external + self.internal - 1) > 1e-9:
            raise PydanticCustomError("rule", "{key}", {"key": "scheme.sides"})
        return self


class Scheme(_Strict):
    """An evaluation scheme.

    Attributes
    ----------
    company
        Whose service limits apply (``csg``, ``sgcc``, ``regulator``), see ``limits.toml``.
    scale_maps
        Number of levels → scores from worst to best, where not the linear 100·(k−1)/(K−1).
    minimum_judge, minimum_show
        Fewest observations to judge a group, and to show its value at all.
    practical_gap
        Points below the reference that matter in practice.
    fdr
        False discovery rate over one scan for weak areas.
    repeat_days
        A second order of one customer on one business within so many days is a repeat.
    """

    name: str
    version: str
    company: Literal["csg", "sgcc", "regulator"]
    sides: Sides
    scale_maps: dict[int, tuple[float, ...]] = Field(default_factory=dict)
    confidence: Annotated[float, Field(gt=0.5, lt=1)] = 0.95
    minimum_judge: Annotated[int, Field(ge=2)] = 30
    minimum_show: Annotated[int, Field(ge=1)] = 5
    practical_gap: Annotated[float, Field(ge=0)] = 5.0
    fdr: Annotated[float, Field(gt=0, lt=1)] = 0.05
    repeat_days: Annotated[int, Field(ge=1)] = 7
    dimensions: Annotated[tuple[Dimension, ...], Field(min_length=1)]
    bands: Annotated[tuple[Band, ...], Field(min_length=2)]

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        names = [(d.side, d.key) for d in self.dimensions]
        starts = [band.start for band in self.bands]
        counted = [side for side in get_args(Side) if self.side_weight(side)]
        rules = {
            "scheme.declared_twice": len(set(names)) == len(names),
            "scheme.reserved": not {key for _, key in names} & RESERVED,
            "scheme.measure": all((d.side == "external") == (d.measure == "index") for d in self.dimensions),
            "scheme.bands_order": all(a > b for a, b in pairwise(starts)),
            "scheme.bands_hole": starts[-1] == 0,
            "scheme.unweighted": all(any(d.weight for d in self.on(side)) for side in counted),
            "scheme.minimums": self.minimum_show <= self.minimum_judge,
            "scheme.scale_map": all(map(_rises, self.scale_maps, self.scale_maps.values())),
        }
        for key, holds in rules.items():
            if not holds:
                raise PydanticCustomError("rule", "{key}", {"key": key})
        return self

    @property
    def digest(self) -> str:
        """Twelve hex digits that change with any field."""
        return hashlib.sha256(self.model_dump_json().encode()).hexdigest()[:12]

    def on(self, side: str) -> tuple[Dimension, ...]:
        """The dimensions of one side, in order."""
        return tuple(d for d in self.dimensions if d.side == side)

    def names(self, side: str, dimension: str) -> bool:
        """Whether a dimension may be graded: the scheme's own, composites, overall satisfaction.

        What a survey asks beyond the scheme is shown, but nothing says that high is good.
        """
        return dimension in RESERVED or any(d.key == dimension for d in self.on(side))

    def side_weight(self, side: Side) -> float:
        """Weight of a side in the total."""
        return self.sides.external if side == "external" else self.sides.internal

    def band(self, value: float) -> Band:
        """The band a score from 0 to 100 falls in."""
        return next(band for band in self.bands if value >= band.start)


def _rises(levels: int, scores: tuple[float, ...]) -> bool:
    """Whether a scale map lists one score per level, from 0 to 100 without a step down."""
    return len(scores) == levels and list(scores) == sorted(scores) and scores[0] == 0 and scores[-1] == 100
