"""Facts at the edge: nothing varies, nobody is named, one side only, strange schemes. Warnings are errors."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from analytics.evaluate import evaluate
from analytics.facts import Facts, save
from analytics.scheme import default_scheme
from analytics.tables import SCORES
from tests.support.contracts import check
from tests.support.synthetic import make_facts

SCHEME = default_scheme()
NAMED = ("region", "station", "manager", "post", "customer_class", "area", "channel", "business")


def weak_segment(frame, dimension):
    segment = (frame["customer_class"] == "居民") & (frame["area"] == "社区")
    return -0.9 * segment.to_numpy() * (dimension == "communication")


def changed(facts: Facts, table: str, **columns) -> Facts:
    save({table: facts.read(table).assign(**columns)}, facts.folder)
    return facts


def rows(scores: pd.DataFrame, **wanted) -> pd.DataFrame:
    for column, value in wanted.items():
        scores = scores[scores[column] == value]
    return scores


def sound(found) -> pd.DataFrame:
    """The scores, after checking what must hold for any data."""
    scores = found.scores
    check(scores, SCORES)
    judged = scores[scores["judged"]]
    assert judged[["value", "se", "lower", "upper"]].notna().all().all()
    index = rows(judged, measure="index")[["value", "lower", "upper"]]
    assert index.min().min() >= 0
    assert index.max().max() <= 100
    assert (scores.loc[~scores["judged"], "reason"] != "").all()
    ranked = scores[scores["rank"].notna()]
    assert ((ranked["rank_lower"] <= ranked["rank"]) & (ranked["rank"] <= ranked["rank_upper"])).all()
    return scores


def test_a_dimension_everybody_praises_does_not_silence_the_others(tmp_path):
    facts = make_facts(tmp_path, 1, survey_effect=weak_segment)
    ratings = facts.read("ratings")
    alike = ratings["dimension"] == "attitude"
    changed(facts, "ratings", level=ratings["level"].mask(alike, 5), satisfied=ratings["satisfied"] | alike)
    found = evaluate(facts, SCHEME, "en")
    assert "customer_class=居民 & area=社区" in set(found.judgement.findings["slice"])
    perfect = rows(sound(found), subject="manager", dimension="attitude", kind="raw", measure="index")
    assert (perfect["value"] == 100).all()
    assert (perfect["lower"] < 97).all()  # all agree, which is not certainty


def test_what_the_scheme_does_not_name_is_shown_but_neither_graded_nor_searched(tmp_path):
    facts = make_facts(tmp_path, 10, survey_effect=weak_segment)
    own = facts.read("ratings")["dimension"].replace("communication", "Q7")
    items = tuple(
        replace(item, dimension=item.dimension.replace("communication", "Q7")) for item in facts.items
    )
    found = evaluate(replace(changed(facts, "ratings", dimension=own), items=items), SCHEME, "en")
    shown = rows(sound(found), subject="all", dimension="Q7")
    assert shown["judged"].all()
    assert (shown["band"] == "").all()
    assert found.judgement.findings.empty
    assert not (found.judgement.not_judged["dimension"] == "Q7").any()


def test_an_undated_record_is_no_quarter_of_its_own(tmp_path):
    facts = make_facts(tmp_path, 2)
    before = evaluate(facts, SCHEME, "en").scores
    wave = facts.read("records")["wave"].to_list()
    after = evaluate(changed(facts, "records", wave=["", *wave[1:]]), SCHEME, "en").scores
    rates = [rows(s, subject="all", measure="per_thousand")["value"].iloc[0] for s in (before, after)]
    assert rates[0] == rates[1]


@pytest.mark.parametrize(
    "kept",
    [("responses", "ratings"), ("records",), ("responses", "ratings", "managers"), ("records", "customers")],
    ids="+".join,
)
def test_one_side_or_no_roster_is_enough(tmp_path, kept):
    facts = make_facts(tmp_path, 3, respondents=400, records=600)
    for table in ("responses", "ratings", "records", "managers", "customers"):
        if table not in kept:
            facts.path(table).unlink()
    total = rows(sound(evaluate(facts, SCHEME, "en")), subject="all", side="total")
    assert len(total) == 1
    assert "was given to the rest" in total["reason"].iloc[0]


def test_records_without_any_mix_are_never_called_adjusted(tmp_path):
    facts = make_facts(tmp_path, 4, respondents=400, records=600)
    changed(facts, "records", customer_class="", area="", business="", channel="")
    scores = sound(evaluate(facts, SCHEME, "en"))
    adjusted = rows(scores, kind="adjusted")
    assert set(adjusted["side"]) == {"external", "total"}
    judged = adjusted[(adjusted["side"] == "total") & adjusted["judged"]]
    assert judged["reason"].str.contains("not adjusted").all()
    assert rows(scores, kind="adjusted", dimension="complaints").empty


def test_nobody_named_and_nothing_given(tmp_path):
    facts = make_facts(tmp_path, 5, respondents=300, records=300)
    for table in ("responses", "records"):
        changed(facts, table, **dict.fromkeys(NAMED, ""))
    found = evaluate(facts, SCHEME, "en")
    assert set(sound(found)["subject"]) == {"all"}
    assert found.judgement.compared == 0


def test_a_group_within_one_cluster_shows_no_error_and_is_not_judged(tmp_path):
    facts = make_facts(tmp_path, 6, respondents=1200, records=300)
    changed(facts, "responses", cluster=facts.read("responses")["station"])
    scores = rows(sound(evaluate(facts, SCHEME, "en")), side="external", kind="raw", measure="index")
    stations = rows(scores, subject="station")
    assert len(stations)
    assert not stations["judged"].any()
    enough = stations[stations["n"] >= SCHEME.minimum_judge]
    assert len(enough)
    assert enough["reason"].str.contains("one sampling unit").all()
    assert rows(scores, subject="region")["judged"].all()


def test_clusters_that_differ_do_not_make_weak_areas(tmp_path):
    facts = make_facts(tmp_path, 7, respondents=1500, records=300)
    rng = np.random.default_rng(7)
    cluster = rng.integers(40, size=1500)
    shift = rng.integers(-1, 2, size=40)[cluster]
    ratings = facts.read("ratings")
    moved = ratings["level"].astype("int64") + shift[ratings["respondent"].astype("int64")]
    changed(facts, "ratings", level=moved.clip(1, 5))
    changed(facts, "responses", cluster=[f"k{k}" for k in cluster], region=[f"R{k % 5}" for k in cluster])
    assert evaluate(facts, SCHEME, "en").judgement.findings.empty


def test_a_side_without_weight_decides_nothing(tmp_path):
    facts = make_facts(tmp_path, 8, respondents=300, records=600)
    sides = SCHEME.sides.model_copy(update={"external": 1.0, "internal": 0.0})
    region = facts.read("responses")["region"].replace("R0", "R1")
    changed(facts, "responses", region=region)
    scores = sound(evaluate(facts, SCHEME.model_copy(update={"sides": sides}), "en"))
    assert "R0" not in set(rows(scores, subject="region", side="total")["key"])
    survey = rows(scores, subject="all", side="external", dimension="index")
    assert rows(scores, subject="all", side="total")["value"].tolist() == survey["value"].tolist()


def test_a_rate_where_less_is_better_is_ranked_that_way(tmp_path):
    facts = make_facts(tmp_path, 9, respondents=300, records=3000)
    turned = {"floor": 100.0, "target": 0.0}
    dimensions = tuple(
        d.model_copy(update=turned) if (d.side, d.key) == ("internal", "timeliness") else d
        for d in SCHEME.dimensions
    )
    scores = sound(evaluate(facts, SCHEME.model_copy(update={"dimensions": dimensions}), "en"))
    found = rows(scores, subject="region", side="internal", dimension="timeliness")
    index, rate = (rows(found, measure=name).set_index("key")["rank"] for name in ("index", "rate"))
    assert index.to_dict() == rate.to_dict()
    assert sorted(index) == [1, 2, 3, 4, 5]
