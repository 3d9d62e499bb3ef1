from __future__ import annotations

import csv
import datetime as dt
import io
import time
import zipfile
from dataclasses import replace

import openpyxl
import pandas as pd
import pytest

from analytics.export import (
    ISSUES,
    Report,
    csv_bytes,
    issues_frame,
    reference,
    scorecard,
    scorecards_zip,
    tables_xlsx,
)
from analytics.export.scorecards import file_names
from analytics.export.workbook import cell_text, page_text
from analytics.issues import Issue
from analytics.scheme import default_scheme
from analytics.tables import FINDINGS, MANAGERS, NOT_JUDGED, SCORES

SCHEME = default_scheme()
TEXT_SHEETS = ["评分卡", "得分及依据", "薄弱环节", "未评判", "阅读说明"]


def score_rows(manager: str, name: str, value: float, n: int = 40) -> list[dict]:
    judged = n >= 30
    plain = {
        "subject": "manager", "key": manager, "label": name, "kind": "raw", "confidence": 0.95, "n": n, "n_eff": 37.5,
        "judged": judged, "reason": "" if judged else f"样本不足，n = {n}", "measure": "index", "se": 2.0,
    }  # fmt: skip

    def row(side: str, dimension: str, points: float, **more: object) -> dict:
        limits = {"value": points, "lower": points - 4, "upper": points + 4}
        return {**plain, "side": side, "dimension": dimension, **limits, **more}

    return [
        row("external", "index", value, band="一般"),
        row("external", "attitude", value - 10),
        row("external", "communication", value + 5),
        row("internal", "index", value + 2, band="良好", reason="走访覆盖率没有数据"),
        row("internal", "timeliness", value + 3),
        row("internal", "timeliness", value + 3, measure="rate"),
        row("internal", "complaints", 50.0),
        row("internal", "complaints", 5.0, measure="per_thousand"),
        row("total", "index", value + 1, band="一般"),
        row("total", "index", value + 4, kind="shrunk", rank=12, rank_lower=6, rank_upper=21, p_bottom_quarter=0.125,
            reliability=0.71),
    ]  # fmt: skip


def report(lang: str = "zh", managers: int = 4, **changes: object) -> Report:
    names = ["王芳", "李强", "赵敏", "孙伟"]
    roster = [
        {"manager": f"KH{i:03}", "name": names[(i - 1) % 4], "region": "东江县", "station": "第一供电所", "level": "镇",
         "post": "兼职", "classes": "居民、非居民", "customers": 1200}
        for i in range(1, managers + 1)
    ]  # fmt: skip
    rows = [
        row for i, who in enumerate(roster) for row in score_rows(who["manager"], who["name"], 70.0 + i % 20)
    ]
    everybody = [
        {**row, "subject": "all", "key": "all", "label": "全部"} for row in score_rows("all", "全部", 80.0)
    ]
    gap = {
        "severity": "high", "side": "external", "dimension": "attitude", "measure": "index", "value": 60.0,
        "reference": 76.0, "gap": -16.0, "gap_lower": -21.0, "gap_upper": -11.0, "confidence": 0.95, "n": 52,
        "reason": "比其他客户经理低 16 分",
    }  # fmt: skip
    left = {"side": "external", "dimension": "attitude", "reason": "样本不足"}
    made = Report(
        SCHEME,
        lang,
        SCORES.frame(pd.DataFrame(rows + everybody)),
        FINDINGS.frame(
            pd.DataFrame(
                [
                    {**gap, "slice": "manager=KH001"},
                    {**gap, "slice": "area=农村"},
                    {**gap, "slice": "manager=KH0011"},
                ]
            )
        ),
        NOT_JUDGED.frame(
            pd.DataFrame(
                [
                    {**left, "slice": f"manager=KH001 & area={a}", "n": n}
                    for a, n in zip("一二三四五六七", range(7), strict=True)
                ]
            )
        ),
        MANAGERS.frame(pd.DataFrame(roster)),
        ("2025Q1", "2025Q2"),
        "3f9a" * 16,
        dt.date(2026, 1, 15),
    )
    return replace(made, **changes)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def lines(sheet) -> list[list[object]]:
    """The filled cells of each row."""
    return [[cell for cell in row if cell is not None] for row in sheet.iter_rows(values_only=True)]


@pytest.fixture(scope="module")
def card() -> openpyxl.Workbook:
    return opened(scorecard(report(), "KH001"))


def test_scorecard_is_one_page_of_a4_with_scheme_digests_and_waves(card):
    page = card["评分卡"]
    assert card.sheetnames == TEXT_SHEETS
    assert page.page_setup.paperSize == 9
    assert page.sheet_properties.pageSetUpPr.fitToPage is True
    assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight or 1) == (1, 1)
    assert page.print_area == f"'评分卡'!$A$1:$J${page.max_row}"
    assert page.oddHeader.left.text == "供电局客户经理服务质量评价 2026.1"
    assert page.oddHeader.right.text == "2026-01-15"
    assert page.oddFooter.left.text == f"方案 {SCHEME.digest} · 数据 3f9a3f9a3f9a…"
    assert page.oddFooter.center.text == "2025Q1–2025Q2"


def test_scorecard_says_whom_it_is_about(card):
    rows = lines(card["评分卡"])
    assert rows[0] == ["客户经理服务质量评分卡 · 王芳（KH001）"]
    assert rows[1] == ["姓名", "王芳", "编号", "KH001", "岗位", "兼职"]
    assert rows[2] == ["区县", "东江县", "供电所", "第一供电所", "层级", "镇"]
    assert rows[3] == ["服务客户类别", "居民、非居民", "服务户数", 1200, "评价批次", "2025Q1–2025Q2"]


def test_scorecard_gives_each_index_with_interval_n_band_rank_and_probability(card):
    rows = lines(card["评分卡"])
    assert ["综合指数", 71, "67.0–75.0", 40, 37.5, "一般", "12/4（95 %：6–21）", 0.125, 0.71] in rows
    assert ["外部评价指数", 70, "66.0–74.0", 40, 37.5, "一般"] in rows
    place = rows.index(["内部评价指数", 72, "68.0–76.0", 40, 37.5, "良好"])
    assert rows[place + 1] == ["走访覆盖率没有数据"]


def test_scorecard_sets_the_kinds_side_by_side(card):
    rows = lines(card["评分卡"])
    place = rows.index(["原始、校正、收缩得分对照"])
    assert rows[place + 1] == ["评价方", "原始", "95 % 区间", "收缩", "95 % 区间"]
    assert rows[place + 2] == ["综合指数", 71, "67.0–75.0", 74, "70.0–78.0"]


def test_scorecard_compares_dimensions_with_the_median_of_peers(card):
    rows = lines(card["评分卡"])
    heads = [
        "维度",
        "得分",
        "95 % 区间",
        "同类中位数（3 人）",
        "满意率或指标值",
        "单位",
        "样本量 n",
        "有效 n",
        "可评判？",
    ]
    place = rows.index(heads)
    assert rows[place + 1 : place + 7] == [
        ["外部（问卷）"],
        ["服务态度", 60, "56.0–64.0", 62, 60, "分", 40, 37.5, "是"],
        ["沟通", 75, "71.0–79.0", 77, 75, "分", 40, 37.5, "是"],
        ["内部（工单）"],
        ["按时率", 73, "69.0–77.0", 75, 73, "%", 40, 37.5, "是"],
        ["千户投诉", 50, "46.0–54.0", 50, 5, "每千户", 40, 37.5, "是"],
    ]


def test_scorecard_has_a_native_chart_of_own_and_peers_values(card):
    (chart,) = card["评分卡"]._charts
    place = lines(card["评分卡"]).index(["外部（问卷）"]) + 1
    own, peers = chart.series
    assert own.val.numRef.f == f"评分卡!$B${place}:$B${place + 5}"
    assert peers.val.numRef.f == f"评分卡!$D${place}:$D${place + 5}"
    assert own.cat.strRef.f == f"评分卡!$A${place}:$A${place + 5}"


def test_scorecard_lists_only_this_managers_weak_areas(card):
    rows = lines(card["评分卡"])
    place = rows.index(["薄弱环节"])
    assert rows[place + 1] == [
        "王芳 (KH001)",
        "服务态度",
        "-16.0 (-21.0 至 -11.0)",
        "n = 52",
        "比其他客户经理低 16 分",
    ]
    assert rows[place + 2] == []
    assert card["薄弱环节"].max_row == 2


def test_scorecard_lists_what_was_not_judged_and_where_the_rest_stands(card):
    rows = lines(card["评分卡"])
    place = rows.index(["未评判的切片及原因"])
    assert rows[place + 1] == ["王芳 (KH001) × 七", "服务态度", "n = 6", "样本不足"]
    assert rows[place + 6] == ["另有 2 个，见工作表“未评判”。"]
    assert card["未评判"].max_row == 8


def test_scorecard_of_too_few_answers_gives_the_reason_instead_of_rank_and_band():
    few = report(scores=SCORES.frame(pd.DataFrame(score_rows("KH001", "王芳", 99.0, n=7))))
    rows = lines(opened(scorecard(few, "KH001"))["评分卡"])
    assert ["综合指数", 100, "96.0–104.0", 7, 37.5, "样本不足，n = 7"] in rows
    assert ["服务态度", 89, "85.0–93.0", 89, "分", 7, 37.5, "样本不足，n = 7"] in rows
    assert ["样本不足，n = 7"] not in rows


def test_scorecard_without_scores_or_roster_says_so():
    empty = report(managers=1, scores=SCORES.frame())
    rows = lines(opened(scorecard(empty, "KH999"))["评分卡"])
    assert ["该编号不在客户经理名册中。"] in rows
    assert ["没有该客户经理的问卷或工单数据，无法计算得分。"] in rows


def test_evidence_sheet_has_every_score_row_and_column(card):
    sheet = card["得分及依据"]
    assert sheet.max_row == 11
    assert [cell.value for cell in sheet[1]] == [column.zh for column in SCORES.columns]
    first = dict(zip((cell.value for cell in sheet[1]), (cell.value for cell in sheet[2]), strict=True))
    assert (first["评价方"], first["维度"], first["口径"], first["类型"]) == (
        "综合",
        "综合指数",
        "指数 0–100",
        "原始",
    )
    assert (first["得分"], first["可评判"], first["排名"]) == (71, "是", None)
    assert sheet.freeze_panes == "A2"


def test_notes_name_the_scheme_and_its_numbers():
    sheet = opened(scorecard(report("en"), "KH001"))["How to read"]
    text = " ".join(str(cell) for row in lines(sheet) for cell in row)
    assert "Below n = 30 nothing is judged, ranked or graded; below n = 5 no value is shown." in text
    assert f"digest {SCHEME.digest}" in text
    assert [
        "complaints per thousand customers",
        "internal (records)",
        0.4,
        0.2,
        "per 1,000 customers",
        10,
        0,
    ] in lines(sheet)


def test_english_scorecard_gives_the_rank_in_words():
    rows = lines(opened(scorecard(report("en"), "KH001"))["Scorecard"])
    assert ["total index", 71, "67.0–75.0", 40, 37.5, "一般", "12 of 4, 95 %: 6–21", 0.125, 0.71] in rows


def test_reference_is_everybody_where_peers_are_few():
    found = reference(report(managers=3), "KH001")
    assert set(found["label"]) == {"全部"}
    assert found.set_index(["side", "dimension"])["value"][("external", "attitude")] == 70.0


def test_reference_leaves_out_the_manager_the_unjudged_and_other_posts():
    made = report(managers=6)
    roster = made.managers.copy()
    roster.loc[roster["manager"] == "KH006", "post"] = "专职"
    scores = made.scores.copy()
    scores.loc[scores["key"] == "KH005", "judged"] = False
    found = reference(replace(made, managers=roster, scores=scores), "KH001")
    assert set(found["label"]) == {"同类中位数（3 人）"}  # KH002, KH003, KH004
    assert found.set_index(["side", "dimension"])["value"][("external", "attitude")] == 62.0


def test_equal_input_gives_equal_bytes():
    assert scorecard(report(), "KH001") == scorecard(report(), "KH001")
    assert scorecards_zip(report()) == scorecards_zip(report())
    assert tables_xlsx(report()) == tables_xlsx(report())


def test_text_never_becomes_a_formula_a_link_or_unreadable():
    hostile = report(managers=1)
    roster = hostile.managers.assign(name="=1+1", station="https://example.org", region="a\x07b\x00c")
    page = opened(scorecard(replace(hostile, managers=roster), "KH001"))["评分卡"]
    assert (page["B2"].value, page["B2"].data_type) == ("=1+1", "s")
    assert page["B3"].value == "a�b�c"
    assert page["E3"].value == "https://example.org"
    assert page["E3"].hyperlink is None


def test_overlong_text_is_cut_to_the_limit_and_marked():
    made = report()
    scores = made.scores.assign(reason="长" * 40_000)
    sheet = opened(tables_xlsx(replace(made, scores=scores)))["得分及依据"]
    cell = sheet.cell(2, SCORES.names.index("reason") + 1).value
    assert len(cell) == 32_767
    assert cell.endswith("长…【已截断，原文 40000 个字符】")


def test_cell_text_counts_as_excel_does_and_drops_no_half_characters():
    assert cell_text("x" * 32_767, "en") == "x" * 32_767
    cut = cell_text("😀" * 20_000, "en")
    assert len(cut.encode("utf-16-le")) // 2 <= 32_767
    assert cut.endswith("😀… [truncated, 20000 characters in all]")
    assert cell_text("a\ud800b\ufffe", "en") == "a�b�"


def test_headers_escape_their_codes_and_stay_short():
    assert page_text("A&B") == "A&&B"
    assert page_text("x" * 100) == "x" * 59 + "…"


def test_tables_workbook_has_a_sheet_per_table_and_a_dictionary():
    issue = Issue("scheme.unreadable", "warning", "a.xlsx", rows=(3, 5), count=2, set_aside=True)
    book = opened(tables_xlsx(report(), [issue]))
    assert book.sheetnames == ["得分及依据", "薄弱环节", "未评判", "客户经理名册", "数据问题", "字段说明"]
    scores = book["得分及依据"]
    assert scores.max_row == 1 + 50
    assert scores.auto_filter.ref == "A1:V51"
    assert scores.freeze_panes == "A2"
    value = scores.cell(2, SCORES.names.index("value") + 1)
    assert (value.value, value.number_format) == (70, "0.0")
    assert scores.cell(2, SCORES.names.index("confidence") + 1).number_format == "0%"
    assert scores.cell(2, SCORES.names.index("rank") + 1).value is None
    words = [cell.value for cell in book["薄弱环节"][2]]
    assert words[:3] == ["高", "王芳 (KH001)", "服务态度"]
    assert words[14:16] == ["外部（问卷）", "指数 0–100"]
    assert [cell.value for cell in book["数据问题"][2]][:6] == ["警告", "a.xlsx", None, None, 2, "是"]
    described = [
        row for row in book["字段说明"].iter_rows(min_row=2, values_only=True) if row[1] == "p_value"
    ]
    assert described == [
        ("薄弱环节", "p_value", "p 值", "one-sided p value", "float", None, None, 0, 1, "否")
    ]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_sheet_names_are_legal(lang):
    made = report(lang)
    for content in (scorecard(made, "KH001"), tables_xlsx(made)):
        names = opened(content).sheetnames
        assert len({name.casefold() for name in names}) == len(names)
        assert all(0 < len(name) <= 31 and not set(name) & set("[]:*?/\\") for name in names)


def test_zip_holds_every_card_and_an_index():
    archive = zipfile.ZipFile(io.BytesIO(scorecards_zip(report())))
    cards = ["KH001_王芳.xlsx", "KH002_李强.xlsx", "KH003_赵敏.xlsx", "KH004_孙伟.xlsx"]
    assert archive.namelist() == ["index.csv", *cards]
    assert archive.read("KH002_李强.xlsx") == scorecard(report(), "KH002")
    index = list(csv.DictReader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))
    assert [row["file"] for row in index] == cards
    assert (index[1]["manager"], index[1]["name"], index[1]["value"], index[1]["n"]) == (
        "KH002",
        "李强",
        "72.0",
        "40",
    )


def test_file_names_are_safe_and_unique_without_regard_to_case():
    roster = pd.DataFrame(
        {"manager": ["../a", "A", "a", "b:c", "d.", "/"], "name": ["x", "", "", "王 芳/二", "y" * 200, ""]}
    )
    names = file_names(replace(report(), managers=MANAGERS.frame(roster), scores=SCORES.frame()))
    assert names == {
        "../a": "a_x.xlsx",
        "A": "A.xlsx",
        "a": "a_2.xlsx",
        "b:c": "b-c_王-芳-二.xlsx",
        "d.": "d_" + "y" * 78 + ".xlsx",
        "/": "_.xlsx",
    }


def test_a_scored_manager_outside_the_roster_gets_a_card():
    assert "KH009" in file_names(report(scores=SCORES.frame(pd.DataFrame(score_rows("KH009", "?", 70.0)))))


def test_sixty_cards_take_less_than_three_seconds():
    made = report(managers=60)
    scorecard(made, "KH001")
    start = time.process_time()
    scorecards_zip(made)
    assert time.process_time() - start < 3


def test_csv_has_declared_columns_first_bom_and_crlf():
    frame = NOT_JUDGED.frame(
        pd.DataFrame({"slice": ["area=农村"], "n": [7], "班组": ["一"], "reason": ['a "b", c\nd']})
    )
    content = csv_bytes(frame[["班组", "reason", "n", "slice", "side", "dimension"]], NOT_JUDGED)
    assert content.startswith(b"\xef\xbb\xbfslice,side,dimension,n,reason,")
    assert (
        content.decode("utf-8-sig")
        == 'slice,side,dimension,n,reason,班组\r\narea=农村,,,7,"a ""b"", c\nd",一\r\n'
    )


@pytest.mark.parametrize("text", ["=1+1", "+cmd", "-x", "@SUM(A1)", "\tx", "\rx", "-1+2", "+1;2"])
def test_csv_text_that_a_spreadsheet_would_run_is_quoted(text):
    frame = NOT_JUDGED.frame(pd.DataFrame({"reason": [text]}))
    row = list(csv.reader(io.StringIO(csv_bytes(frame, NOT_JUDGED).decode("utf-8-sig"), newline="")))[1]
    assert row[-1] == f"'{text}"


@pytest.mark.parametrize("text", ["-3", "+4.5", "-1e-3", "a=b", "", "3-4"])
def test_csv_leaves_numbers_and_plain_text_alone(text):
    frame = NOT_JUDGED.frame(pd.DataFrame({"reason": [text]}))
    row = list(csv.reader(io.StringIO(csv_bytes(frame, NOT_JUDGED).decode("utf-8-sig"), newline="")))[1]
    assert row[-1] == text


def test_csv_never_quotes_a_number():
    frame = FINDINGS.frame(pd.DataFrame({"gap": [-16.0], "=x": [-1]}))
    header, row = csv.reader(io.StringIO(csv_bytes(frame, FINDINGS).decode("utf-8-sig"), newline=""))
    assert row[header.index("gap")] == "-16.0"
    assert header[-1] == "'=x"
    assert row[-1] == "-1"


def test_issues_become_rows_with_their_sentence_and_rows():
    issue = Issue("scheme.unreadable", "error", "a.toml", rows=(3, 5), count=2, set_aside=True)
    frame = issues_frame([issue], "en")
    assert tuple(frame.columns) == ISSUES.names
    first = frame.iloc[0]
    assert (
        first["message"]
        == "The scheme a.toml cannot be read: a TOML file in UTF-8 is expected. Check its path and encoding."
    )
    assert (first["rows"], first["count"], first["severity"]) == ("3 5", 2, "error")
    assert issues_frame([], "zh").empty
