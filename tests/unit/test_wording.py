from __future__ import annotations

import pandas as pd

from analytics.scheme import default_scheme
from analytics.tables import FINDINGS, MANAGERS, RECORDS, SCORES, TABLES
from analytics.wording import (
    amount,
    evidence,
    in_scheme_order,
    interval,
    readable,
    signed_interval,
    slice_label,
    title,
    told_apart,
)

SCHEME = default_scheme()


def test_values_carry_their_unit_and_missing_ones_are_a_dash():
    assert amount(81.26, "index", "zh") == "81.3 分"
    assert amount(96.4, "rate", "en") == "96.4 %"
    assert amount(2.05, "per_thousand", "zh") == "每千户 2.0"
    assert amount(float("nan"), "index", "en") == "–"


def test_intervals_are_absent_where_a_limit_is():
    assert interval(64.12, 72.28) == "64.1–72.3"
    assert interval(float("nan"), 72.28) == ""
    assert signed_interval(-8.14, 1.0, "zh") == "-8.1 至 +1.0"


def test_evidence_states_value_interval_n_and_reason():
    frame = SCORES.frame(
        pd.DataFrame(
            {"measure": ["index", "index"], "value": [81.26, None], "lower": [78.0, None], "upper": [84.5, None],
             "confidence": [0.95, 0.95], "n": [1204, 4], "reason": ["", "样本不足"]}
        )
    )  # fmt: skip
    first, second = frame.itertuples()
    assert evidence(first, "zh") == "81.3 分 · 95 %: 78.0–84.5 · n = 1,204"
    assert evidence(second, "zh") == "– · n = 4 · 样本不足"


def test_slices_are_translated_and_managers_named():
    assert slice_label("customer_class=居民 & area=社区", "zh") == "居民 × 社区"
    assert slice_label("customer_class=居民 & area=社区", "en") == "residential × community"
    assert slice_label("manager=KH001 & area=", "en", {"KH001": "王芳"}) == "王芳 (KH001) × (not given)"
    assert slice_label("manager=KH001", "zh") == "KH001"


def test_scheme_order_puts_the_total_first_and_each_index_before_its_dimensions():
    rows = pd.DataFrame(
        [("internal", "timeliness"), ("external", "own"), ("internal", "index"), ("external", "communication"),
         ("external", "effectiveness"), ("total", "index"), ("external", "index")],
        columns=["side", "dimension"],
    )  # fmt: skip
    assert list(in_scheme_order(rows, SCHEME).itertuples(index=False, name=None)) == [
        ("total", "index"),
        ("external", "index"),
        ("external", "effectiveness"),
        ("external", "communication"),
        ("external", "own"),
        ("internal", "index"),
        ("internal", "timeliness"),
    ]


def test_people_of_one_name_are_told_apart_by_number():
    rows = pd.DataFrame({"key": ["KH1", "KH2", "KH3", "KH1"], "label": ["王芳", "王芳", "李强", "王芳"]})
    assert list(told_apart(rows)["label"]) == ["王芳 (KH1)", "王芳 (KH2)", "李强", "王芳 (KH1)"]


def test_codes_become_words_and_numbers_stay():
    findings = FINDINGS.frame(
        pd.DataFrame({"severity": ["high"], "slice": ["area=农村"], "side": ["internal"],
                      "dimension": ["timeliness"], "measure": ["rate"], "gap": [-6.5]})
    )  # fmt: skip
    words = readable(findings, FINDINGS, SCHEME, "en")
    assert words.iloc[0, [0, 1, 2, 14, 15]].tolist() == [
        "high",
        "rural",
        "on time",
        "internal (records)",
        "rate %",
    ]
    assert words["value − reference (points)"].tolist() == [-6.5]


def test_headers_carry_their_unit_in_the_readers_language():
    assert title(FINDINGS, "gap", "zh") == "差距（分）"
    assert title(RECORDS, "arrive", "en") == "time to arrive (min)"
    for table in TABLES.values():  # no declared unit is without a word
        assert all(title(table, name, "zh") for name in table.names)


def test_flags_become_words_and_the_users_own_columns_keep_their_header():
    frame = MANAGERS.frame(pd.DataFrame({"manager": ["KH1"], "post": ["专职"], "班组": ["一班"]}))
    words = readable(frame, MANAGERS, SCHEME, "en")
    assert words["post"].tolist() == ["full-time"]
    assert words["班组"].tolist() == ["一班"]
    judged = SCORES.frame(pd.DataFrame({"judged": [True, False, None]}))[["judged"]]
    assert readable(judged, SCORES, SCHEME, "zh")["可评判"].tolist()[:2] == ["是", "否"]
