"""What one cell says: text, answer, point in time, amount, flag.

Every reader takes a cell as the sheet holds it and returns its value, ``""`` or ``None`` where the cell
says nothing, or :data:`UNREADABLE` where it says something that cannot be read without guessing.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from enum import Enum
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
import pandas as pd

from analytics.ingest.model import Cell
from analytics.vocabulary import fold


class Unreadable(Enum):
    """The one value that stands for a cell nobody can read without guessing."""

    UNREADABLE = "unreadable"


UNREADABLE: Final = Unreadable.UNREADABLE


def data(name: str) -> dict[str, Any]:
    """A data file of this room."""
    return tomllib.loads(resources.files("analytics.ingest").joinpath(name).read_text(encoding="utf-8"))


@cache
def words(name: str) -> frozenset[str]:
    """A word list of ``words.toml``, folded."""
    return frozenset(fold(word) for word in data("words.toml")[name])


@cache
def _minutes() -> Mapping[str, float]:
    return {fold(unit): float(size) for unit, size in data("words.toml")["minutes"].items()}


def each(column: pd.Series, read: Callable[[Cell], object]) -> pd.Series:
    """``read`` over a column, called once per distinct cell; missing cells arrive as ``None``."""
    codes, distinct = pd.factorize(column, use_na_sentinel=False)
    values = np.empty(len(distinct), dtype=object)
    values[:] = [read(None if _is_nan(cell) else cell) for cell in distinct]
    return pd.Series(values[codes], index=column.index, dtype=object)


def _is_nan(cell: object) -> bool:
    return isinstance(cell, float) and cell != cell  # noqa: PLR0124


def text(cell: Cell) -> str:
    """The cell as a person would type it: no trailing ``.0``, no midnight, no white space around it."""
    if cell is None or cell == "":
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, dt.datetime):
        return cell.isoformat(sep=" ").removesuffix(" 00:00:00")
    return str(cell).strip()


def said(cell: Cell) -> str:
    """The cell's text, ``""`` where it stands for nothing said, such as ``(跳过)`` or a dash."""
    stated = text(cell)
    return "" if fold(stated) in words("missing") else stated


def written(cell: Cell) -> str:
    """The cell's text with even the white space around it, ``""`` where nothing was said."""
    return (cell if isinstance(cell, str) else text(cell)) if said(cell) else ""


def tidy(cell: Cell) -> str:
    """A name, number or word: half width, single spaces, ``""`` where nothing was said."""
    return " ".join(unicodedata.normalize("NFKC", said(cell)).split())


_DATE = r"(?P<year>\d{4})(?P<sep>[-/.年])(?P<month>\d{1,2})(?:(?P=sep)|月)(?P<day>\d{1,2})日?"
_CLOCK = r"(?P<hour>\d{1,2})[:时点](?P<minute>\d{1,2})(?:[:分](?P<second>\d{1,2})?(?:\.\d+)?秒?)?"
_TIME = re.compile(rf"{_DATE}(?:[T\s]*{_CLOCK}(?:Z|[+-]\d\d:?\d\d)?)?")
_COMPACT = re.compile(
    r"(?P<year>(?:19|20)\d\d)(?P<month>\d\d)(?P<day>\d\d)(?:(?P<hour>\d\d)(?P<minute>\d\d)(?P<second>\d\d)?)?"
)


def time(cell: Cell) -> dt.datetime | Unreadable | None:
    """A point in time; text only in year-first forms, because ``03/04/2025`` has two readings."""
    if isinstance(cell, dt.datetime):
        return cell.replace(tzinfo=None)
    if isinstance(cell, dt.date):
        return dt.datetime.combine(cell, dt.time())
    stated = tidy(cell)
    if not stated:
        return None
    found = _TIME.fullmatch(stated) or _COMPACT.fullmatch(stated)
    if found is None:
        return UNREADABLE
    parts = found.groupdict() | {"sep": None}
    numbers: dict[str, Any] = {name: int(digits) for name, digits in parts.items() if digits}
    try:
        return dt.datetime(**numbers)  # noqa: DTZ001 - exports state local time without a zone
    except ValueError:
        return UNREADABLE


def number(cell: Cell) -> float | Unreadable | None:
    """An amount; thousands may be separated by commas."""
    if isinstance(cell, bool):
        return UNREADABLE
    if isinstance(cell, int | float):
        return float(cell)
    stated = tidy(cell)
    if not stated:
        return None
    if re.fullmatch(r"[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?", stated):
        return float(stated.replace(",", ""))
    return UNREADABLE


_AMOUNT_UNIT = re.compile(r"(\d+(?:\.\d+)?)([^\d.]+)")


def minutes(cell: Cell, unit: float = 1.0) -> float | Unreadable | None:
    """A duration in minutes.

    Parameters
    ----------
    cell
        A duration, a number of ``unit``, or text such as ``4小时4分钟``.
    unit
        Minutes per unit of a bare number, from :func:`unit_of` the header.
    """
    if isinstance(cell, dt.timedelta):
        return cell.total_seconds() / 60
    plain = number(cell)
    if isinstance(plain, float):
        return plain * unit if plain >= 0 else UNREADABLE
    parts = _AMOUNT_UNIT.findall(fold(text(cell)))
    if plain is None or not parts or "".join(map("".join, parts)) != fold(text(cell)):
        return plain
    if any(name not in _minutes() for _, name in parts):
        return UNREADABLE
    return sum(float(amount) * _minutes()[name] for amount, name in parts)


def unit_of(header: str) -> float:
    """Minutes per unit, from the brackets of a header such as ``到达现场时长(分钟)``; 1 without any."""
    brackets = re.findall(r"\(([^()]*)\)", fold(header))
    return next((_minutes()[name] for name in brackets if name in _minutes()), 1.0)


def flag(cell: Cell) -> bool | Unreadable | None:
    """Yes or no."""
    stated = fold(tidy(cell))
    if stated in words("yes"):
        return True
    if stated in words("no"):
        return False
    return UNREADABLE if stated else None


_WAVE = re.compile(r"(\d{4})(?:年?第?([1-4一二三四])季度?|[-_/ ]?q([1-4]))", re.IGNORECASE)


def wave(cell: Cell) -> str:
    """A survey wave; quarters in any spelling become ``2025Q1``, other names stay as written."""
    stated = tidy(cell)
    found = _WAVE.fullmatch(fold(stated))
    if found is None:
        return stated
    quarter = found[2] or found[3]
    return f"{found[1]}Q{'一二三四'.find(quarter) + 1 or quarter}"


def quarters(times: pd.Series) -> pd.Series:
    """The quarter each time falls in, ``2025Q1``; ``""`` where the time is missing."""
    year, quarter = times.dt.year.astype("Int64"), times.dt.quarter.astype("Int64")
    named: pd.Series = year.astype("str") + "Q" + quarter.astype("str")
    return named.where(times.notna(), "")


def one_spelling(column: pd.Series, known: Iterable[str] = ()) -> pd.Series:
    """Texts that fold alike written alike: as in ``known``, else as first met (``18～20`` = ``18~20``)."""
    spelling: dict[str, str] = {}
    for word in (*known, *column.unique()):
        spelling.setdefault(fold(word), word)
    return column.map({word: spelling[fold(word)] for word in column.unique()}).astype("str")
