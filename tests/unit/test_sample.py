"""The sample holds what it says it holds: every truth and every piece of dirt, by arithmetic of its own."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import chinese_calendar
import openpyxl
import pandas as pd
import pytest
from python_calamine import CalamineWorkbook

from analytics.sample import Sample, generate, write
from analytics.sample.truths import CHILD_ORDERS, EFFECTS, RECORDS_DIRT, SURVEY_DIRT
from analytics.sample.workbooks import write_workbook
from analytics.scheme import default_scheme

COMMITTED = Path(__file__).parents[2] / "sample_data"
POINTS = {"非常满意": 100, "满意": 75, "一般": 50, "不满意": 25, "非常不满意": 0}
BLOCKS = {  # columns of survey.xlsx, counted from 0
    "effectiveness": [14, 15],
    "accuracy": [16, 17],
    "timeliness": [18, 19, 20],
    "attitude": [21, 22, 23],
    "communication": [24, 25, 26],
}
OVERALL = 27
SURVEY_HEADERS = [
    "序号",
    "提交答卷时间",
    "所用时间",
    "来源",
    "来源详情",
    "来自IP",
    "1、您的用户编号",
    "2、为您服务的客户经理",
    "3、您所在的区县",
    "4、您所属的供电所",
    "5、客户类别",
    "6、区域属性",
    "7、最近办理的业务类别",
    "8、办理渠道",
]
RECORD_HEADERS = (
    "工单编号 用户编号 业务类别 客户类别 供电区域 所属区县 供电所名称 客户经理 受理渠道 受理时间 办结时间 到达现场时长(分钟) "
    "故障修复时长(分钟) 工单状态 责任分类 主单编号 重复反映标志 是否回访 首次答复评价 最后答复评价"
)


def folded(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def numbers(sample: Sample, names: pd.Series, stations: pd.Series) -> list[str]:
    """Manager numbers by name and station, by name where it is unique; names nobody has stay as they are."""
    roster = sample.managers
    exact = dict(zip(zip(roster["姓名"], roster["供电所"], strict=True), roster["工号"], strict=True))
    unique = dict(zip(roster["姓名"], roster["工号"], strict=True))
    return [
        exact.get((folded(name), station)) or unique.get(folded(name), folded(name))
        for name, station in zip(names, stations, strict=True)
    ]


def scored(sample: Sample) -> pd.DataFrame:
    survey = sample.survey
    points = survey.iloc[:, 14:28].map(POINTS.get).astype(float)
    points.columns = range(14, 28)
    return pd.DataFrame(
        {dimension: points[columns].mean(axis=1) for dimension, columns in BLOCKS.items()}
        | {
            "overall": points[OVERALL],
            "manager": numbers(sample, survey["2、为您服务的客户经理"], survey["4、您所属的供电所"]),
            "region": survey["3、您所在的区县"],
            "class": survey["5、客户类别"],
            "area": survey["6、区域属性"],
            "business": survey["7、最近办理的业务类别"],
            "channel": survey["8、办理渠道"],
            "quarter": survey["提交答卷时间"].str[5:7].astype(int) // 3,
        }
    )


def judged(sample: Sample) -> pd.DataFrame:
    """Orders with a limit, once each, and whether they kept it (regulator, CSG and State Grid limits)."""
    orders = sample.records[sample.records["工单编号"] != "合计"].drop_duplicates("工单编号")
    orders = orders[orders["办结时间"] >= orders["受理时间"]]
    minutes = {"城区": 60, "社区": 60, "工业密集": 60, "农村": 120, "边远": 240}
    days = {"居民": 2, "非居民": 3}

    def on_time(order: pd.Series) -> bool | None:
        business = order["业务类别"]
        if business == "故障抢修":
            return bool(order["到达现场时长(分钟)"] <= minutes[order["供电区域"]])
        if business == "欠费复电":
            return order["办结时间"] - order["受理时间"] <= pd.Timedelta(hours=12)
        limit = {
            "投诉": 10,
            "电能表校验": 5,
            "业扩报装": days.get(order["客户类别"], 5),
        }.get(business)
        if limit is None:
            return None
        begun, ended = order["受理时间"].date(), order["办结时间"].date()
        first = int(chinese_calendar.is_workday(begun))
        return len(chinese_calendar.get_workdays(begun, ended)) - first <= limit

    return orders.assign(on_time=orders.apply(on_time, axis=1)).dropna(subset=["on_time"])


@pytest.fixture(scope="module")
def sample() -> Sample:
    return generate()


@pytest.fixture(scope="module")
def scores(sample: Sample) -> pd.DataFrame:
    return scored(sample)


@pytest.fixture(scope="module")
def unplanted() -> Sample:
    return generate(effects=())


@pytest.fixture(scope="module")
def files(sample: Sample, tmp_path_factory) -> tuple[Path, ...]:
    return write(sample, tmp_path_factory.mktemp("sample"))


def community(scores: pd.DataFrame) -> pd.Series:
    return (scores["class"] == "居民") & (scores["area"] == "社区")


def gap(scores: pd.DataFrame, rows: pd.Series, dimension: str) -> float:
    return scores.loc[rows, dimension].mean() - scores.loc[~rows, dimension].mean()


class TestForm:
    def test_sizes(self, sample):
        assert len(sample.survey) == 3000
        assert len(sample.records) == 8001  # 8,000 orders as exported and the totals row
        assert len(sample.managers) == 60
        assert sample.customers["户数"].sum() == sample.managers["服务户数"].sum()
        assert abs(sample.customers["户数"].sum() - 60_000) < 60

    def test_headers(self, sample):
        headers = list(sample.survey.columns)
        assert headers[:14] == SURVEY_HEADERS
        assert headers[14].startswith("9、请您对客户经理的服务进行评价：—")
        assert all(header.startswith("9、") and "—" not in header for header in headers[15:27])
        assert headers[27:] == ["10、总体来说，您对供电服务的满意程度", "11、您的意见和建议"]
        assert list(sample.records.columns) == RECORD_HEADERS.split()
        assert list(sample.managers.columns) == [
            "工号",
            "姓名",
            "所属区县",
            "供电所",
            "层级",
            "岗位",
            "服务客户类别",
            "服务户数",
        ]
        assert list(sample.customers.columns) == ["区县", "客户类别", "区域属性", "户数"]

    def test_each_item_carries_the_words_of_its_dimension_only(self, sample):
        words = {d.key: d.keywords for d in default_scheme().on("external")}
        for dimension, columns in BLOCKS.items():
            for column in columns:
                header = sample.survey.columns[column]
                assert {key for key, keys in words.items() if any(w in header for w in keys)} == {dimension}

    def test_values_are_those_of_the_text_layout(self, sample):
        survey = sample.survey
        assert survey["提交答卷时间"].str.fullmatch(r"2025/(03|06|09|12)/\d\d \d\d:\d\d:\d\d").all()
        assert survey["所用时间"].str.fullmatch(r"\d+秒").all()
        assert set(survey.iloc[:, 14:28].to_numpy().ravel()) == {*POINTS, "(跳过)"}
        assert list(survey["序号"]) == list(range(1, 3001))

    def test_six_counties_of_three_stations_and_sixty_numbered_managers(self, sample):
        assert list(sample.managers["工号"]) == [f"KH{i:03d}" for i in range(1, 61)]
        stations = sample.managers.groupby("所属区县")["供电所"].nunique()
        assert stations.to_dict() == dict.fromkeys(
            ("云澜区", "禾川县", "松屿县", "望湖县", "石桥区", "枫林县"), 3
        )

    def test_customer_counts_agree_with_the_roster(self, sample):
        by_county = sample.customers.groupby("区县")["户数"].sum()
        assert by_county.to_dict() == sample.managers.groupby("所属区县")["服务户数"].sum().to_dict()
        residential = sample.customers[sample.customers["客户类别"] == "居民"]["户数"].sum()
        assert 0.5 < residential / sample.customers["户数"].sum() < 0.8

    def test_the_survey_asks_other_classes_far_beyond_their_number(self, sample):
        assert (sample.survey["5、客户类别"] == "居民").mean() < 0.4
        assert (sample.survey.groupby(["5、客户类别", "6、区域属性"]).size() > 0).sum() == 35

    def test_orders_of_one_year_with_realistic_shares(self, sample):
        orders = sample.records.iloc[:-1]
        started = orders[["受理时间", "办结时间"]].min(axis=1)
        assert started.min() >= pd.Timestamp("2025-01-01")
        assert started.max() < pd.Timestamp("2026-01-01")
        share = orders["业务类别"].value_counts(normalize=True)
        planned = {"故障抢修": 0.34, "投诉": 0.06, "业扩报装": 0.11, "欠费复电": 0.09, "电能表校验": 0.04}
        assert all(abs(share[business] - p) < 0.02 for business, p in planned.items())
        assert abs((orders["重复反映标志"] == "是").mean() - 0.06) < 0.01
        assert {"作废", "终止", "撤诉"} < set(orders["工单状态"])
        assert set(orders[orders["工单状态"] == "撤诉"]["业务类别"]) == {"投诉"}
        assert (orders["责任分类"] == "用户责任").sum() > 100


class TestTruths:
    def test_every_effect_has_its_test(self):
        assert {effect.key for effect in EFFECTS} == {
            "community_residents",
            "slow_repair",
            "slow_repair_felt",
            "weak_attitude",
            "four_perfect",
            "measure_worked",
        }

    def test_baseline(self, scores):
        assert 78 < scores[list(BLOCKS)].mean(axis=1).mean() < 82
        assert 78 < scores["overall"].mean() < 82

    def test_community_residents_are_weak_in_communication(self, scores):
        cured = (scores["region"] == "松屿县") & (scores["quarter"] == 4)
        rows = community(scores)
        others = scores[~(rows & cured)]
        assert (rows & ~cured).sum() == 332
        assert gap(others, community(others), "communication") == pytest.approx(-14, abs=1.6)
        for dimension in ("effectiveness", "accuracy", "timeliness", "attitude"):
            assert gap(others, community(others), dimension) == pytest.approx(-3, abs=2)

    @pytest.mark.parametrize(("column", "value"), [("class", "居民"), ("area", "社区")])
    def test_the_parents_of_that_cell_are_at_the_baseline(self, scores, column, value):
        outside = scores[~community(scores)]
        assert abs(gap(outside, outside[column] == value, "communication")) < 1.5
        assert gap(scores, scores[column] == value, "communication") > -5  # the practical gap

    def test_the_measure_worked_in_one_quarter(self, scores):
        there = community(scores) & (scores["region"] == "松屿县")
        rest = scores[~community(scores)]["communication"].mean()
        before, after = (scores[there & rows] for rows in (scores["quarter"] < 4, scores["quarter"] == 4))
        assert (len(before), len(after)) == (60, 66)
        assert before["communication"].mean() - rest == pytest.approx(-14, abs=3.5)
        assert after["communication"].mean() - rest == pytest.approx(0, abs=2.5)

    def test_repairs_are_slow_in_one_industrial_area(self, sample):
        repairs = judged(sample)
        repairs = repairs[repairs["业务类别"] == "故障抢修"]
        county, industrial = repairs["所属区县"] == "禾川县", repairs["供电区域"] == "工业密集"
        rate = repairs["on_time"].astype(float) * 100
        assert (county & industrial).sum() >= 120
        assert rate[county & industrial].mean() == pytest.approx(55, abs=4)
        assert rate[county & ~industrial].mean() == pytest.approx(93, abs=2)
        assert rate[~county & industrial].mean() == pytest.approx(93, abs=2)

    def test_customers_feel_the_slow_repairs(self, scores):
        rows = (scores["region"] == "禾川县") & (scores["area"] == "工业密集")
        assert rows.sum() > 100
        assert gap(scores, rows, "timeliness") == pytest.approx(-8, abs=1.8)
        assert all(abs(gap(scores, rows, dimension)) < 4 for dimension in BLOCKS if dimension != "timeliness")

    def test_other_orders_are_on_time(self, sample):
        orders = judged(sample)
        slow = (orders["所属区县"] == "禾川县") & (orders["供电区域"] == "工业密集")
        assert 92 < 100 * orders[~slow]["on_time"].mean() < 94

    def test_one_manager_is_weak_in_attitude(self, scores):
        rows = scores["manager"] == "KH043"
        assert rows.sum() == 66
        assert gap(scores, rows, "attitude") == pytest.approx(-16, abs=2.5)
        assert all(abs(gap(scores, rows, dimension)) < 4 for dimension in BLOCKS if dimension != "attitude")

    def test_one_manager_has_four_perfect_answers(self, scores):
        mine = scores[scores["manager"] == "KH014"]
        assert len(mine) == 4
        assert (mine[[*BLOCKS, "overall"]] == 100).all(axis=None)

    @pytest.mark.parametrize("number", ["KH002", "KH032", "KH052"])
    def test_specialists_look_bad_and_are_average_for_their_mix(self, scores, number):
        rows = scores["manager"] == number
        assert rows.sum() == 64
        assert community(scores)[rows].all()
        assert gap(scores, rows, "communication") < -10
        cured = (scores["region"] == "松屿县") & (scores["quarter"] == 4)
        peers = scores[community(scores) & ~cured]
        of_mix = [gap(peers, peers["manager"] == number, dimension) for dimension in BLOCKS]
        assert abs(sum(of_mix) / 5) < 1.6
        assert max(map(abs, of_mix)) < 4.5

    def test_without_effects_nothing_is_weak(self, unplanted):
        scores = scored(unplanted)
        for column in ("region", "class", "area", "business", "channel"):
            for value, n in scores[column].value_counts().items():
                for dimension in BLOCKS:
                    error = scores[dimension].std() / n**0.5
                    assert abs(gap(scores, scores[column] == value, dimension)) < 4 * error + 1
        assert all(abs(gap(scores, community(scores), dimension)) < 2.5 for dimension in BLOCKS)
        groups = judged(unplanted).groupby(["所属区县", "供电区域"])["on_time"].agg(["sum", "size"])
        deviation = (groups["sum"] - 0.93 * groups["size"]) / (0.93 * 0.07 * groups["size"]) ** 0.5
        assert deviation.abs().max() < 4

    def test_namesakes_work_at_different_stations(self, sample, scores):
        twice = sample.managers[sample.managers["姓名"].duplicated(keep=False)]
        assert list(twice["工号"]) == ["KH019", "KH058"]
        assert twice["供电所"].nunique() == 2
        assert (scores["manager"] == "KH019").sum() >= 30
        assert (scores["manager"] == "KH058").sum() >= 30


class TestDirt:
    @pytest.mark.parametrize("table", ["survey", "records"])
    def test_managers_written_in_odd_ways(self, sample, table):
        column, counts = {
            "survey": ("2、为您服务的客户经理", SURVEY_DIRT),
            "records": ("客户经理", RECORDS_DIRT),
        }[table]
        names, known = getattr(sample, table)[column], set(sample.managers["姓名"])
        spaced = names[names.str.startswith(" ")]
        split = names[names.str.contains("\u3000")]
        numbered = names[names.str.fullmatch("ＫＨ[０-９]{3}")]
        assert {len(spaced), len(split), len(numbered)} == ({8, 6} if table == "survey" else {12, 9, 7})
        assert len(spaced) == counts["leading_space"]
        assert len(split) == counts["ideographic_space"]
        assert len(numbered) == counts["full_width_number"]
        assert set(map(folded, [*spaced, *split])) <= known
        assert set(map(folded, numbered)) <= set(sample.managers["工号"])
        odd = names[~names.isin(known) & (names != "")].drop([*spaced.index, *split.index, *numbered.index])
        assert list(odd) == (["简云舟"] * 5 if table == "survey" else [])

    def test_unknown_manager(self, sample):
        assert (
            (sample.survey["2、为您服务的客户经理"] == "简云舟").sum() == SURVEY_DIRT["unknown_manager"] == 5
        )
        assert "简云舟" not in set(sample.managers["姓名"])

    def test_skipped_answers(self, sample):
        assert (sample.survey == "(跳过)").to_numpy().sum() == SURVEY_DIRT["skipped"] == 840

    def test_orders_exported_twice(self, sample):
        orders = sample.records.iloc[:-1]
        twice = orders[orders["工单编号"].duplicated(keep=False)]
        assert len(twice) == 24
        assert orders["工单编号"].duplicated().sum() == RECORDS_DIRT["duplicate"] == 12
        assert twice.drop_duplicates().shape[0] == 12  # the same in every cell

    def test_ends_before_starts(self, sample):
        before = sample.records["办结时间"] < sample.records["受理时间"]
        assert before.sum() == RECORDS_DIRT["end_before_start"] == 10

    def test_unknown_station(self, sample):
        unknown = ~sample.records["供电所名称"].isin([*sample.managers["供电所"], ""])
        assert unknown.sum() == RECORDS_DIRT["unknown_station"] == 9
        assert set(sample.records[unknown]["供电所名称"]) == {"临江供电所"}
        assert set(sample.survey["4、您所属的供电所"]) == set(sample.managers["供电所"])

    def test_totals_row(self, sample):
        last, orders = sample.records.iloc[-1], sample.records.iloc[:-1]
        assert last["工单编号"] == "合计"
        assert last["到达现场时长(分钟)"] == orders["到达现场时长(分钟)"].sum()
        assert last["故障修复时长(分钟)"] == orders["故障修复时长(分钟)"].sum()
        assert (last.drop(["工单编号", "到达现场时长(分钟)", "故障修复时长(分钟)"]).fillna("") == "").all()

    def test_child_orders_point_to_earlier_parents(self, sample):
        orders = sample.records.iloc[:-1].drop_duplicates("工单编号").set_index("工单编号")
        children = orders[orders["主单编号"] != ""]
        parents = orders.loc[children["主单编号"]]
        assert len(children) == CHILD_ORDERS == 120
        assert list(children["用户编号"]) == list(parents["用户编号"])
        assert (children["受理时间"].to_numpy() > parents["受理时间"].to_numpy()).all()


class TestFiles:
    def test_names_sheets_and_title(self, files):
        assert [f.name for f in files] == [
            "survey.xlsx",
            "service_records.xlsx",
            "managers.xlsx",
            "customers.xlsx",
        ]
        book = openpyxl.load_workbook(files[1])
        assert book.sheetnames == ["工单"]
        assert book["工单"]["A1"].value == "云澜市供电局2025年服务工单明细"
        assert [str(r) for r in book["工单"].merged_cells.ranges] == ["A1:T1"]
        assert book["工单"]["A2"].value == "工单编号"
        assert book["工单"]["J3"].is_date
        assert book["工单"]["B3"].data_type == "s"
        assert book["工单"].max_row == 8003
        assert CalamineWorkbook.from_path(files[0]).sheet_names == ["Sheet1"]

    def test_same_seed_same_bytes(self, files, tmp_path):
        again = write(generate(2025), tmp_path)
        assert [f.read_bytes() for f in again] == [f.read_bytes() for f in files]

    def test_other_seed_other_answers(self, sample):
        other = generate(2026)
        assert not sample.survey.equals(other.survey)
        assert not sample.records.equals(other.records)

    def test_committed_files_are_what_the_generator_writes(self, files):
        for file in files:
            mine, committed = (CalamineWorkbook.from_path(path) for path in (file, COMMITTED / file.name))
            assert mine.sheet_names == committed.sheet_names
            for sheet in mine.sheet_names:
                assert (
                    mine.get_sheet_by_name(sheet).to_python()
                    == committed.get_sheet_by_name(sheet).to_python()
                )

    def test_committed_files_are_small(self):
        assert sum(path.stat().st_size for path in COMMITTED.glob("*.xlsx")) < 1_500_000

    def test_text_stays_text(self, tmp_path):
        words = ["=1+1", "{=1}", "http://a.example", "007", "合计"]
        path = write_workbook(pd.DataFrame({"文字": words}), tmp_path / "words.xlsx")
        cells = list(openpyxl.load_workbook(path)["Sheet1"]["A"])[1:]
        assert [cell.value for cell in cells] == words
        assert {cell.data_type for cell in cells} == {"s"}
        assert all(cell.hyperlink is None for cell in cells)

    def test_empty_cells_stay_empty(self, tmp_path):
        frame = pd.DataFrame({"a": ["x", ""], "b": [float("nan"), 1.5]})
        path = write_workbook(frame, tmp_path / "gaps.xlsx")
        page = openpyxl.load_workbook(path)["Sheet1"]
        assert [[cell.value for cell in row] for row in page] == [["a", "b"], ["x", None], [None, 1.5]]
