"""Every page in its four states: no data, nothing after filters, nothing that may be judged, normal."""

from __future__ import annotations

import pytest

from tests.support.screens import PAGES, XLSX, opened, survey_file, turn_to, words

RESULTS = [page for page in PAGES if page not in {"upload", "quality"}]
# No response and no record of the sample has this combination.
NOWHERE = {
    "wave": "2025Q1",
    "region": "云澜区",
    "customer_class": "企事业单位",
    "area": "农村",
    "channel": "95598热线",
}
SIX = survey_file(
    [
        ("东区", "非常满意"),
        ("东区", "满意"),
        ("东区", "一般"),
        ("西区", "满意"),
        ("西区", "满意"),
        ("西区", "非常满意"),
    ]
)


@pytest.fixture(scope="module")
def empty():
    return opened()


@pytest.fixture(scope="module")
def nowhere():
    at = opened(sample=True)
    for name, value in NOWHERE.items():
        at.multiselect(key=name).set_value([value])
    return at.run()


@pytest.fixture(scope="module")
def tiny():
    at = turn_to(opened(), "upload")
    at.file_uploader(key="files-0").upload("six.xlsx", SIX, XLSX).run()
    at.button(key="confirm").click().run()
    return at


@pytest.mark.parametrize("page", [page for page in PAGES if page != "upload"])
def test_without_data_a_page_offers_the_sample_and_the_upload(empty, page):
    turn_to(empty, page)
    assert "还没有数据。请上传问卷导出和服务工单，或先用示例数据了解一下。" in words(empty)
    assert empty.button(key="use-sample").label == "使用示例数据"
    assert not empty.metric
    assert not empty.multiselect


@pytest.mark.parametrize("page", PAGES)
def test_one_click_takes_the_sample(page):
    at = turn_to(opened(), page)
    at.button(key="use-sample-here" if page == "upload" else "use-sample").click().run()
    assert not at.exception
    assert "还没有数据" not in words(at)
    assert [filter_.key for filter_ in at.multiselect] == list(NOWHERE)
    if page == "upload":
        assert "已确认 4 个文件。" in words(at)


@pytest.mark.parametrize("page", RESULTS)
def test_where_nothing_matches_a_page_offers_to_clear_the_filters(nowhere, page):
    turn_to(nowhere, page)
    assert "当前筛选条件下没有任何答卷或工单。请放宽筛选。" in words(nowhere)
    assert nowhere.button(key="clear-filters-here").label == "清除筛选"
    assert not nowhere.metric


def test_where_nothing_matches_the_account_of_the_files_still_stands(nowhere):
    turn_to(nowhere, "quality")
    assert "读入: 3,000" in words(nowhere)


def test_without_data_in_english():
    at = opened(lang="en")
    assert "There is no data yet." in words(at)
    assert at.button(key="use-sample").label == "Use the sample data"


def test_clearing_the_filters_brings_the_numbers_back():
    at = opened(sample=True)
    for name, value in NOWHERE.items():
        at.multiselect(key=name).set_value([value])
    at.run()
    at.button(key="clear-filters-here").click().run()
    assert [at.multiselect(key=name).value for name in NOWHERE] == [[]] * 5
    assert "综合指数: 83.6 分" in words(at)


@pytest.mark.parametrize("page", ["overview", "segments", "weak_areas"])
def test_six_answers_are_listed_but_not_judged(tiny, page):
    turn_to(tiny, page)
    assert "样本太少，无法评判（最大 n = 6）。下面列出的数值仅供参考，不排名。" in words(tiny)


def test_six_answers_give_no_value_but_their_interval_and_the_reason(tiny):
    turn_to(tiny, "overview")
    assert "外部评价指数: –" in words(tiny)
    assert "样本不足，不评判：n = 6（至少 30）" in words(tiny)
    assert "在可以评判的切片中没有发现薄弱环节。" in words(tiny)
    # Levels 5, 4, 3, 4, 4, 5 are 100, 75, 50, 75, 75, 100: mean 79.17, standard error 7.68; t(5) = 2.571.
    assert "95 %: 59.4–98.9 · n = 6" in words(tiny)


@pytest.mark.parametrize("page", ["managers", "scorecards"])
def test_a_survey_without_managers_says_which_column_is_missing(tiny, page):
    turn_to(tiny, page)
    assert "数据中没有客户经理。请在“上传与字段对应”中指定客户经理列。" in words(tiny)


def test_six_rows_are_accounted_for(tiny):
    turn_to(tiny, "quality")
    assert [(metric.label, metric.value) for metric in tiny.metric] == [
        ("读入", "6"),
        ("采用", "6"),
        ("搁置", "0"),
    ]


def test_files_without_a_rated_question_say_what_to_do():
    at = turn_to(opened(), "upload")
    unrated = survey_file([("东区", "路灯太暗"), ("西区", "电话打不通")], "您的意见和建议")
    at.file_uploader(key="files-0").upload("comments.xlsx", unrated, XLSX).run()
    at.button(key="confirm").click().run()
    turn_to(at, "overview")
    assert "这些文件里没有可以计分的题目或工单。" in words(at)
