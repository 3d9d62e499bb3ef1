"""Dirt as real exports have it, in counted places and only where no truth is planted."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from analytics.sample import records, survey
from analytics.sample.truths import (
    ANSWERS,
    FOUR_PERFECT,
    NAMESAKES,
    RECORDS_DIRT,
    SKIPPED,
    SURVEY_DIRT,
    TOTALS,
    UNKNOWN_MANAGER,
    UNKNOWN_STATION,
)

_TO_FULL_WIDTH = {code: code + 0xFEE0 for code in range(ord("!"), ord("~") + 1)}
_SPELLINGS: Mapping[str, Callable[[str, str], str]] = {
    "leading_space": lambda name, _: f" {name}",
    "ideographic_space": lambda name, _: f"{name[0]}\u3000{name[1:]}",
    "full_width_number": lambda _, number: number.translate(_TO_FULL_WIDTH),
}


def soil_survey(clean: pd.DataFrame, roster: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Odd and unknown managers and skipped answers, as many as ``SURVEY_DIRT`` says."""
    places = _places(_ordinary(clean[survey.MANAGER], roster), SURVEY_DIRT, {"skipped"}, rng)
    soiled = _respelt(clean, survey.MANAGER, roster, places)
    soiled.loc[places["unknown_manager"], survey.MANAGER] = UNKNOWN_MANAGER
    four = roster.set_index("manager").loc[FOUR_PERFECT, "name"]
    rows = np.flatnonzero(clean[survey.MANAGER] != four)
    cells = rng.choice(len(rows) * len(survey.RATED), SURVEY_DIRT["skipped"], replace=False)
    answers = clean[list(survey.RATED)].to_numpy(dtype=object, copy=True)
    answers[rows[cells // len(survey.RATED)], cells % len(survey.RATED)] = SKIPPED
    return soiled.assign(**dict(zip(survey.RATED, answers.T, strict=True)))


def soil_records(clean: pd.DataFrame, roster: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Odd managers, an unknown station, swapped times, rows twice (``RECORDS_DIRT``), a totals row."""
    related = clean[records.PARENT].ne("") | clean[records.ORDER].isin(clean[records.PARENT])
    closed = clean[records.STATE] == "归档"
    places = _places(_ordinary(clean[records.MANAGER], roster) & closed & ~related, RECORDS_DIRT, set(), rng)
    soiled = _respelt(clean, records.MANAGER, roster, places)
    soiled.loc[places["unknown_station"], records.STATION] = UNKNOWN_STATION
    times, swapped = [records.ACCEPTED, records.CLOSED], places["end_before_start"]
    soiled.loc[swapped, times] = clean.loc[swapped, times[::-1]].to_numpy()
    exported = pd.concat([soiled, soiled.loc[places["duplicate"]]], ignore_index=True)
    totals = pd.DataFrame(
        {records.ORDER: [TOTALS], **{name: [exported[name].sum()] for name in records.MINUTES}}
    )
    blank: dict[str, str] = dict.fromkeys(exported.select_dtypes("str"), "")
    return pd.concat([exported, totals], ignore_index=True).fillna(blank)


def _ordinary(names: pd.Series, roster: pd.DataFrame) -> pd.Series:
    """Rows of managers with nothing planted and a name of their own."""
    special = roster[roster["manager"].isin([*ANSWERS, *NAMESAKES])]["name"]
    return ~names.isin(special)


def _places(
    eligible: pd.Series, counts: Mapping[str, int], elsewhere: set[str], rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Disjoint rows for each kind of dirt, ascending; kinds placed ``elsewhere`` are left out."""
    wanted = {kind: count for kind, count in counts.items() if kind not in elsewhere}
    drawn = rng.choice(np.flatnonzero(eligible), sum(wanted.values()), replace=False)
    parts = np.split(drawn, np.cumsum(list(wanted.values()))[:-1])
    return {kind: np.sort(part) for kind, part in zip(wanted, parts, strict=True)}


def _respelt(
    clean: pd.DataFrame, column: str, roster: pd.DataFrame, places: Mapping[str, np.ndarray]
) -> pd.DataFrame:
    """A copy with the manager's name written in the odd ways of ``_SPELLINGS``."""
    soiled = clean.copy()
    number = dict(zip(roster["name"], roster["manager"], strict=True))
    for kind, spell in _SPELLINGS.items():
        names = clean.loc[places[kind], column]
        soiled.loc[places[kind], column] = [spell(name, number[name]) for name in names]
    return soiled
