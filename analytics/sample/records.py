"""The service records: what was ordered follows the customer counts, what was late follows the effects."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterable

import chinese_calendar
import numpy as np
import pandas as pd
from scipy.stats import norm

from analytics.sample.effects import SCALE, expected, pick
from analytics.sample.places import customer_numbers
from analytics.sample.truths import (
    BUSINESS_SHARE,
    CHANNEL_SHARE,
    CHILD_ORDERS,
    RECORDS,
    RECORDS_DIRT,
    Effect,
)

ORDER, PARENT, STATE = "工单编号", "主单编号", "工单状态"
MANAGER, STATION = "客户经理", "供电所名称"
ACCEPTED, CLOSED = "受理时间", "办结时间"
MINUTES = ("到达现场时长(分钟)", "故障修复时长(分钟)")

_ARRIVE = {"城区": 60, "社区": 60, "工业密集": 60, "农村": 120, "边远": 240}  # min, the regulator's limits
_CONNECT = {"居民": 2, "非居民": 3}  # working days, all other classes 5
_WORKING_DAYS = {"投诉": 10, "电能表校验": 5, "业扩报装": 5}
_RECONNECT = 12 * 60  # min
_UNLIMITED = 24 * 60  # min, a usual day for business without a limit
_SPREAD = 0.5  # SD of log(duration ÷ limit)

_KEY_PROPENSITY = 3.0  # orders per customer of the key classes, complaints excepted
_RESPONSIBILITY = {"营销责任": 0.55, "非营销责任": 0.39, "用户责任": 0.04, "公司合作伙伴责任": 0.02}
_STATES = {"归档": 0.975, "作废": 0.015, "终止": 0.010}
_WITHDRAWN = 0.08  # of the complaints
_REPEATED, _CALLED_BACK, _REVISED = 0.06, 0.40, 0.08
_RATINGS = dict(zip(SCALE, (0.02, 0.04, 0.12, 0.40, 0.42), strict=True))


def records(portfolio: pd.DataFrame, effects: Iterable[Effect], rng: np.random.Generator) -> pd.DataFrame:
    """Service orders of 2025 in the order of acceptance, clean: no duplicates, no totals row.

    Parameters
    ----------
    portfolio
        From :func:`analytics.sample.places.portfolios`.
    effects
        What is planted; those with points for ``on_time`` apply.

    Returns
    -------
    pandas.DataFrame
        Distinct orders under the headers of the export. Times are whole minutes; a repair has its
        minutes to arrive and to restore, all other business has none.
    """
    orders = _ordered(portfolio, RECORDS - RECORDS_DIRT["duplicate"], rng)
    n = len(orders)
    minutes = _durations(orders, tuple(effects), rng)
    called_back = rng.random(n) < _CALLED_BACK
    first = pick(_RATINGS, n, rng)
    last = np.where(rng.random(n) < _REVISED, pick(_RATINGS, n, rng), first)
    complaint = orders["business"] == "投诉"
    withdrawn = complaint & (rng.random(n) < _WITHDRAWN)
    return pd.DataFrame(
        {
            ORDER: orders["order"],
            "用户编号": orders["customer"],
            "业务类别": orders["business"],
            "客户类别": orders["customer_class"],
            "供电区域": orders["area"],
            "所属区县": orders["region"],
            STATION: orders["station"],
            MANAGER: orders["name"],
            "受理渠道": pick(CHANNEL_SHARE, n, rng),
            ACCEPTED: orders["accepted"],
            CLOSED: minutes["closed"],
            MINUTES[0]: minutes["arrive"],
            MINUTES[1]: minutes["restore"],
            STATE: np.where(withdrawn, "撤诉", pick(_STATES, n, rng)),
            "责任分类": pick(_RESPONSIBILITY, n, rng),
            PARENT: orders["parent"],
            "重复反映标志": np.where(rng.random(n) < _REPEATED, "是", "否"),
            "是否回访": np.where(called_back, "是", "否"),
            "首次答复评价": np.where(called_back, first, ""),
            "最后答复评价": np.where(called_back, last, ""),
        }
    )


def _ordered(portfolio: pd.DataFrame, n: int, rng: np.random.Generator) -> pd.DataFrame:
    """Who ordered what and when; the last :data:`CHILD_ORDERS` drawn are children of the first."""
    business = pick(BUSINESS_SHARE, n, rng)
    customers = portfolio["customers"]
    busy = customers * np.where(portfolio["kind"] == "key", _KEY_PROPENSITY, 1.0)
    # Complaints in proportion to customers: complaints per thousand are then equal everywhere.
    cell = np.where(
        business == "投诉",
        rng.choice(len(portfolio), n, p=customers / customers.sum()),
        rng.choice(len(portfolio), n, p=busy / busy.sum()),
    )
    orders = portfolio.iloc[cell].reset_index(drop=True).assign(business=business)
    orders["customer"] = customer_numbers(orders, rng)
    day = pd.Timestamp("2025-01-01") + pd.to_timedelta(rng.integers(365, size=n), unit="D")
    orders["accepted"] = day + pd.to_timedelta(rng.integers(7 * 60, 22 * 60, size=n), unit="min")
    parents = np.flatnonzero(orders["accepted"] < "2025-12-28")[:CHILD_ORDERS]
    children = np.arange(n - CHILD_ORDERS, n)
    orders = orders.iloc[np.concatenate([np.arange(n - CHILD_ORDERS), parents])].reset_index(drop=True)
    later = pd.to_timedelta(rng.integers(60, 60 * 60, size=CHILD_ORDERS), unit="min")
    orders.loc[children, "accepted"] += later
    orders["parent"] = pd.Series(parents, children).reindex(orders.index)
    orders = orders.sort_values("accepted", kind="stable")
    orders["order"] = [f"GD2025{serial:06d}" for serial in range(1, n + 1)]
    orders["parent"] = orders["parent"].map(orders["order"]).fillna("")
    return orders.reset_index(drop=True)


def _durations(orders: pd.DataFrame, effects: tuple[Effect, ...], rng: np.random.Generator) -> pd.DataFrame:
    """``closed`` of every order, ``arrive`` and ``restore`` (min) of repairs.

    Duration ÷ limit is log-normal with the planted share at or below 1.
    """
    share = expected(orders, "on_time", effects) / 100
    ratio = np.exp(_SPREAD * (rng.standard_normal(len(orders)) - norm.ppf(share)))
    repair = orders["business"] == "故障抢修"
    arrive = np.ceil(ratio * orders["area"].map(_ARRIVE)).where(repair)
    restore = pd.Series(np.ceil(rng.lognormal(math.log(85), 0.5, len(orders))), orders.index).where(repair)
    by_clock = np.ceil(ratio * np.where(orders["business"] == "欠费复电", _RECONNECT, _UNLIMITED))
    on_site = arrive + restore + rng.integers(5, 40, size=len(orders))
    spent = on_site.fillna(pd.Series(by_clock, orders.index))
    closed = orders["accepted"] + pd.to_timedelta(spent, unit="min")
    limit = orders["business"].map(_WORKING_DAYS)
    connection = orders["business"] == "业扩报装"
    limit = limit.mask(connection, orders["customer_class"].map(_CONNECT).fillna(limit))
    by_calendar = _after_working_days(orders["accepted"], np.ceil(ratio * limit), rng)
    return pd.DataFrame({"closed": by_calendar.fillna(closed), "arrive": arrive, "restore": restore})


def _after_working_days(start: pd.Series, days: pd.Series, rng: np.random.Generator) -> pd.Series:
    """Office hours of the working day so many after ``start``; missing where ``days`` is."""
    counted = days.dropna().astype(int)
    calendar = np.array(
        chinese_calendar.get_workdays(dt.date(2025, 1, 1), dt.date(2026, 12, 31)), dtype="datetime64[D]"
    )
    begun = start[counted.index].to_numpy().astype("datetime64[D]")
    last = calendar[np.searchsorted(calendar, begun, side="right") - 1 + counted]
    hours = pd.to_timedelta(rng.integers(9 * 60, 17 * 60, size=len(counted)), unit="min")
    return pd.Series(pd.to_datetime(last) + hours, counted.index).reindex(start.index)
