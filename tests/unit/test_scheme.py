from __future__ import annotations

import narwhals as nw
import pandas as pd
import pytest

from analytics.errors import SchemeError
from analytics.measure.survey import score_expression
from analytics.scheme import default_scheme, load_scheme
from analytics.scheme.limits import case_limits, limits
from analytics.scheme.load import default_text, parse_scheme


def changed(old: str, new: str) -> str:
    text = default_text()
    assert old in text
    return text.replace(old, new)


def test_the_default_scheme_is_the_one_of_the_source_paper():
    scheme = default_scheme()
    assert [d.key for d in scheme.on("external")] == [
        "effectiveness", "accuracy", "timeliness", "attitude", "communication",
    ]  # fmt: skip
    assert scheme.sides.external == 0.6
    assert [scheme.band(value).en for value in (100, 90, 89.9, 70, 60, 59.9, 0)] == [
        "excellent", "excellent", "good", "fair", "poor", "bad", "bad",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (changed("start = 0\n", "start = 30\n"), "lowest band must start at 0"),
        (changed("external = 0.6", "external = 0.7"), "add up to 1"),
        (changed('measure = "per_thousand"', 'measure = "per_million"'), "measure"),
        (changed("fdr = 0.05", "fdr = 5"), "fdr"),
        (changed("# [scale_maps]", "[scale_maps]").replace("# 5 = [0, 30, 60, 80, 100]", "5 = [0, 60, 30, 80, 100]"), "rising"),
        (changed("repeat_days = 7", "repeat_days = 7\nunknown_field = 1"), "unknown_field"),
        (changed("minimum_show = 5", "minimum_show = 31"), "minimum_show"),
        (changed('key = "attitude"', 'key = "overall"'), "overall"),
        (changed("weight = 0.2\n", "weight = 0.0\n"), "weight 0"),
        ("name = ", "TOML"),
    ],
)  # fmt: skip
def test_a_scheme_that_does_not_hold_is_refused_with_the_field_named(text, says):
    with pytest.raises(SchemeError) as error:
        parse_scheme(text, "mine.toml")
    assert says in error.value.message("en")
    assert "mine.toml" in error.value.message("zh")


def test_a_scale_map_replaces_the_linear_scores():
    text = changed("# [scale_maps]", "[scale_maps]").replace(
        "# 5 = [0, 30, 60, 80, 100]", "5 = [0, 30, 60, 80, 100]"
    )
    scheme = parse_scheme(text, "mine.toml")
    levels = pd.DataFrame({"level": [1, 2, 3, 4, 5, 2], "levels": [5, 5, 5, 5, 5, 3]})
    scored = nw.from_native(levels).select(score=score_expression(scheme)).to_native()
    assert scored["score"].tolist() == [0, 30, 60, 80, 100, 50]
    assert scheme.digest != default_scheme().digest


def test_a_missing_scheme_file_is_one_sentence(tmp_path):
    with pytest.raises(SchemeError, match=r"nowhere\.toml cannot be read"):
        load_scheme(tmp_path / "nowhere.toml")


def test_average_limits_never_judge_a_record():
    assert {rule.kind for rule in limits()} == {"case", "average"}
    assert all(rule.kind == "case" for rule in case_limits("csg"))
    repair = [rule for rule in case_limits("csg") if rule.business == "故障抢修" and rule.clock == "arrive"]
    assert [(rule.company, rule.limit) for rule in repair] == [
        ("regulator", 60), ("regulator", 120), ("regulator", 240),
    ]  # fmt: skip
