"""One cell, read without guessing."""

# ruff: noqa: DTZ001 - exports state local time without a zone
from __future__ import annotations

import datetime as dt

import pandas as pd
import pytest

from analytics.ingest.cells import (
    UNREADABLE,
    each,
    flag,
    minutes,
    number,
    one_spelling,
    quarters,
    said,
    text,
    tidy,
    time,
    unit_of,
    wave,
)


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("2025-03-31", dt.datetime(2025, 3, 31)),
        ("2025/03/03 12:00:00", dt.datetime(2025, 3, 3, 12)),
        ("2025/3/3 9:05", dt.datetime(2025, 3, 3, 9, 5)),
        ("2025年3月31日", dt.datetime(2025, 3, 31)),
        ("2025年3月31日 8时30分", dt.datetime(2025, 3, 31, 8, 30)),
        ("２０２５-03-31", dt.datetime(2025, 3, 31)),
        ("2025-03-31T23:59:59Z", dt.datetime(2025, 3, 31, 23, 59, 59)),
        ("20250331", dt.datetime(2025, 3, 31)),
        (20250331, dt.datetime(2025, 3, 31)),
        (dt.datetime(2025, 3, 31, 1), dt.datetime(2025, 3, 31, 1)),
        (dt.date(2025, 3, 31), dt.datetime(2025, 3, 31)),
        ("(空)", None),
        (None, None),
        ("03/04/2025", UNREADABLE),
        ("13.02.2017", UNREADABLE),
        ("2025-02-30", UNREADABLE),
        ("2025-03/31", UNREADABLE),
        (45658, UNREADABLE),
    ],
)
def test_a_time_is_read_only_where_it_has_one_reading(cell, read):
    assert time(cell) == read


@pytest.mark.parametrize(
    ("cell", "unit", "read"),
    [
        (45, 1, 45),
        ("45.5", 1, 45.5),
        (2, 60, 120),
        ("4小时4分钟", 1, 244),
        ("1天2小时", 1, 1560),
        ("90秒", 1, 1.5),
        (dt.timedelta(hours=1, minutes=30), 60, 90),
        ("-", 1, None),
        (-1, 1, UNREADABLE),
        ("剩余1天", 1, UNREADABLE),
        ("逾期187天", 1, UNREADABLE),
        ("4光年", 1, UNREADABLE),
    ],
)
def test_durations_are_minutes(cell, unit, read):
    assert minutes(cell, unit) == read


@pytest.mark.parametrize(
    ("header", "unit"), [("到达现场时长(分钟)", 1), ("修复时长（小时）", 60), ("时长", 1), ("时长(参考)", 1)]
)
def test_the_unit_stands_in_the_headers_brackets(header, unit):
    assert unit_of(header) == unit


@pytest.mark.parametrize(
    ("cell", "read"),
    [("1,234", 1234), ("12,34", UNREADABLE), (7, 7), ("", None), ("三", UNREADABLE), (True, UNREADABLE)],
)
def test_numbers(cell, read):
    assert number(cell) == read


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("是", True),
        ("Ｙ", True),
        (1, True),
        (0, False),
        ("否", False),
        (False, False),
        (None, None),
        ("大概", UNREADABLE),
    ],
)
def test_flags(cell, read):
    assert flag(cell) is read


def test_numbers_and_identifiers_are_written_as_a_person_would():
    assert text(5.0) == "5"
    assert text("00123") == "00123"
    assert text(dt.datetime(2025, 1, 5)) == "2025-01-05"
    assert tidy(" 张\u3000三 ") == "张 三"
    assert tidy("ＧＤ００１") == "GD001"


@pytest.mark.parametrize("cell", ["", None, "(跳过)", "（跳过）", "(空)", " - "])
def test_what_says_nothing(cell):
    assert said(cell) == ""


def test_the_answers_none_and_na_stay_answers():
    assert (said("None"), said("NA")) == ("None", "NA")


@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("2025Q1", "2025Q1"),
        ("2025年第二季度", "2025Q2"),
        ("2025-q3", "2025Q3"),
        ("2025年4季度", "2025Q4"),
        ("试点", "试点"),
    ],
)
def test_waves(cell, read):
    assert wave(cell) == read


def test_quarters_of_times():
    times = pd.Series(
        [dt.datetime(2025, 3, 31, 23, 59), dt.datetime(2025, 4, 1), None], dtype="datetime64[us]"
    )
    assert quarters(times).tolist() == ["2025Q1", "2025Q2", ""]


def test_texts_that_fold_alike_are_written_alike():
    assert one_spelling(pd.Series(["18~20", "18～20", "20~22"])).tolist() == ["18~20", "18~20", "20~22"]
    assert one_spelling(pd.Series(["城东 供电所"]), ["城东供电所"]).tolist() == ["城东供电所"]


def test_each_reads_a_distinct_cell_once():
    calls = []
    read = each(pd.Series(["a", None, "a", 1.5], dtype=object), lambda cell: calls.append(cell) or cell)
    assert calls == ["a", None, 1.5]
    assert read.tolist() == ["a", None, "a", 1.5]
