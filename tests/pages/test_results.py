"""What the pages say about the sample data. The planted truths are those of sample_data/README.md."""

from __future__ import annotations

import json
import re

import pytest

from tests.support.screens import opened, turn_to, words


@pytest.fixture(scope="module")
def sample():
    return opened(sample=True)


def charts(at):
    return [json.loads(element.proto.spec) for element in at.get("plotly_chart")]


def test_overview_leads_with_three_indices_and_their_evidence(sample):
    text = words(turn_to(sample, "overview"))
    for index in ("外部评价指数", "内部评价指数", "综合指数"):
        assert re.search(rf"^{index}: \d\d\.\d 分$", text, re.MULTILINE)
    evidence = re.findall(r"^\S+ · 95 %: \d\d\.\d–\d\d\.\d · n = ([\d,]+)$", text, re.MULTILINE)
    assert len(evidence) == 3
    assert "无返工率、走访覆盖率 没有数据，其 30% 的权重已按比例分给其余部分" in text


def test_overview_names_the_planted_weak_areas_first(sample):
    found = [text.value for text in turn_to(sample, "overview").markdown if "q < 0.001" in text.value]
    assert [text.split(" — ")[0] for text in found] == [
        "**工业密集 × 禾川县** · 按时率",
        "**蓝采薇 (KH043)** · 服务态度",
        "**居民 × 社区** · 沟通",
    ]


def test_overview_warns_that_the_order_of_the_regions_may_be_chance(sample):
    assert "各区县的区间相互重叠：下面的名次可能只是偶然。" in words(turn_to(sample, "overview"))


def test_overview_draws_every_dimension_and_names_every_legend_entry(sample):
    profile, trend = charts(turn_to(sample, "overview"))
    assert [trace["name"] for trace in profile["data"]] == ["综合", "外部（问卷）", "内部（工单）"]
    assert sum(len(trace["x"]) for trace in profile["data"]) == 12
    assert trend["layout"]["xaxis"]["ticktext"] == ["2025Q1", "2025Q2", "2025Q3", "2025Q4"]


def test_overview_in_english():
    at = opened(sample=True, lang="en")
    text = words(at)
    assert re.search(r"^total index: \d\d\.\d points$", text, re.MULTILINE)
    assert len(re.findall(r"^\w+ · 95 %: \d\d\.\d–\d\d\.\d · n = [\d,]+$", text, re.MULTILINE)) == 3
    assert "**residential × community** · communication — " in text
    assert "Look here first" in text


def test_segments_compare_the_six_regions_and_community_residents_come_last(sample):
    text = words(turn_to(sample, "segments"))
    assert "可评判 6 个" in text
    sample.selectbox(key="subject").set_value("segment").run()
    sample.selectbox(key="what").set_value(("external", "communication")).run()
    assert re.search(r"最差的是居民 × 社区，\d\d\.\d 分", words(sample))


def test_managers_say_what_the_mix_of_customers_explains(sample):
    turn_to(sample, "managers")
    sample.selectbox(key="manager").set_value("KH002").run()
    text = words(sample)
    assert "其服务的客户普遍评分较低，调整后提高" in text
    assert re.search(r"排名第 \d+（95 % 区间：第 \d+ 至第 \d+）", text)


def test_the_manager_with_four_answers_is_not_ranked(sample):
    turn_to(sample, "managers")
    assert "未评判 1 个" in words(sample)
    sample.selectbox(key="manager").set_value("KH014").run()
    assert "排名第" not in words(sample)
    turn_to(sample, "scorecards")
    sample.selectbox(key="manager").set_value("KH014").run()
    assert "外部评价指数: –" in words(sample)
    assert "样本不足，不评判：n = 4（至少 30）" in words(sample)


def test_weak_areas_count_what_was_compared_and_what_was_not_judged(sample):
    text = words(turn_to(sample, "weak_areas"))
    compared, found, unjudged = (
        int(re.search(pattern, text)[1].replace(",", ""))
        for pattern in (r"共比较 ([\d,]+) 个", r"发现 (\d+) 项", r"另有 ([\d,]+) 个")
    )
    assert compared > 1000
    assert f"全部薄弱环节（{found} 项）" in text
    assert f"未评判（{unjudged:,}）" in text
    assert len(sample.dataframe[-1].value) == unjudged


def test_behind_the_slow_county_stand_its_repairs(sample):
    turn_to(sample, "weak_areas")
    behind = next(table.value for table in sample.dataframe if "题目／业务" in table.value.columns)
    assert behind.iloc[0]["题目／业务"] == "故障抢修"
    assert re.search(r"差距区间 -\d+\.\d 至 -\d+\.\d 分", words(sample))


def test_scorecards_can_be_taken_for_one_and_for_all(sample):
    turn_to(sample, "scorecards")
    labels = {button.key: button.label for button in sample.get("download_button")}
    assert labels["download-card"] == "下载该客户经理的评价卡"
    assert labels["download-cards"] == "下载全部评价卡（60 份，zip）"


def test_quality_accounts_for_every_row_of_every_file(sample):
    numbers = [int(metric.value.replace(",", "")) for metric in turn_to(sample, "quality").metric]
    accounts = list(zip(numbers[::3], numbers[1::3], numbers[2::3], strict=True))
    assert len(accounts) == 4
    assert [read for read, _, _ in accounts] == [60, 210, 3000, 8001]
    assert all(read == used + aside for read, used, aside in accounts)
    aside = next(table.value for table in sample.dataframe if "行号" in table.value.columns)
    assert aside.set_index("原因").loc["合计或平均行", "行号"] == "8003"
    assert aside["数量"].sum() == accounts[3][2]


def test_filters_narrow_every_page_and_stay_when_the_page_changes():
    at = opened(sample=True)
    at.multiselect(key="region").set_value(["禾川县"]).run()
    narrowed = words(at)
    assert "n = 2,993" not in narrowed
    for page in ("segments", "weak_areas", "upload", "overview"):
        turn_to(at, page)
        assert at.multiselect(key="region").value == ["禾川县"]
    assert words(at) == narrowed


@pytest.mark.parametrize(("asked", "title"), [("en", "Overview"), ("zh", "总览"), ("fr", "总览")])
def test_a_link_opens_in_its_language(asked, title):
    at = opened(lang=asked)
    assert [heading.value for heading in at.title] == [title]
