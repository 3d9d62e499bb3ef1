"""The main job by hand: upload, confirm, look, take the scorecard; and nobody sees another's data."""

from __future__ import annotations

import io

import openpyxl
import pytest

from tests.support.screens import XLSX, survey_file
from tests.support.shared import shared

SMALL = survey_file([("东区" if n % 2 else "西区", ("非常满意", "满意", "一般")[n % 3]) for n in range(60)])


def upload(visit, name, data):
    page = visit.open("upload", lang="zh")
    page.locator('input[type="file"]').set_input_files({"name": name, "mimeType": XLSX, "buffer": data})
    page.get_by_role("button", name="确认并计算").click(timeout=60_000)
    page.get_by_text("已确认 1 个文件").wait_for(timeout=60_000)
    page.get_by_role("link", name="查看总览").click()
    page.wait_for_selector("h1:has-text('总览')")
    visit.settle()
    return page.locator('[data-testid="stMain"]').inner_text()


def test_a_small_survey_reaches_the_overview(empty):
    text = upload(empty, "调查.xlsx", SMALL)
    # Twenty answers each of 100, 75 and 50.
    assert "75.0 分" in text
    assert "n = 60" in text
    assert empty.failures == []


def test_a_real_survey_reaches_the_overview(empty):
    text = upload(empty, "wjx.xlsx", shared("exports", "files", "wjx_workplace.xlsx").read_bytes())
    assert "没有题目归入评价方案的维度" in text  # an office survey asks about other things
    assert "各维度得分" in text
    assert empty.failures == []


def test_a_picture_in_a_cell_asks_no_other_host(empty):
    regions = ("![x](https://example.invalid/x.png)", "西区")
    answers = [(regions[n % 2], ("非常满意", "非常不满意")[n % 2 == 0]) for n in range(120)]
    upload(empty, "调查.xlsx", survey_file(answers))
    empty.page.get_by_role("link", name="薄弱环节", exact=True).click()
    empty.page.wait_for_selector("h1:has-text('薄弱环节')")
    empty.settle()
    assert "![x](https" in empty.page.locator('[data-testid="stMain"]').inner_text()
    assert empty.hosts - {""} == {empty.base.removeprefix("http://")}


@pytest.mark.parametrize(
    ("lang", "button"), [("zh", "下载该客户经理的评价卡"), ("en", "Download this manager's scorecard")]
)
def test_a_scorecard_is_downloaded_and_opens(sample, lang, button):
    page = sample.open("scorecards", lang=lang, manager="KH043")
    with page.expect_download(timeout=60_000) as coming:
        page.get_by_role("button", name=button).click()
    with open(coming.value.path(), "rb") as file:  # noqa: PTH123 -- a path without suffix, as Chromium keeps it
        book = openpyxl.load_workbook(io.BytesIO(file.read()))
    cells = {
        str(cell)
        for row in book.worksheets[0].iter_rows(values_only=True)
        for cell in row
        if cell is not None
    }
    assert coming.value.suggested_filename.endswith(".xlsx")
    assert any("KH" in cell for cell in cells)


def test_nobody_sees_the_data_of_another_session(empty, stranger):
    page = empty.open(lang="zh")
    page.get_by_role("button", name="使用示例数据").click()
    page.get_by_text("83.6 分").first.wait_for(timeout=60_000)
    other = stranger.open(lang="zh")
    assert "还没有数据" in other.locator('[data-testid="stMain"]').inner_text()
    assert other.locator('[data-testid="stMultiSelect"]').count() == 0
