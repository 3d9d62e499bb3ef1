from __future__ import annotations

import json
import math

import pandas as pd
import pytest

from analytics import figures
from analytics.figures import theme
from analytics.scheme import default_scheme
from analytics.tables import FINDINGS, SCORES

SCHEME = default_scheme()


def scores(*rows: dict) -> pd.DataFrame:
    plain = {
        "subject": "manager", "side": "external", "dimension": "index", "measure": "index", "kind": "raw",
        "confidence": 0.95, "n": 40, "judged": True, "reason": "", "band": "",
    }  # fmt: skip
    return SCORES.frame(pd.DataFrame([{**plain, **row} for row in rows]))


def blank(values) -> list[float | None]:
    return [None if value is None or math.isnan(value) else round(value, 6) for value in values]


def everything(figure) -> str:
    return json.dumps(json.loads(figure.to_json()), ensure_ascii=False)


@pytest.fixture
def ranked() -> pd.DataFrame:
    return scores(
        {"key": "KH1", "label": "王芳", "side": "total", "value": 71.0, "lower": 66.0, "upper": 75.0, "band": "一般",
         "rank": 2, "rank_lower": 1, "rank_upper": 3},
        {"key": "KH2", "label": "李强", "side": "total", "value": 92.0, "lower": 90.0, "upper": 95.0, "band": "优秀",
         "rank": 1, "rank_lower": 1, "rank_upper": 1},
        {"key": "KH3", "label": "赵敏", "side": "total", "value": 99.0, "lower": 80.0, "upper": 100.0, "n": 7,
         "judged": False, "reason": "样本不足，n = 7"},
        {"key": "KH4", "label": "孙伟", "side": "total", "n": 4, "judged": False, "reason": "样本不足，n = 4"},
    )  # fmt: skip


def test_ranking_sorts_the_judged_and_puts_the_others_hollow_below(ranked):
    figure = figures.ranking(ranked, SCHEME, "zh").figure
    best, fair, rest = figure.data
    assert (best.name, list(best.x), list(best.y)) == ("优秀", [92.0], [0])
    assert (fair.name, list(fair.x), list(fair.y)) == ("一般", [71.0], [1])
    assert (rest.name, blank(rest.x), list(rest.y)) == ("未评判", [99.0, None], [2, 3])
    assert rest.marker.symbol == "circle-open"
    assert best.marker.symbol == "circle"
    assert best.marker.color != fair.marker.color != rest.marker.color
    assert (list(fair.error_x.array), list(fair.error_x.arrayminus)) == ([4.0], [5.0])
    assert list(figure.layout.yaxis.ticktext) == ["李强", "王芳", "赵敏 (n = 7)", "孙伟 (n = 4)"]
    assert list(figure.layout.yaxis.range) == [3.6, -0.6]


def test_ranking_tells_value_interval_n_band_and_rank_on_hover(ranked):
    chart = figures.ranking(ranked, SCHEME, "zh")
    assert chart.figure.data[1].hovertext == (
        "王芳<br>71.0 分 · 95 %: 66.0–75.0 · n = 40<br>一般<br>第 2 名（95 %：1–3）",
    )
    assert chart.figure.data[2].hovertext[1] == "孙伟<br>– · n = 4 · 样本不足，n = 4"


def test_ranking_alt_text_and_table_state_the_same(ranked):
    chart = figures.ranking(ranked, SCHEME, "en")
    assert chart.alt == (
        "total index from best to worst, 2 judged: best is 李强 with 92.0 points (90.0–95.0), "
        "worst is 王芳 with 71.0 points (66.0–75.0). 2 not judged, listed below."
    )
    assert chart.table["group's name"].tolist() == ["李强", "王芳", "赵敏", "孙伟"]
    assert blank(chart.table["value"]) == [92.0, 71.0, 99.0, None]


def test_ranking_of_complaints_has_the_fewest_at_the_top():
    rows = scores(
        {"key": "A", "label": "A", "side": "internal", "dimension": "complaints", "measure": "per_thousand", "value": 4.0},
        {"key": "B", "label": "B", "side": "internal", "dimension": "complaints", "measure": "per_thousand", "value": 1.0},
    )  # fmt: skip
    chart = figures.ranking(rows, SCHEME, "en")
    assert list(chart.figure.layout.yaxis.ticktext) == ["B", "A"]
    assert chart.figure.layout.xaxis.title.text.startswith("complaints per thousand customers (per 1,000)")
    assert list(chart.figure.data[0].x) == [1.0, 4.0]


def test_ranking_where_nothing_may_be_judged_says_so(ranked):
    chart = figures.ranking(ranked[~ranked["judged"]], SCHEME, "en")
    assert chart.alt == "Nothing may be judged; 2 not judged."
    assert figures.ranking(ranked.iloc[:0], SCHEME, "zh").alt == "没有可评判的对象；未评判 0 个。"


def test_labels_are_shown_as_written_not_as_markup(ranked):
    ranked.loc[0, "label"] = "<a href='x'>王</a>"
    figure = figures.ranking(ranked, SCHEME, "zh").figure
    assert figure.layout.yaxis.ticktext[1] == "&lt;a href='x'&gt;王&lt;/a&gt;"
    assert figure.data[1].hovertext[0].startswith("&lt;a href='x'&gt;王&lt;/a&gt;<br>")


def test_long_labels_are_cut_by_width():
    assert theme.short("供" * 22) == "供" * 22
    assert theme.short("供" * 23) == "供" * 21 + "…"
    assert theme.short("a" * 44) == "a" * 44
    assert theme.short("a" * 45) == "a" * 43 + "…"


def test_profile_draws_both_sides_and_the_reference():
    own = scores(
        {"key": "KH1", "label": "王芳", "dimension": "attitude", "value": 60.0, "lower": 55.0, "upper": 66.0},
        {"key": "KH1", "label": "王芳", "dimension": "index", "value": 70.0, "lower": 68.0, "upper": 72.0},
        {"key": "KH1", "label": "王芳", "side": "internal", "dimension": "timeliness", "value": 90.0, "lower": 80.0,
         "upper": 96.0, "n": 12, "judged": False, "reason": "样本不足"},
        {"key": "KH1", "label": "王芳", "side": "internal", "dimension": "timeliness", "measure": "rate", "value": 90.0,
         "n": 12, "judged": False},
    )  # fmt: skip
    others = scores(
        {"subject": "all", "key": "all", "label": "全部", "dimension": "attitude", "value": 75.0},
        {"subject": "all", "key": "all", "label": "全部", "dimension": "index", "value": 74.0},
    )
    chart = figures.profile(own, others, SCHEME, "zh")
    survey, records, reference = chart.figure.data
    assert (survey.name, list(survey.x), list(survey.y)) == ("外部（问卷）", [70.0, 60.0], [0, 1])
    assert (list(survey.error_x.array), list(survey.error_x.arrayminus)) == ([2.0, 6.0], [2.0, 5.0])
    assert (records.name, list(records.x), list(records.y)) == ("内部（工单）", [90.0], [2])
    assert list(records.marker.symbol) == ["circle-open"]
    assert (reference.name, blank(reference.x), reference.marker.symbol) == (
        "全部",
        [74.0, 75.0, None],
        "line-ns",
    )
    assert list(chart.figure.layout.yaxis.ticktext) == ["<b>外部评价指数</b>", "服务态度", "按时率 (n = 12)"]
    assert "指标值: 90.0 %" in records.hovertext[0]
    assert chart.alt == (
        "王芳各维度得分与参照（全部）的比较：0 个维度较高，1 个较低。"
        "相对最弱的是服务态度：60.0 分（55.0–66.0），参照 75.0 分。"
    )
    assert blank(chart.table["全部"]) == [74.0, 75.0, None]


def test_profile_without_a_reference_still_shows_the_subject():
    own = scores(
        {"key": "KH1", "label": "王芳", "dimension": "attitude", "value": 60.0},
        {"key": "KH1", "label": "王芳", "dimension": "accuracy", "value": 70.0},
    )
    chart = figures.profile(own, own.iloc[:0], SCHEME, "en")
    (dots,) = chart.figure.data
    assert list(dots.x) == [70.0, 60.0]
    assert (
        chart.alt
        == "王芳: scores of 2 dimensions; highest accuracy 70.0 points, lowest attitude 60.0 points."
    )


def test_heatmap_has_text_in_judged_cells_and_n_in_hatched_ones():
    rows = scores(
        {"subject": "area", "key": "城区", "label": "urban", "dimension": "attitude", "value": 80.0},
        {"subject": "area", "key": "城区", "label": "urban", "dimension": "index", "value": 82.0},
        {"subject": "area", "key": "边远", "label": "remote", "dimension": "attitude", "value": 61.0, "n": 7, "judged": False},
        {"subject": "area", "key": "边远", "label": "remote", "dimension": "index", "value": 58.5, "n": 44},
    )  # fmt: skip
    chart = figures.heatmap(rows, SCHEME, "en")
    cells, hatched = chart.figure.data
    assert [blank(row) for row in cells.z] == [[82.0, 80.0], [58.5, None]]
    assert cells.texttemplate == "%{z:.0f}"
    assert (list(hatched.x), list(hatched.base), list(hatched.text)) == ([1], [0.54], ["n = 7"])
    assert hatched.marker.pattern.shape == "/"
    assert list(chart.figure.layout.xaxis.ticktext) == ["external index", "attitude"]
    assert list(chart.figure.layout.yaxis.ticktext) == ["urban", "remote"]
    assert chart.alt == (
        "Scores of 2 groups by 2 dimensions. Lowest is external index of remote: 58.5 points, n = 44. "
        "1 cells not judged."
    )
    assert len(chart.table) == 4


def test_trend_breaks_line_and_band_where_a_wave_has_no_value():
    points = pd.DataFrame(
        {
            "series": ["社区"] * 4,
            "wave": ["2025Q2", "2025Q1", "2025Q3", "2025Q4"],
            "value": [62.0, 60.0, None, 70.0],
            "lower": [59.0, 57.0, None, 66.0],
            "upper": [65.0, 64.0, None, 73.0],
            "n": [90, 100, 3, 20],
        }
    )
    chart = figures.trend(points, "沟通", SCHEME, "zh")
    band, line = chart.figure.data
    assert blank(line.x) == [0, 1, 2, 3]
    assert blank(line.y) == [60.0, 62.0, None, 70.0]
    assert blank(band.x) == [0, 1, 1, 0, None, 3, 3, None]
    assert blank(band.y) == [64.0, 65.0, 59.0, 57.0, None, 73.0, 66.0, None]
    assert [colour == "#ffffff" for colour in line.marker.color] == [False, False, True, True]
    assert line.hovertext[0] == "社区 · 2025Q1<br>60.0 分 · n = 100<br>95 %: 57.0–64.0"
    assert (
        chart.alt
        == "沟通随批次的变化，共 1 条线。变化最大的是社区：从 2025Q1 的 60.0 分 到 2025Q4 的 70.0 分。"
    )
    assert list(chart.table.columns) == ["系列", "批次", "得分", "下限", "上限", "样本量"]


def test_trend_of_one_wave_shows_no_change():
    points = pd.DataFrame(
        {"series": ["a"], "wave": ["2025Q1"], "value": [60.0], "lower": [57.0], "upper": [63.0], "n": [50]}
    )
    chart = figures.trend(points, "attitude", SCHEME, "en")
    assert chart.alt == "attitude: fewer than two waves, so no change can be shown."
    assert blank(chart.figure.data[1].y) == [60.0]


@pytest.fixture
def findings() -> pd.DataFrame:
    plain = {
        "side": "external",
        "dimension": "attitude",
        "measure": "index",
        "confidence": 0.95,
        "reason": "低",
    }
    return FINDINGS.frame(
        pd.DataFrame(
            [
                {**plain, "severity": "medium", "slice": "area=农村", "value": 70.0, "reference": 76.5, "gap": -6.5,
                 "gap_lower": -9.0, "gap_upper": -4.0, "n": 210},
                {**plain, "severity": "high", "slice": "manager=KH1", "value": 60.0, "reference": 76.0, "gap": -16.0,
                 "gap_lower": -21.0, "gap_upper": -10.0, "n": 52},
            ]
        )
    )  # fmt: skip


def test_gaps_put_the_largest_at_the_top_with_interval_and_practical_gap(findings):
    chart = figures.gaps(findings, SCHEME, "zh", {"KH1": "王芳"})
    high, medium = chart.figure.data
    assert (list(high.x), list(high.y)) == ([-16.0], [0])
    assert (list(high.error_x.array), list(high.error_x.arrayminus)) == ([6.0], [5.0])
    assert (list(medium.x), list(medium.y)) == ([-6.5], [1])
    assert list(chart.figure.layout.yaxis.ticktext) == ["王芳 (KH1) · 服务态度", "农村 · 服务态度"]
    assert [(line.x0, line.line.dash) for line in chart.figure.layout.shapes] == [
        (0, "solid"),
        (-5.0, "dash"),
    ]
    assert (
        chart.alt == "薄弱环节 2 个。差距最大的是王芳 (KH1)的服务态度：-16.0 分（-21.0 至 -10.0），n = 52。"
    )
    assert chart.table["差距（分）"].tolist() == [-16.0, -6.5]


def test_no_gaps_is_a_sentence(findings):
    chart = figures.gaps(findings.iloc[:0], SCHEME, "en")
    assert chart.alt == "No weak area was found."
    assert len(chart.figure.data) == 0


def test_kinds_connect_each_managers_scores():
    rows = scores(
        {"key": "KH1", "label": "王芳", "kind": "shrunk", "value": 74.0},
        {"key": "KH1", "label": "王芳", "kind": "raw", "value": 60.0},
        {"key": "KH1", "label": "王芳", "kind": "adjusted", "value": 78.0},
        {"key": "KH2", "label": "李强", "kind": "raw", "value": 90.0},
        {"key": "KH2", "label": "李强", "kind": "shrunk", "value": 86.0},
        {"key": "KH3", "label": "赵敏", "kind": "raw", "value": 99.0, "judged": False},
    )
    chart = figures.kinds(rows, SCHEME, "en")
    links, raw, adjusted, shrunk = chart.figure.data
    assert list(links.x) == [86.0, 90.0, None, 60.0, 78.0, None]
    assert list(links.y) == [0, 0, None, 1, 1, None]
    assert (raw.name, list(raw.x), list(raw.y)) == ("raw", [90.0, 60.0], [0, 1])
    assert (adjusted.name, list(adjusted.x), list(adjusted.y)) == ("case-mix adjusted", [78.0], [1])
    assert (shrunk.name, list(shrunk.x), list(shrunk.y)) == ("shrunk", [86.0, 74.0], [0, 1])
    assert chart.alt == (
        "Kinds of score side by side for 2 managers, external index. "
        "The largest change is for 王芳: raw 60.0 points, shrunk 74.0 points."
    )


def test_kinds_not_computed_are_absent():
    figure = figures.kinds(scores({"key": "KH1", "label": "王芳", "value": 60.0}), SCHEME, "zh").figure
    assert [trace.name for trace in figure.data] == [None, "原始"]


def test_charts_name_no_address_of_the_network(ranked, findings):
    for chart in (figures.ranking(ranked, SCHEME, "zh"), figures.gaps(findings, SCHEME, "zh")):
        assert "http" not in everything(chart.figure)


def contrast(one: str, other: str) -> float:
    """WCAG 2.2 contrast ratio of two #rrggbb colours."""

    def luminance(colour: str) -> float:
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_contrast_is_that_of_wcag():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)


@pytest.mark.parametrize("colour", [theme.TEXT, theme.MUTED])
def test_text_is_readable_on_the_background(colour):
    assert contrast(colour, theme.BACKGROUND) >= 4.5


@pytest.mark.parametrize("cell", theme.HEAT)
def test_text_is_readable_in_every_cell_of_a_heat_map(cell):
    assert contrast(theme.TEXT, cell) >= 4.5


@pytest.mark.parametrize(
    "colour", [*theme.GRADES, *theme.SERIES, *theme.SIDES.values(), *theme.KINDS.values(), theme.UNJUDGED, theme.OUTLINE]
)  # fmt: skip
def test_marks_stand_out_from_the_background(colour):
    assert contrast(colour, theme.BACKGROUND) >= 3


@pytest.mark.parametrize("fill", theme.SEVERITIES.values())
def test_intervals_stand_out_from_the_bars(fill):
    assert contrast(theme.TEXT, fill) >= 3


def test_every_band_of_a_scheme_has_its_own_colour():
    colours = theme.band_colours(SCHEME)
    assert colours["优秀"] == colours["excellent"] == "rgb(11, 60, 125)"
    assert len({colours[band.zh] for band in SCHEME.bands}) == 5
