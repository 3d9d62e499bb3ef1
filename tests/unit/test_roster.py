"""Managers named on answers and records, found in the roster."""

# ruff: noqa: PD011 - `values` is of an issue, not of a frame
from __future__ import annotations

import pandas as pd
import pytest

from analytics.ingest import Source
from analytics.ingest.roster import Roster, match, spellings
from tests.support.books import proposed, table

MANAGERS = pd.DataFrame(
    [
        ("K01", "张三", "城东", "城关所", "专职"),
        ("K02", "李四", "城东", "河口所", "兼职"),
        ("K03", "李四", "城西", "山前所", "兼职"),
        ("K04", "王五", "城西", "山后所", "兼职"),
        ("K05", "王五", "城西", "湖边所", "专职"),
    ],
    columns=["manager", "name", "region", "station", "post"],
)
SOURCE = Source(workbook := table("工单编号|受理时间|工单状态", "A|2025-01-01|归档"), proposed(workbook))


def matched(*rows):
    """Match (manager, region, station) rows; the frame and its issues by key."""
    frame = pd.DataFrame(rows, columns=["manager", "region", "station"], dtype="str")
    frame = frame.assign(source=0, row=range(2, len(rows) + 2), post="")
    found, issues = match(frame, Roster(MANAGERS), [SOURCE])
    return found, {issue.key.removeprefix("ingest."): issue for issue in issues}


@pytest.mark.parametrize(
    "written",
    [
        "张三",
        "K01",
        " 张三",
        "张\u3000三",
        "Ｋ０１",
        "k01",
        "张三经理",
        "张三（K01）",
        "张三（工号：K01）",
        "客户经理(K01)",
    ],
)
def test_a_manager_is_found_in_any_spelling(written):
    found, issues = matched((written, "城东", "城关所"))
    assert found["manager"].tolist() == ["K01"]
    assert found["post"].tolist() == ["专职"]
    assert ("manager_folded" in issues) == (written not in ("张三", "K01"))


def test_two_people_of_one_name_stay_two():
    found, issues = matched(
        ("李四", "", "河口所"),
        ("李四", "城西", ""),
        ("李四", "城西", "不明所"),
        ("李四", "", ""),
        ("王五", "城西", ""),
    )
    assert found["manager"].tolist() == ["K02", "K03", "K03", "", ""]
    ambiguous = issues["manager_ambiguous"]
    assert (ambiguous.rows, ambiguous.values["names"]) == ((5, 6), "李四 ×1, 王五 ×1")


def test_the_unknown_are_listed_and_stay_without_a_manager():
    found, issues = matched(
        ("赵六", "城东", ""), ("赵六", "城东", ""), ("", "城东", ""), ("张三", "城东", "")
    )
    assert found["manager"].tolist() == ["", "", "", "K01"]
    unknown = issues["manager_unknown"]
    assert (unknown.rows, unknown.count, unknown.values["names"]) == ((2, 3), 2, "赵六 ×2")


def test_near_misses_are_not_joined():
    assert matched(("张三丰", "", ""))[0]["manager"].tolist() == [""]


def test_places_are_filled_from_the_manager_and_spelt_like_the_roster():
    found, issues = matched(("张三", "", ""), ("K04", "城西", "山后 所"), ("张三", "城东", "新设所"))
    assert found["region"].tolist() == ["城东", "城西", "城东"]
    assert found["station"].tolist() == ["城关所", "山后所", "新设所"]
    assert issues["region_filled"].rows == (2,)
    assert issues["station_filled"].rows == (2,)
    assert (issues["station_unknown"].rows, issues["station_unknown"].values["names"]) == ((4,), "新设所 ×1")


def test_spellings_go_from_the_closest_outwards():
    assert spellings("张三经理（工号 A01）") == ["张三经理(工号a01)", "a01", "张三经理", "张三"]
    assert spellings("经理") == ["经理"]
