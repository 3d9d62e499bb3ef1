"""Working days by the Chinese calendar, with its make-up days."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

import chinese_calendar
import pandas as pd


def workday_index(years: Iterable[int]) -> pd.DataFrame:
    """Number of working days up to and including each day, counted from the first year given.

    The working days that passed between acceptance and closing are the difference of two entries, so
    the day of acceptance does not count, and a case accepted on a holiday starts with the next working day.

    Parameters
    ----------
    years
        Calendar years that occur in the data.

    Returns
    -------
    pandas.DataFrame
        ``day`` (date) and ``workday`` (int), without the years the calendar does not know.
    """
    days: list[dt.date] = []
    for year in sorted(set(years)):
        first = dt.date(year, 1, 1)
        try:
            chinese_calendar.is_workday(first)
        except NotImplementedError:
            continue
        days += [first + dt.timedelta(days=n) for n in range((dt.date(year + 1, 1, 1) - first).days)]
    working = pd.Series([chinese_calendar.is_workday(day) for day in days], dtype="int64")
    return pd.DataFrame({"day": pd.to_datetime(days).astype("datetime64[us]"), "workday": working.cumsum()})
