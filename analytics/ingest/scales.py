"""Declared answer scales: which words are levels, in which order, and from where on one is satisfied."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from analytics.ingest.cells import data, words
from analytics.text import Lang
from analytics.vocabulary import fold


@dataclass(frozen=True)
class Scale:
    """An ordered answer vocabulary, declared in ``scales.toml``.

    Attributes
    ----------
    name
        Key of the declaration.
    zh, en
        What the mapping screen calls it.
    levels
        Spellings of each level, worst first.
    satisfied_from
        Lowest level, counted from 1, that counts as satisfied.
    evaluates
        Whether the answers judge the service: ``yes``, ``no``, or ``perhaps`` where only the question
        tells.
    offered
        Whether recognition may propose it; digits alone do not tell which end is good.
    """

    name: str
    zh: str
    en: str
    levels: tuple[tuple[str, ...], ...]
    satisfied_from: int
    evaluates: Literal["yes", "perhaps", "no"]
    offered: bool = True

    @cached_property
    def spellings(self) -> Mapping[str, int]:
        """Folded answer → level, 1 = worst."""
        return {fold(word): level for level, spelt in enumerate(self.levels, 1) for word in spelt}

    def level(self, answer: str) -> int | None:
        """The level of an answer in any spelling, ``None`` where it is none of this scale's."""
        return self.spellings.get(fold(answer))

    def label(self, lang: Lang) -> str:
        """Its name as users read it."""
        return self.zh if lang == "zh" else self.en


def _declared() -> dict[str, Scale]:
    return {
        name: Scale(name, **{**entry, "levels": tuple(map(tuple, entry["levels"]))})
        for name, entry in data("scales.toml").items()
    }


SCALES: Mapping[str, Scale] = _declared()


@dataclass(frozen=True)
class Fit:
    """The scale proposed for a set of answers, and whether another one would read them otherwise."""

    scale: Scale
    sure: bool


def fit(answers: Collection[str], preferred: Iterable[Scale] = ()) -> Fit | None:
    """The scale all of these answers belong to.

    Of several that fit, one of the ``preferred`` is taken, else the one with the fewest levels nobody
    chose. It is *sure* if preferred, if the others read every answer alike, or if all of its five or
    more levels occur: nobody skips exactly the levels that a longer scale has in between.

    Parameters
    ----------
    answers
        Distinct folded answers of a column, or of all columns of one matrix.
    preferred
        Scales that other questions of the same survey surely have.

    Returns
    -------
    Fit or None
        ``None`` if any answer is neither a level nor one of the words for *cannot say*.
    """
    fitting = [scale for scale in SCALES.values() if scale.offered and _holds(scale, answers)]
    usual = [scale for scale in preferred if scale in fitting]
    if not fitting:
        return None
    best = min(usual or fitting, key=lambda scale: _unused(scale, answers))
    complete = len(best.levels) >= 5 and _unused(best, answers) == 0
    alike = len({_reading(scale, answers) for scale in usual or fitting}) == 1
    return Fit(best, sure=complete or alike)


def _holds(scale: Scale, answers: Collection[str]) -> bool:
    rest = [answer for answer in answers if answer not in scale.spellings]
    return len(rest) < len(answers) and words("unsure").issuperset(rest)


def _unused(scale: Scale, answers: Collection[str]) -> int:
    level_of = scale.spellings
    return len(scale.levels) - len({level_of[answer] for answer in answers if answer in level_of})


def _reading(scale: Scale, answers: Collection[str]) -> tuple[object, ...]:
    return scale.evaluates, len(scale.levels), *(scale.spellings.get(answer) for answer in answers)
