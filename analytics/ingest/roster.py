"""Who is meant: managers named on answers and records, found in the roster."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pandas as pd

from analytics.ingest.cells import each, one_spelling, tidy, words
from analytics.ingest.model import Source
from analytics.ingest.rows import per_source, tally
from analytics.issues import Issue
from analytics.vocabulary import fold


@dataclass(frozen=True)
class Roster:
    """The managers by number and by name.

    Attributes
    ----------
    managers
        MANAGERS, ``manager`` unique.
    """

    managers: pd.DataFrame

    @cached_property
    def _by_word(self) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
        numbers, names = defaultdict(list), defaultdict(list)
        for number, name in zip(self.managers["manager"], self.managers["name"], strict=True):
            numbers[fold(number)].append(number)
            names[fold(name)].append(number)
        return numbers, names

    @cached_property
    def _written(self) -> frozenset[str]:
        return frozenset(self.managers["manager"]) | frozenset(self.managers["name"])

    def candidates(self, word: str) -> list[str]:
        """Numbers of the managers a word may mean: by number, else by name, else without its titles."""
        numbers, names = self._by_word
        for spelling in spellings(word):
            hit = numbers.get(spelling) or names.get(spelling)
            if hit:
                return hit
        return []

    def as_written(self, word: str) -> bool:
        """Whether the roster writes a number or name exactly so."""
        return word in self._written


def spellings(word: str) -> list[str]:
    """A word as the roster may write it, the closest first: folded, parts of brackets, without title.

    >>> spellings("张三经理（工号 A01）")
    ['张三经理(工号a01)', 'a01', '张三经理', '张三']
    """
    whole = fold(word)
    brackets = re.findall(r"\(([^()]*)\)", whole)
    inside = [_without(part, words("number_marks"), start=True) for part in brackets]
    outside = re.sub(r"\([^()]*\)", "", whole)
    bare = _without(outside, words("titles"), start=False)
    return [one for one in dict.fromkeys((whole, *inside, outside, bare)) if one]


def _without(word: str, parts: frozenset[str], *, start: bool) -> str:
    for part in sorted(parts, key=len, reverse=True):
        rest = word.removeprefix(part) if start else word.removesuffix(part)
        if rest not in ("", word):
            return rest.lstrip(":")
    return word


def as_named(frame: pd.DataFrame) -> pd.DataFrame:
    """Without a roster: managers go by the name or number given, in one spelling each."""
    return frame.assign(manager=one_spelling(each(frame["manager"], tidy).astype("str")))


def match(frame: pd.DataFrame, roster: Roster, sources: Sequence[Source]) -> tuple[pd.DataFrame, list[Issue]]:
    """Replace the manager as written by the number in the roster, and fill what the roster knows.

    Two people of one name stay two: the station of the row tells them apart, else its region, else the
    row stays without a manager.

    Parameters
    ----------
    frame
        Rows with ``source``, ``row``, ``manager`` (as written), ``region``, ``station``.
    roster
        The managers.
    sources
        What ``source`` counts.

    Returns
    -------
    The frame with ``manager`` (``""`` where unknown), ``post``, and ``region`` and ``station`` filled;
    and issues for unmatched, ambiguous and folded names, filled places and unknown stations.
    """
    written = frame["manager"]
    managers = roster.managers.set_index("manager")
    places = {name: one_spelling(frame[name], [*managers[name].unique()]) for name in ("region", "station")}
    frame = frame.assign(**places)
    candidates = {word: roster.candidates(word) for word in written.unique() if word}
    several = {word: found for word, found in candidates.items() if len(found) > 1}
    number = written.map({word: found[0] for word, found in candidates.items() if len(found) == 1})
    doubtful = frame[written.isin(list(several))]
    told = [_told_apart(several[str(row.manager)], row, managers) for row in doubtful.itertuples()]
    number = number.combine_first(pd.Series(told, index=doubtful.index, dtype="str"))
    matched = number.notna()
    issues = _match_issues(frame, matched, set(several), roster, sources)
    post = number.map(managers["post"]).fillna("")
    frame = frame.assign(manager=number.fillna("").astype("str"), post=post.where(post != "", frame["post"]))
    filled, noted = _filled(frame, managers, sources)
    return filled, [*issues, *noted]


def _told_apart(numbers: Sequence[str], row: Any, managers: pd.DataFrame) -> str | None:
    for place in ("station", "region"):
        stated = getattr(row, place)
        here = [number for number in numbers if stated and managers.loc[number, place] == stated]
        if len(here) == 1:
            return here[0]
    return None


def _match_issues(
    frame: pd.DataFrame, matched: pd.Series, several: set[str], roster: Roster, sources: Sequence[Source]
) -> list[Issue]:
    named = frame["manager"] != ""
    doubtful = frame["manager"].isin(several)
    exact = frame["manager"].map({word: roster.as_written(word) for word in frame["manager"].unique()})

    def names(rows: pd.DataFrame) -> str:
        return tally(rows["manager"])

    return [
        *per_source(frame[named & ~matched & ~doubtful], sources, "manager_unknown", "warning", names=names),
        *per_source(frame[~matched & doubtful], sources, "manager_ambiguous", "warning", names=names),
        *per_source(frame[matched & ~exact], sources, "manager_folded", "note", names=names),
    ]


def _filled(
    frame: pd.DataFrame, managers: pd.DataFrame, sources: Sequence[Source]
) -> tuple[pd.DataFrame, list[Issue]]:
    known = set(managers["station"]) - {""}
    strange = frame[~frame["station"].isin([*known, ""])] if known else frame.head(0)
    issues = per_source(
        strange, sources, "station_unknown", "warning", names=lambda rows: tally(rows["station"])
    )
    for place in ("region", "station"):
        from_roster = frame["manager"].map(managers[place]).fillna("")
        empty = (frame[place] == "") & (from_roster != "")
        issues += per_source(frame[empty], sources, f"{place}_filled", "note")
        frame = frame.assign(**{place: frame[place].mask(empty, from_roster)})
    return frame, issues
