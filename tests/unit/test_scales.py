"""Answers and the scales they belong to."""

from __future__ import annotations

import pytest

from analytics.ingest.scales import SCALES, fit
from analytics.vocabulary import fold

AGREEMENT = ["完全不同意", "不同意", "一般", "同意", "完全同意"]
SATISFACTION = ["非常不满意", "不满意", "一般", "满意", "非常满意"]


def folded(*answers):
    return frozenset(map(fold, answers))


@pytest.mark.parametrize("scale", SCALES.values(), ids=SCALES)
def test_a_declaration_holds(scale):
    words = [fold(word) for level in scale.levels for word in level]
    assert len(words) == len(set(words)), "one word cannot be two levels"
    assert 2 <= len(scale.levels) <= 11
    assert 2 <= scale.satisfied_from <= len(scale.levels)
    assert scale.label("zh")
    assert scale.label("en")


@pytest.mark.parametrize(
    ("answers", "name"),
    [
        (AGREEMENT, "agreement_5"),
        (SATISFACTION, "satisfaction_5"),
        (["非常不满意", "不满意", "基本满意", "满意", "非常满意"], "satisfaction_5_basic"),
        (["完全不认同", "不认同", "一般", "认同", "非常认同"], "approval_5"),
        (["非常不重要", "不重要", "一般", "重要", "非常重要"], "importance_5"),
        (["非常负面", "比较负面", "中立", "比较正向", "非常正向"], "attitude_5"),
        (["从不", "很少", "有时", "经常", "总是"], "frequency_5"),
        (["Very dissatisfied", "Dissatisfied", "Neutral", "Satisfied", "Very satisfied"], "satisfaction_5"),
        (["Strongly disagree", "Disagree", "Neutral", "Agree", "Strongly Agree"], "agreement_5"),
        (["1 Star", "2 Star", "3 Star", "4 Star", "5 Star"], "stars_5"),
    ],
)
def test_complete_vocabularies_are_surely_recognised(answers, name):
    found = fit(folded(*answers))
    assert (found.scale.name, found.sure) == (name, True)


@pytest.mark.parametrize(
    "answers",
    [
        ["非常不便", "不便", "无所谓", "没有更好"],  # Kano: levels that no rating scale has
        ["1", "2", "3", "4", "5"],  # which end is good is not said
        [*SATISFACTION, "很好用"],  # one answer too many
        ["5. Strongly disagree", "4. Disagree"],  # digits contradict the label
        ["不清楚", "不适用"],
        [],
    ],
)
def test_a_scale_needs_every_answer(answers):
    assert fit(folded(*answers)) is None


def test_cannot_say_is_no_level_and_no_obstacle():
    assert fit(folded(*SATISFACTION, "不清楚", "N/A")).scale.name == "satisfaction_5"
    assert SCALES["satisfaction_5"].level("不清楚") is None


def test_answers_of_several_scales_are_asked_about():
    found = fit(folded("满意", "一般", "不满意"))
    assert (found.scale.name, found.sure) == ("satisfaction_3", False)


def test_a_scale_other_questions_surely_have_decides():
    found = fit(folded("非常满意", "满意", "一般", "不满意"), [SCALES["satisfaction_5"]])
    assert (found.scale.name, found.sure) == ("satisfaction_5", True)


@pytest.mark.parametrize(
    ("scale", "answer", "level"),
    [
        ("satisfaction_5", "非常不满意", 1),
        ("satisfaction_5", "很满意", 5),
        ("satisfaction_5", " 非常 满意 ", 5),
        ("satisfaction_5_mild", "不满意", 1),
        ("numeric_0_10", "0", 1),
        ("numeric_0_10", "10", 11),
    ],
)
def test_levels_count_from_the_worst(scale, answer, level):
    assert SCALES[scale].level(answer) == level
