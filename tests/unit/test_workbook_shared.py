"""The traps and the public exports beside the project: the right table or the right sentence."""

from __future__ import annotations

import datetime as dt

import pytest

from analytics.ingest.model import Workbook
from analytics.ingest.workbook import read_workbook
from tests.support.packages import moment
from tests.support.shared import shared


def read(folder: str, name: str) -> Workbook:
    path = shared("exports", folder, name)
    return read_workbook(name, path.read_bytes())


def keys(workbook: Workbook) -> list[str]:
    return [issue.key.removeprefix("workbook.") for issue in workbook.issues]


@pytest.mark.parametrize(
    ("name", "shape", "head", "issues"),
    [
        ("baddim.xlsx", (29, 2), [["k", "v"], ["int5", 5]], ["uncached", "error_cells", "lost_digits"]),
        ("bom.csv", (2, 2), [["序号", "满意度"], ["1", "满意"]], []),
        ("c.xlsx", (1, 1), [[2]], []),
        ("d1904.xlsx", (2, 1), [["日期"], [moment("2026-03-04")]], []),
        (
            "gbk.csv",
            (3, 3),
            [["序号", "满意度", "地区"], ["1", "满意", "华东"], ["2", "不满意", "囍"]],
            ["encoding_guessed"],
        ),
        ("html.xls", (3, 2), [["工单统计", None], ["工单号", "满意度"], ["0001", "非常满意"]], ["misnamed"]),
        ("late.xlsx", (3001, 2), [["id", "q"], [1, 2]], []),
        ("lateempty.xlsx", (3001, 2), [["id", "q"], [1, None]], []),
        (
            "nocache.xlsx",
            (3, 4),
            [["部门", "Q1", "Q2", "均分"], ["A", 4, 5, None], ["B", 3, 1, None]],
            ["uncached"],
        ),
        (
            "offset.xlsx",
            (5, 3),
            [[None] * 3, [None] * 3, [None, "部门", "得分"], [None, "A", 4], [None, "合计", 4]],
            [],
        ),
        ("plain.xlsx", (2, 2), [["部门", "Q1"], ["A", 4]], []),
        ("semi.csv", (3, 2), [["id", "G01Q01[SQ001]"], ["1", "4,5"], ["2", "3,0"]], []),
        ("stray.xlsx", (2, 2), [["a", "b"], [1, 2]], []),
        ("stray_col.xlsx", (101, 10), [[f"Q{n}" for n in range(1, 11)]], ["stray"]),
        ("stray_fmt.xlsx", (101, 10), [[f"Q{n}" for n in range(1, 11)]], []),
        ("stray_row.xlsx", (101, 40), [[f"Q{n}" for n in range(1, 41)]], ["stray"]),
        ("stray_xfd.xlsx", (101, 10), [[f"Q{n}" for n in range(1, 11)]], ["stray"]),
        ("strict_conv.xlsx", (2, 2), [["部门", "Q1"], ["A", 4]], []),
        ("tsv.xls", (2, 2), [["工单号", "满意度"], ["0001", "满意"]], ["misnamed", "encoding_guessed"]),
        ("types.xlsx", (29, 2), [["k", "v"], ["int5", 5]], ["uncached", "error_cells", "lost_digits"]),
        ("utf16.csv", (2, 2), [["序号", "满意度"], ["1", "满意"]], []),
    ],
)
def test_each_trap_gives_the_right_table(name, shape, head, issues):
    workbook = read("traps", name)
    rows = workbook.sheets[0].rows
    assert (len(rows), len(rows[0])) == shape
    assert rows[: len(head)] == head
    assert keys(workbook) == issues
    for issue in workbook.issues:
        assert name in issue.message("zh")
        assert name in issue.message("en")


def test_the_trap_of_a_lone_uncalculated_formula_is_refused():
    with pytest.raises(Exception, match="save it, and upload it again"):
        read("traps", "c2.xlsx")


def test_the_trap_of_types_reads_cell_by_cell():
    workbook = read("traps", "types.xlsx")
    assert [(sheet.name, sheet.hidden) for sheet in workbook.sheets] == [("数据", False), ("隐藏", True)]
    values = {label: value for label, value in workbook.sheets[0].rows[1:] if value is not None}
    assert values == {
        "int5": 5,
        "float4.5": 4.5,
        "pct85": 0.85,
        "date": moment("2026-03-04"),
        "datetime": moment("2026-03-04T05:06:07"),
        "date_cn_fmt": moment("2026-03-04"),
        "time": dt.time(5, 6),
        "dur25h30": dt.timedelta(hours=25, minutes=30),
        "dur0h20": dt.timedelta(minutes=20),
        "bool": True,
        "formula_cached": 5,
        "formula_cached_str": "ab",
        "text5": "5",
        "text007": "007",
        "num7_fmt000": 7,
        "big18": 123456789012345700,
        "textNA": "N/A",
        "textNone": "None",
        "spaces": " 满意 ",
        "fullwidth5": "５",
        "newline": "a\r\nb",
        "rich": "非常满意",
        "textTRUE": "TRUE",
        "pcttext": "85%",
    }


def test_late_values_are_never_lost():
    rows = read("traps", "late.xlsx").sheets[0].rows
    assert sum(row[1] is not None for row in rows[1:]) == 3000
    assert any(isinstance(row[1], str) for row in rows[1001:])


# Rows and columns counted with the csv module, with xlrd and in LibreOffice; header rows included.
FILES = {
    "carpentrycon2020_raw.csv": [(125, 17)],
    "cn_hr_ai.xlsx": [(63, 15)],
    "employee_sat_intelliauto.xlsx": [(1001, 31), (81, 5)],
    "gforms_ssq.xlsx": [(51, 19)],
    "islam_survey.xlsx": [(1260, 27)],
    "jnisen_survey.xlsx": [(680, 7)],
    "kobo_repeat_dataset.xlsx": [(8, 5), (13, 5)],
    "limesurvey_rse_uk2016.csv": [(274, 67)],
    "msforms_ciro_feedback_redacted.xlsx": [(51, 38)],
    "pt_satisfaction.xlsx": [(901, 6)],
    "pt_tickets.xlsx": [(1501, 9)],
    "qualtrics_example_longlean.xls": [(421, 4), (43, 8), (11, 3)],
    "qualtrics_manytypes_insights.csv": [(8, 190)],
    "qualtrics_sample.csv": [(4, 20)],
    "qualtrics_sample_legacy.csv": [(3, 15)],  # the sixteenth column is a comma at the end of each line
    "redcap_checkboxes.csv": [(5, 13)],
    "surveycto_household.xlsx": [(349, 24), (510, 7), (128, 30), (6, 7), (6, 6), (2, 7)],
    "surveymonkey_starwars.csv": [(1188, 38)],
    "tickets_support.csv": [(2770, 14)],
    "typeform_fcc2016_first400.csv": [(401, 51)],
    "varshini_survey.xlsx": [(21, 9), (19, 8)],
    "wjx_800_800_0_text.xls": [(801, 14)],
    "wjx_800_800_2_ordinal.xls": [(801, 36)],
    "wjx_workplace.xlsx": [(1045, 62)],
    "wo_dispatch.xlsx": [(4, 5), (3, 5), (3, 5)],
    "wo_dispatch_log.xlsx": [(3, 7)],
    "wo_mes_all_redacted.xlsx": [(1069, 20)],
}


@pytest.mark.parametrize("name", FILES)
def test_each_public_export_reads_whole(name):
    workbook = read("files", name)
    assert [(len(sheet.rows), len(sheet.rows[0])) for sheet in workbook.sheets] == FILES[name]
    assert keys(workbook) == (["encoding_guessed"] if name == "surveymonkey_starwars.csv" else [])
    assert all(
        "\0" not in cell
        for sheet in workbook.sheets
        for row in sheet.rows
        for cell in row
        if isinstance(cell, str)
    )


def test_no_public_export_was_forgotten():
    assert {path.name for path in shared("exports", "files").iterdir()} == set(FILES)


def test_particular_cells_of_public_exports():
    assert read("files", "surveymonkey_starwars.csv").sheets[0].rows[0][31].endswith("Universe?Œæ")
    assert read("files", "wjx_800_800_0_text.xls").sheets[0].rows[0][8] == "3、性别 "
    assert read("files", "wjx_800_800_2_ordinal.xls").sheets[0].rows[0][11] == "第6题(运动)"
    assert read("files", "qualtrics_example_longlean.xls").sheets[0].rows[1] == [
        "R_9RWrgh1F9m7488l",
        "q1_recent_q1_recent_1_1",
        1,
        "Selected",
    ]
    dates = [row for row in read("files", "islam_survey.xlsx").sheets[0].rows if moment("2025-06-25") in row]
    assert len(dates) == 290
