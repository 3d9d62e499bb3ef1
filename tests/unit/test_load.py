"""From confirmed files to facts: every row accounted for, nothing altered silently."""

# ruff: noqa: DTZ001 - exports state local time without a zone
from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from analytics.errors import DataError
from analytics.ingest import Source, read_workbook
from tests.support.books import book, changed, issue, loaded, proposed, table
from tests.support.shared import shared

SAMPLE = Path(__file__).parents[2] / "sample_data"
LEVELS = ["非常不满意", "不满意", "一般", "满意", "非常满意"]


def survey(*extra, file="survey.xlsx"):
    """Eight answers on two items and one overall question, and ``extra`` rows."""
    header = [
        "序号",
        "提交答卷时间",
        "1、为您服务的客户经理",
        "2、客户类别",
        "3、评价：—服务态度",
        "3、办理及时",
        "4、总体满意度",
        "5、性别：",
    ]
    rows = [
        [i + 1, f"2025/0{1 + i % 4}/03 12:00:00", "张三", "低压居民", LEVELS[i % 5], LEVELS[4 - i % 5], LEVELS[i % 5], "男女"[i % 2]]
        for i in range(8)
    ]  # fmt: skip
    return book([header, *rows, *extra], file=file)


def aside(facts, file="survey.xlsx"):
    """Reason → rows of one file."""
    (account,) = [one for one in facts.accounts if one.file == file]
    return {key.removeprefix("ingest.aside_"): rows for key, rows in account.set_aside.items()}


def test_a_survey_becomes_responses_and_ratings(tmp_path):
    facts = loaded(tmp_path, survey())
    responses, ratings = facts.read("responses"), facts.read("ratings")
    assert len(responses) == 8
    assert responses["respondent"].is_unique
    assert responses["row"].tolist() == list(range(2, 10))
    assert responses["wave"].tolist() == ["2025Q1", "2025Q1", "2025Q1", "2025Q2"] * 2
    assert set(responses["customer_class"]) == {"居民"}
    assert facts.groupings == ("性别",)
    assert set(responses["weight"]) == {1.0}
    assert len(ratings) == 24
    assert [(one.key, one.dimension) for one in facts.items] == [
        ("Q3_1", "attitude"), ("Q3_2", "timeliness"), ("overall", "overall"),
    ]  # fmt: skip
    first = ratings[ratings["item"] == "Q3_1"]
    assert first["level"].tolist() == [1, 2, 3, 4, 5, 1, 2, 3]
    assert first["satisfied"].tolist() == [False, False, False, True, True, False, False, False]
    assert first["answer"].tolist()[:2] == ["非常不满意", "不满意"]
    assert set(first["levels"]) == {5}


def test_a_reversed_item_turns_on_its_declared_scale(tmp_path):
    workbook = survey()
    mapping = changed(proposed(workbook), "3、办理及时", reverse=True)
    ratings = loaded(tmp_path, Source(workbook, mapping)).read("ratings")
    second = ratings[ratings["item"] == "Q3_2"]
    assert second["answer"].tolist()[:2] == ["非常满意", "满意"]
    assert second["level"].tolist()[:2] == [1, 2]
    assert second["satisfied"].tolist()[:2] == [False, False]


def test_digits_count_once_the_user_declares_their_scale(tmp_path):
    workbook = book([["序号", "1、打分（1=差，5=好）"], [1, "5"], [2, 3], [3, "2"], [4, "9"]])
    mapping = changed(proposed(workbook), "1、打分（1=差，5=好）", role="item", scale="numeric_1_5")
    facts = loaded(tmp_path, Source(workbook, mapping))
    assert facts.read("ratings")["level"].tolist() == [5, 3, 2]
    assert (issue(facts, "unknown_answer").rows, issue(facts, "unknown_answer").values["words"]) == (
        (5,),
        "9 ×1",
    )
    assert aside(facts, "file.xlsx") == {"no_rating": (5,)}


def test_answers_that_cannot_say_are_counted_as_not_answered(tmp_path):
    facts = loaded(tmp_path, survey([9, None, "张三", None, "不清楚", "满意", "(跳过)", "男"]))
    assert issue(facts, "cannot_say").rows == (10,)
    assert len(facts.read("ratings")) == 25


def test_each_row_is_set_aside_for_one_reason(tmp_path):
    facts = loaded(
        tmp_path,
        survey(
            [9, "2025/01/01", "张三", "居民", "(空)", "", "(跳过)", "女"], [], ["合计", None, None, None, 3]
        ),
    )
    assert aside(facts) == {"blank": (11,), "no_rating": (10,), "total": (12,)}
    (account,) = facts.accounts
    assert (account.read, account.used) == (11, 8)
    assert issue(facts, "row_no_rating").set_aside


def test_a_bare_row_of_averages_is_no_respondent(tmp_path):
    rows = [[1, "甲", 5, 2], [2, "乙", 4, 3], [3, "丙", 4, 1]]
    facts = loaded(tmp_path, book([["Survey#", "Name", "ROOM", "GYM"], *rows, [None, None, 13 / 3, 2.0]]))
    assert aside(facts, "file.xlsx") == {"total": (5,)}
    assert len(facts.read("responses")) == 3


def test_repeated_serial_numbers_collapse_nothing(tmp_path):
    facts = loaded(tmp_path, survey([1, None, "张三", None, "满意", "满意", "满意", "女"]))
    assert facts.read("responses")["respondent"].nunique() == 9
    assert issue(facts, "repeated_number").rows == (10,)


def test_two_waves_share_their_questions_and_keep_their_respondents(tmp_path):
    second = survey([9, None, "李四", None, "满意", "满意", "满意", "女"], file="second.xlsx")
    facts = loaded(tmp_path, survey(), second)
    assert len(facts.items) == 3
    assert facts.read("responses")["respondent"].nunique() == 17
    assert [(one.file, one.used) for one in facts.accounts] == [("survey.xlsx", 8), ("second.xlsx", 9)]


def test_different_questions_of_one_number_are_not_mixed(tmp_path):
    rows = [[i, LEVELS[i % 5]] for i in range(1, 9)]
    facts = loaded(
        tmp_path, book([["序号", "3、态度"], *rows]), book([["序号", "3、速度"], *rows], file="b.xlsx")
    )
    assert [(one.key, one.text) for one in facts.items] == [("Q3", "态度"), ("Q3 (2)", "速度")]
    assert issue(facts, "other_question").file == "b.xlsx"


def test_the_same_sheet_does_not_count_twice(tmp_path):
    with pytest.raises(DataError) as refused:
        loaded(tmp_path, survey(), survey(file="copy.xlsx"))
    assert "copy.xlsx" in refused.value.message("zh")


def test_a_rating_needs_a_declared_scale_and_a_role_has_one_column(tmp_path):
    workbook = survey()
    mapping = proposed(workbook)
    with pytest.raises(DataError, match="性别"):
        loaded(tmp_path, Source(workbook, changed(mapping, "5、性别：", role="item")))
    with pytest.raises(DataError, match="性别"):
        loaded(tmp_path, Source(workbook, changed(mapping, "5、性别：", role="manager")))


def test_a_survey_without_ratings_still_gives_facts(tmp_path):
    rows = [[i, "男" if i % 2 else "女"] for i in range(6)]
    facts = loaded(tmp_path, book([["序号", "1、性别"], *rows]))
    assert len(facts.read("responses")) == 6
    assert facts.read("ratings").empty
    assert issue(facts, "no_items").severity == "warning"


def test_ambiguous_dates_are_missing_and_listed(tmp_path):
    facts = loaded(tmp_path, survey([9, "03/04/2025", "张三", None, "满意", "满意", "满意", "女"]))
    assert facts.read("responses")["answered_at"].isna().tolist() == [False] * 8 + [True]
    assert (issue(facts, "unread_time").rows, issue(facts, "unread_time").values["words"]) == (
        (10,),
        "03/04/2025 ×1",
    )


def test_unusable_weights_set_a_response_aside(tmp_path):
    rows = [[i, weight, LEVELS[i]] for i, weight in enumerate([1, 0.5, "2", "很重", -1])]
    facts = loaded(tmp_path, book([["序号", "权重", "评价"], *rows]))
    assert facts.read("responses")["weight"].tolist() == [1.0, 0.5, 2.0]
    assert facts.read("ratings")["level"].tolist() == [1, 2, 3]
    assert aside(facts, "file.xlsx") == {"no_weight": (5, 6)}


def test_grouping_names_cannot_be_taken_for_slices(tmp_path):
    rows = [[i, "甲" if i % 2 else "乙", "18~20" if i % 2 else "18～20"] for i in range(8)]
    workbook = book([["序号", "1、channel", "2、年龄=段&"], *rows])
    facts = loaded(tmp_path, Source(workbook, changed(proposed(workbook), "1、channel", role="grouping")))
    assert facts.groupings == ("channel (2)", "年龄＝段＆")
    assert set(facts.read("responses")["年龄＝段＆"]) == {"18~20"}


HEADER = (
    "工单编号|用户编号|客户类别|客户经理|受理时间|办结时间|到达现场时长(小时)|工单状态|主单编号|重复反映标志"
)


def records(*rows):
    return table(HEADER, *rows, file="records.xlsx")


def test_records_are_set_aside_in_order_and_once(tmp_path):
    facts = loaded(
        tmp_path,
        records(
            "A1|001|居民|张三|2025-01-01 08:00:00|2025-01-02 08:00:00|0.5|归档||否",
            "A1|001|居民|张三|2025-01-01 08:00:00|2025-01-02 08:00:00|0.5|归档||否",
            "A2|002|居民|张三|2025-01-05|2025-01-04||归档||",
            "A3|003|居民|张三|2025-01-05|2025-01-06||已作废||",
            "A3|003|居民|张三|2025-01-05|2025-01-06||撤销投诉||是",
            "A4|004|居民|张三|2025-01-05|2025-01-06||归档|A1|",
            "A5|005|居民|张三|2025-01-05|2025-01-06||归档|Z9|",
            "A6|006|居民|张三|2025-01-05|2025-01-06||归档|A6|",
            "A7|007|居民|张三|2025-04-05|||处理|A2|",
            "合计||||||0.5|||",
        ),
    )  # fmt: skip
    assert aside(facts, "records.xlsx") == {
        "repeated": (3,), "ends_before_start": (4,), "voided": (5,), "child": (7,), "total": (11,),
    }  # fmt: skip
    kept = facts.read("records")
    assert kept["record"].tolist() == ["A1", "A3", "A5", "A6", "A7"]
    assert kept["customer"].tolist() == ["001", "003", "005", "006", "007"]
    assert kept["state"].tolist() == ["归档", "撤诉", "归档", "归档", "处理"]
    assert kept["arrive"].tolist()[0] == 30.0
    assert kept["wave"].tolist() == ["2025Q1", "2025Q1", "2025Q1", "2025Q1", "2025Q2"]
    assert kept["repeated"].tolist()[:2] == [False, True]
    assert kept["closed_at"].isna().tolist() == [False, False, False, False, True]


def test_an_order_exported_twice_counts_once(tmp_path):
    row = "A1|001|居民|张三|2025-01-01|2025-01-02||归档||"
    again = replace(records(row, "A2|001|居民|张三|2025-01-01|2025-01-02||归档||"), file="later.xlsx")
    facts = loaded(tmp_path, records(row), again)
    assert facts.read("records")["record"].tolist() == ["A1", "A2"]
    assert aside(facts, "later.xlsx") == {"repeated": (2,)}


def test_words_beyond_the_vocabulary_are_kept_and_reported(tmp_path):
    facts = loaded(
        tmp_path,
        records(
            "A1|1|外星客户|张三|2025-01-01|2025-01-02||执行中||",
            "A2|1|低压居民|张三|2025-01-01|2025-01-02||归档||",
        ),
    )
    assert facts.read("records")["customer_class"].tolist() == ["外星客户", "居民"]
    found = {one.column: one.values["words"] for one in facts.issues if one.key == "ingest.unknown_word"}
    assert found == {"客户类别": "外星客户 ×1", "工单状态": "执行中 ×1"}


def test_survey_and_records_meet_the_roster(tmp_path):
    roster = table(
        "工号|姓名|所属区县|供电所|岗位|服务客户类别|服务户数",
        "K1|张三|城东|城关所|专职客户经理|居民、低压非居民|1,200",
        "K1|张三|||||",
        file="m.xlsx",
    )
    facts = loaded(
        tmp_path, survey([9, None, "查无此人", None, "满意", "满意", "满意", "女"]), roster,
        records("A1|1|居民|张三经理|2025-01-01|2025-01-02||归档||"),
    )  # fmt: skip
    managers = facts.read("managers")
    assert managers.iloc[0].to_dict() == {
        "manager": "K1", "name": "张三", "region": "城东", "station": "城关所", "level": "", "post": "专职",
        "classes": "居民、非居民", "customers": 1200,
    }  # fmt: skip
    assert aside(facts, "m.xlsx") == {"listed_again": (3,)}
    responses = facts.read("responses")
    assert responses["manager"].tolist() == ["K1"] * 8 + [""]
    assert responses["region"].tolist() == ["城东"] * 8 + [""]
    assert issue(facts, "manager_unknown").rows == (10,)
    assert issue(facts, "manager_folded").file == "records.xlsx"
    assert facts.read("records")[["manager", "post", "station"]].iloc[0].tolist() == ["K1", "专职", "城关所"]


def test_without_a_roster_managers_go_by_name(tmp_path):
    facts = loaded(
        tmp_path,
        records(
            "A1|1|居民|张三|2025-01-01|2025-01-02||归档||", "A2|1|居民|张　三|2025-01-01|2025-01-02||归档||"
        ),
    )
    assert facts.read("records")["manager"].tolist() == ["张三", "张三"]
    assert not [one for one in facts.issues if "manager" in one.key]


def test_customer_counts(tmp_path):
    facts = loaded(
        tmp_path,
        table(
            "区县|客户类别|区域属性|户数",
            "城东|低压居民|城市社区|1,200",
            "城东|居民|农村|很多",
            "合计|||1,200",
            file="c.xlsx",
        ),
    )
    assert facts.read("customers").to_dict("records") == [
        {"region": "城东", "customer_class": "居民", "area": "社区", "customers": 1200}
    ]
    assert aside(facts, "c.xlsx") == {"no_count": (3,), "total": (4,)}


def test_managers_without_numbers_stay_apart(tmp_path):
    facts = loaded(tmp_path, table("姓名|供电所|岗位", "李四|河口所|兼职", "李四|山前所|兼职", "王五||兼职"))
    assert facts.read("managers")["manager"].tolist() == ["李四（河口所）", "李四（山前所）", "王五"]


def test_the_digest_depends_on_files_and_mappings_only(tmp_path):
    workbook = survey()
    mapping = proposed(workbook)
    plain = loaded(tmp_path, Source(workbook, mapping)).digest
    assert loaded(tmp_path, Source(replace(workbook, file="renamed.xlsx"), mapping)).digest == plain
    assert loaded(tmp_path, Source(workbook, changed(mapping, "3、办理及时", reverse=True))).digest != plain


def read(name):
    path = shared("exports", "files", name)
    return read_workbook(path.name, path.read_bytes())


def test_workplace_survey(tmp_path):
    facts = loaded(tmp_path, read("wjx_workplace.xlsx"))
    assert [(one.read, one.used, dict(one.set_aside)) for one in facts.accounts] == [(1044, 1044, {})]
    means = facts.read("ratings").groupby("item", observed=True)["level"].mean()
    assert round(float(means["Q7_2"]), 3) == 3.772
    assert round(float(means["Q7_11"]), 3) == 2.506
    assert issue(facts, "repeated_number").count == 140
    assert "20~22" in set(facts.read("responses")["您的年龄段"])


@pytest.mark.parametrize("name", ["wjx_800_800_0_text.xls", "wjx_800_800_2_ordinal.xls"])
def test_the_pair_of_one_survey(tmp_path, name):
    responses = loaded(tmp_path, read(name)).read("responses")
    assert len(responses) == 800
    assert responses["手机部数"].value_counts().tolist() == [521, 261, 12, 6]


def test_hand_made_tables(tmp_path):
    workbook = read("varshini_survey.xlsx")
    mapping = changed(proposed(workbook), "ROOM", role="item", scale="numeric_1_5")
    facts = loaded(tmp_path, Source(workbook, mapping))
    assert len(facts.read("responses")) == 15
    assert float(facts.read("ratings")["level"].mean()) == 4.2
    assert facts.read("responses")["answered_at"][0] == dt.datetime(2020, 11, 5)
    assert len(loaded(tmp_path, read("wo_mes_all_redacted.xlsx")).read("records")) == 1067


def test_the_sample_datas_planted_dirt_is_found_to_the_row(tmp_path):
    facts = loaded(
        tmp_path, *[read_workbook(path.name, path.read_bytes()) for path in sorted(SAMPLE.glob("*.xlsx"))]
    )
    counts = {(one.file, one.key.removeprefix("ingest.")): one.count for one in facts.issues}
    assert len(facts.read("ratings")) == 3000 * 14 - 840
    assert counts["survey.xlsx", "manager_folded"] == 8 + 6 + 6
    assert counts["survey.xlsx", "manager_unknown"] == 5
    assert counts["service_records.xlsx", "manager_folded"] == 12 + 9 + 7
    assert counts["service_records.xlsx", "station_unknown"] == 9
    assert counts["service_records.xlsx", "row_ends_before_start"] == 10
    assert counts["service_records.xlsx", "row_repeated"] == 12
    assert counts["service_records.xlsx", "row_total"] == 1
    assert [(one.read, one.used) for one in facts.accounts if one.table != "records"] == [
        (60, 60),
        (210, 210),
        (3000, 3000),
    ]


def test_the_sample_survey_leaves_nothing_to_ask():
    path = SAMPLE / "survey.xlsx"
    mapping = proposed(read_workbook(path.name, path.read_bytes()))
    assert [one.header for one in mapping.columns if one.question] == []
    assert len(mapping.of("item")) == 13
