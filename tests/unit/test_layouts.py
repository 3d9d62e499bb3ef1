"""Which sheet, which rows, which layout, and what is proposed for each column."""

# ruff: noqa: DTZ001 - exports state local time without a zone
from __future__ import annotations

import datetime as dt

import pytest

from analytics.errors import DataError
from analytics.ingest import preview, read_workbook
from tests.support.books import book, grid, proposed, table
from tests.support.shared import shared

LEVELS = ["非常不满意", "不满意", "一般", "满意", "非常满意"]
AGREE = ["完全不同意", "不同意", "一般", "同意", "完全同意"]


def column(mapping, header):
    (one,) = [one for one in mapping.columns if one.header == header]
    return one


def wjx(questions, count=10):
    """A 问卷星 export by text: question header → answers, repeated to ``count`` rows."""
    rows = [[i + 1, *(answers[i % len(answers)] for answers in questions.values())] for i in range(count)]
    return book([["序号", *questions], *rows])


def test_a_matrix_is_one_block_with_its_stem():
    mapping = proposed(
        wjx({"7、请评价：—服务态度": LEVELS, "7、响应及时 ": LEVELS, "8、性别 ": ["男", "女"]})
    )
    assert (mapping.table, mapping.layout, mapping.header_rows, mapping.first_row) == (
        "survey",
        "wjx_text",
        (1,),
        2,
    )
    first, second = mapping.of("item")
    assert (first.key, first.stem, first.dimension, first.scale) == (
        "Q7_1",
        "请评价：",
        "attitude",
        "satisfaction_5",
    )
    assert (second.key, second.header, second.dimension, second.question) == (
        "Q7_2",
        "7、响应及时",
        "timeliness",
        "",
    )
    assert column(mapping, "8、性别").role == "grouping"


def test_a_matrix_whose_rows_name_no_dimension_is_its_own():
    rows = {"17、评价：—沟通技巧": LEVELS, "17、方案一": LEVELS, "17、方案二": LEVELS}
    assert {one.dimension for one in proposed(wjx(rows)).of("item")} == {"Q17"}


def test_a_row_that_fits_no_dimension_of_its_matrix_is_asked_about():
    rows = {"9、评价：—服务态度": LEVELS, "9、办理及时": LEVELS, "9、其他方面": LEVELS}
    other = column(proposed(wjx(rows)), "9、其他方面")
    assert (other.dimension, other.question) == ("Q9", "ingest.ask_dimension")


def test_rows_of_a_matrix_are_read_on_one_scale():
    rows = {"9、评价：—甲": ["满意", "一般", "不满意"], "9、乙": LEVELS}
    assert {(one.scale, one.question) for one in proposed(wjx(rows)).of("item")} == {("satisfaction_5", "")}


def test_agreement_is_asked_about_and_importance_never_scores_a_dimension():
    mapping = proposed(
        wjx(
            {
                "1、客户经理态度好": AGREE,
                "2、态度的重要性": ["非常不重要", "不重要", "一般", "重要", "非常重要"],
            }
        )
    )
    agreement, importance = mapping.of("item")
    assert (agreement.dimension, agreement.question) == ("attitude", "ingest.ask_evaluates")
    assert (importance.dimension, importance.question) == ("Q2", "ingest.ask_evaluates")


def test_the_overall_question():
    mapping = proposed(
        wjx({"1、总体来说您是否满意": LEVELS, "2、总体态度": ["非常负面", "中立", "非常正向"]})
    )
    assert column(mapping, "1、总体来说您是否满意").role == "overall"
    assert column(mapping, "2、总体态度").role == "item"


def test_digits_and_unknown_matrices_are_asked_about_and_not_scored():
    mapping = proposed(
        wjx({
            "12、评价：—谁先想（1=我，5=AI）": list("12345"), "12、谁修改": list("54321"),
            "18、没有它：—拆解": ["不便", "非常不便", "无所谓"], "18、建议": ["无所谓", "不便", "没有更好"],
        })
    )  # fmt: skip
    assert mapping.of("item", "overall") == ()
    assert [one.question for one in mapping.columns[1:]] == ["ingest.ask_direction"] * 2 + [
        "ingest.ask_scale"
    ] * 2


def test_multiple_choice_is_never_a_score():
    mapping = proposed(wjx({"1、可多选": ["满意┋一般", "满意", "一般"]}))
    assert (column(mapping, "1、可多选").role, column(mapping, "1、可多选").why) == (
        "ignore",
        "ingest.why_multi",
    )


def test_text_filled_in_beside_an_option_is_not_part_of_the_option():
    workbook = wjx({"1、渠道来源": ["微信", "其他〖朋友〗", "其他〖亲戚〗", "微信"]}, count=8)
    assert preview(workbook, proposed(workbook)).loc[1, "distinct"] == 2


def test_comments_and_free_text():
    texts = [f"第{i}条说法" for i in range(10)]
    mapping = proposed(wjx({"1、您的意见和建议": texts, "2、还有什么": texts}))
    assert [one.role for one in mapping.columns] == ["respondent", "comment", "ignore"]


def test_positions_of_options_are_no_scores():
    rows = [[i, 1 + i % 5, i % 2, 1 - i % 2, -3 if i == 3 else 1 + i % 2] for i in range(1, 11)]
    mapping = proposed(
        book([["序号", "1、满意程度", "第2题(阅读)", "第2题(动漫(含游戏))", "3、性别 "], *rows])
    )
    assert mapping.layout == "wjx_ordinal"
    assert mapping.of("item", "overall") == ()
    assert [(one.header, one.question) for one in mapping.of("grouping")] == [
        ("1、满意程度", "ingest.ask_text_export"),
        ("3、性别", "ingest.ask_text_export"),
    ]
    assert [one.role for one in mapping.columns[2:4]] == ["ignore", "ignore"]


def test_newer_ordinal_headers():
    assert (
        proposed(book([["序号", "5、(乘车不安全)", "5、(等车太久)"], [1, 1, 0], [2, 0, 1]])).layout
        == "wjx_ordinal"
    )


def test_title_rows_and_a_form_on_the_first_sheet():
    form = grid(["酒店调查"], [], ["", "房间", "餐厅", "健身"], ["", 3, 5, 2], name="Survey")
    people = [[i, f"客人{i}", dt.datetime(2020, 11, 5), 1 + i % 5, 5 - i % 5] for i in range(1, 16)]
    data = grid(["调查汇总"], [], ["Survey#", "Name:", "Date:", "ROOM", "GYM"], *people, name="Analysis")
    mapping = proposed(book(form, data))
    assert (mapping.sheet, mapping.header_rows, mapping.first_row) == ("Analysis", (3,), 4)


def test_a_hidden_sheet_is_not_chosen():
    big = grid(["姓名", "答复"], *[[f"某{i}", "好"] for i in range(50)], name="旧", hidden=True)
    small = grid(["姓名", "答复"], ["甲", "好"], name="新")
    assert proposed(book(big, small)).sheet == "新"


def test_a_second_table_beside_the_first_is_not_merged():
    rows = [[None, "部门", "Rating", None, "部门", "人数"]]
    rows += [[None, f"部{i % 3}", "3 Star", None, *([f"部{i}", 9] if i < 3 else [])] for i in range(20)]
    mapping = proposed(book([[None, "调查结果 2021"], [], *rows]))
    assert mapping.header_rows == (3,)
    assert [(one.index, one.role) for one in mapping.columns] == [
        (1, "grouping"), (2, "item"), (4, "ignore"), (5, "ignore"),
    ]  # fmt: skip
    assert {one.why for one in mapping.columns[2:]} == {"ingest.why_beside"}


def test_an_empty_column_inside_a_table_does_not_cut_it():
    mapping = proposed(
        book(
            [
                ["工单编号", None, "受理时间", "办结时间"],
                *[[f"A{i}", None, "2025-01-01", "2025-01-02"] for i in range(5)],
            ]
        )
    )
    assert (mapping.table, [one.role for one in mapping.columns]) == (
        "records",
        ["record", "accepted_at", "closed_at"],
    )


def test_two_columns_for_one_role():
    mapping = proposed(
        table("工单编号|客户经理|客户经理编号|受理时间|工单状态", *["A1|张三|K1|2025-01-01|归档"] * 3)
    )
    assert [one.header for one in mapping.of("manager")] == ["客户经理编号"]
    assert column(mapping, "客户经理").question == "ingest.ask_role_taken"


@pytest.mark.parametrize("rows", [[["只有标题"]], [["甲", "乙"]], [[1, 2], [3, 4]]])
def test_no_table_is_one_sentence(rows):
    with pytest.raises(DataError) as refused:
        proposed(book(rows))
    assert "file.xlsx" in refused.value.message("zh")
    assert refused.value.key == "ingest.no_table"


def test_repeated_headers_keep_their_own_keys():
    rows = [[f"甲{i}", LEVELS[i % 5], LEVELS[(i + 1) % 5]] for i in range(10)]
    assert [one.key for one in proposed(book([["户", "评价", "评价"], *rows])).of("item")] == [
        "评价",
        "评价 (2)",
    ]


def test_the_preview_shows_what_a_column_holds():
    workbook = wjx({"1、请评价服务": ["满意", "满意", "(跳过)", "一般"]}, count=4)
    shown = preview(workbook, proposed(workbook)).loc[1]
    assert shown.to_dict() == {
        "header": "1、请评价服务", "role": "item", "dimension": "Q1", "scale": "satisfaction_3",
        "examples": "满意 · 一般", "distinct": 2, "missing": 1,
    }  # fmt: skip


def read(name):
    path = shared("exports", "files", name)
    return read_workbook(path.name, path.read_bytes())


def test_workplace_survey():
    mapping = proposed(read("wjx_workplace.xlsx"))
    assert (mapping.layout, mapping.header_rows, len(mapping.columns)) == ("wjx_text", (1,), 62)
    scales = {}
    for one in mapping.of("item"):
        scales.setdefault(one.dimension, set()).add((one.scale, one.question))
    ask = "ingest.ask_evaluates"
    assert scales == {
        "Q7": {("agreement_5", ask)}, "Q9": {("agreement_5", ask)}, "Q11": {("attitude_5", ask)},
        "Q13": {("agreement_5", ask)}, "Q15": {("approval_5", ask)}, "Q16": {("importance_5", ask)},
        "Q17": {("satisfaction_5", "")},
    }  # fmt: skip
    numbers = [one for one in mapping.columns if one.header.startswith(("12、", "18、"))]
    assert {(one.role, one.question) for one in numbers} == {
        ("ignore", "ingest.ask_direction"),
        ("ignore", "ingest.ask_scale"),
    }


@pytest.mark.parametrize(
    ("name", "layout", "groupings"),
    [("wjx_800_800_0_text.xls", "wjx_text", 6), ("wjx_800_800_2_ordinal.xls", "wjx_ordinal", 6)],
)
def test_the_pair_of_one_survey(name, layout, groupings):
    mapping = proposed(read(name))
    assert (mapping.layout, len(mapping.of("grouping")), mapping.of("item", "overall")) == (
        layout,
        groupings,
        (),
    )


@pytest.mark.parametrize(
    ("name", "sheet", "header", "table"),
    [
        ("varshini_survey.xlsx", "Analysis", 3, "survey"),
        ("jnisen_survey.xlsx", "Data", 4, "survey"),
        ("wo_mes_all_redacted.xlsx", "工单_全部", 2, "records"),
    ],
)
def test_hand_made_tables(name, sheet, header, table):
    mapping = proposed(read(name))
    assert (mapping.sheet, mapping.header_rows, mapping.table) == (sheet, (header,), table)
