"""Record indicators on a handful of records: limits to the minute, holidays, exclusions, repeats, complaints."""

from __future__ import annotations

import pandas as pd
import pytest

from analytics.facts import Facts, save
from analytics.measure.records import exclusions, record_moments
from analytics.measure.workdays import workday_index
from analytics.scheme import default_scheme

SCHEME = default_scheme()
PLAIN = {
    "customer": "", "wave": "2025Q1", "region": "", "station": "", "manager": "", "post": "", "channel": "",
    "customer_class": "居民", "area": "城区", "business": "故障抢修", "state": "归档", "responsibility": "",
    "parent": "", "rating_first": "", "rating_last": "", "accepted_at": "2025-01-06 09:00",
    "closed_at": "2025-01-06 12:00", "arrive": 30.0,
}  # fmt: skip


@pytest.fixture
def measured(tmp_path):
    def measure(*records: dict):
        rows = [{**PLAIN, "record": f"w{i}", "row": i + 2, **record} for i, record in enumerate(records)]
        frame = pd.DataFrame(rows)
        for name in ("accepted_at", "closed_at", "due_at"):
            frame[name] = pd.to_datetime(frame[name], format="ISO8601") if name in frame else pd.NaT
        save({"records": frame}, tmp_path)
        facts = Facts(tmp_path, "test")
        sums = record_moments(facts, SCHEME).by().sums[0]
        reasons = exclusions(facts, SCHEME)
        return sums, dict(zip(reasons["reason"], reasons["n"], strict=True))

    return measure


def on_time(sums) -> tuple[int, int]:
    """(kept, judged)"""
    return round(sums[0, 3] / 100), int(sums[0, 0])


def test_exactly_at_the_limit_is_on_time_and_a_minute_more_is_late(measured):
    sums, _ = measured(
        {"arrive": 60.0},
        {"arrive": 61.0},
        {"arrive": 120.0, "area": "农村"},
        {"arrive": 241.0, "area": "边远"},
    )
    assert on_time(sums) == (2, 4)


@pytest.mark.parametrize(
    ("accepted", "closed", "kept"),
    [
        # 居民 2 working days. Fri 24 Jan 2025 → Sun 26 Jan (a make-up working day) → Mon 27 Jan.
        ("2025-01-24 10:00", "2025-01-27 17:00", 1),
        # Mon 27 Jan is followed by the Spring Festival, 28 Jan – 4 Feb: 5 and 6 Feb are the two days.
        ("2025-01-27 10:00", "2025-02-06 23:00", 1),
        ("2025-01-27 10:00", "2025-02-07 09:00", 0),
        # Accepted on a holiday: the first working day after it is day one.
        ("2025-01-30 10:00", "2025-02-06 09:00", 1),
    ],
)
def test_working_days_follow_the_chinese_calendar(measured, accepted, closed, kept):
    sums, _ = measured({"business": "业扩报装", "accepted_at": accepted, "closed_at": closed})
    assert on_time(sums) == (kept, 1)


def test_seconds_count_against_a_limit_in_minutes(measured):
    late = {"business": "欠费复电", "accepted_at": "2025-01-06 08:00:00", "closed_at": "2025-01-06 20:00:30"}
    sums, _ = measured(late, {**late, "closed_at": "2025-01-06 20:00:00"})
    assert on_time(sums) == (1, 2)


def test_what_the_export_states_goes_before_the_published_limit(measured):
    sums, _ = measured(
        {"arrive": 500.0, "overdue": False},
        {"overdue": True},
        {"business": "业务咨询", "due_at": "2025-01-06 11:00"},
        {"business": "业务咨询", "due_at": "2025-01-06 12:00"},
    )
    assert on_time(sums) == (2, 4)


def test_every_record_without_an_on_time_value_has_its_reason(measured):
    sums, reasons = measured(
        {"responsibility": "用户责任"}, {"state": "终止"}, {"business": "业务咨询"}, {"arrive": float("nan")}, {},
    )  # fmt: skip
    assert on_time(sums) == (1, 1)
    assert reasons == {
        "measure.customers_own": 1, "measure.terminated": 1, "measure.no_limit": 1, "measure.not_closed": 1,
    }  # fmt: skip


def test_a_second_order_of_one_customer_on_one_business_within_seven_days_is_a_repeat(measured):
    sums, _ = measured(
        {"customer": "c1", "accepted_at": "2025-01-01 08:00"},
        {"customer": "c1", "accepted_at": "2025-01-08 08:00"},  # exactly seven days after the first
        {"customer": "c1", "accepted_at": "2025-01-15 08:01"},  # a minute more after the second
        {"customer": "c1", "accepted_at": "2025-01-08 09:00", "business": "业务咨询"},
        {"customer": "", "accepted_at": "2025-01-01 08:00"},
        {"customer": "", "accepted_at": "2025-01-01 09:00"},  # nobody knows whether it is the same customer
        {"repeated": True, "accepted_at": "2025-03-01 08:00"},
        {"business": "表扬"},  # asks for no solution
    )
    solved, asked = round(sums[1, 3] / 100), int(sums[1, 0])
    assert (solved, asked) == (5, 7)


def test_withdrawn_complaints_are_not_counted(measured):
    sums, _ = measured({"business": "投诉"}, {"business": "投诉", "state": "撤诉"}, {})
    assert sums[2, 3] == 1


def test_years_the_calendar_does_not_know_have_no_working_days():
    known = workday_index([2025])
    assert len(known) == 365
    assert known["workday"].iloc[-1] == 248
    assert workday_index([1999]).empty
