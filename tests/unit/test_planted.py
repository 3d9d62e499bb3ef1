"""The sample's planted truths, through the whole way: files → facts → moments → scores → findings."""

from __future__ import annotations

from pathlib import Path

import pytest

from analytics.cli.files import sources
from analytics.evaluate import evaluate
from analytics.ingest import load
from analytics.scheme import default_scheme
from analytics.tables import (
    CROSS_MOMENTS,
    CUSTOMERS,
    FINDINGS,
    MANAGERS,
    MOMENTS,
    NOT_JUDGED,
    RATINGS,
    RECORDS,
    RESPONSES,
    SCORES,
)  # fmt: skip
from tests.support.contracts import check

SAMPLE = Path(__file__).parents[2] / "sample_data"


@pytest.fixture(scope="module")
def evaluated(tmp_path_factory):
    scheme = default_scheme()
    facts = load(sources(sorted(SAMPLE.glob("*.xlsx")), scheme), scheme, tmp_path_factory.mktemp("facts"))
    return facts, evaluate(facts, scheme, "en")


def found(evaluated, code: str, side: str, dimension: str):
    findings = evaluated[1].judgement.findings
    hit = findings[
        (findings["slice"] == code) & (findings["side"] == side) & (findings["dimension"] == dimension)
    ]
    assert len(hit) == 1, findings[["slice", "side", "dimension"]]
    return hit.iloc[0]


def row(evaluated, subject: str, key: str, side: str, dimension: str, kind: str, measure: str = "index"):
    scores = evaluated[1].scores
    hit = scores[
        (scores["subject"] == subject) & (scores["key"] == key) & (scores["side"] == side)
        & (scores["dimension"] == dimension) & (scores["kind"] == kind) & (scores["measure"] == measure)
    ]  # fmt: skip
    assert len(hit) == 1
    return hit.iloc[0]


def test_community_residents_are_weak_in_communication_beyond_what_class_and_area_explain(evaluated):
    finding = found(evaluated, "customer_class=居民 & area=社区", "external", "communication")
    assert finding["severity"] == "high"
    assert -16 < finding["gap"] < -8
    assert finding["q_value"] < 0.001
    assert finding["customers"] > 1000
    assert finding["impact"] > 0


def test_community_residents_are_below_the_rest_overall(evaluated):
    segment = row(evaluated, "segment", "居民×社区", "external", "index", "raw")
    everyone = row(evaluated, "all", "all", "external", "index", "raw")
    assert segment["upper"] < everyone["lower"]
    assert segment["judged"]


def test_the_slow_repairs_of_one_countys_industrial_area_are_found(evaluated):
    finding = found(evaluated, "area=工业密集 & region=禾川县", "internal", "timeliness")
    assert finding["severity"] == "high"
    assert -28 < finding["gap"] < -12


def test_the_weak_manager_is_found_after_adjusting_for_the_customers_served(evaluated):
    finding = found(evaluated, "manager=KH043", "external", "attitude")
    assert -20 < finding["gap"] < -12


def test_four_perfect_answers_are_not_judged_and_never_ranked(evaluated):
    scores = evaluated[1].scores
    mine = scores[
        (scores["subject"] == "manager") & (scores["key"] == "KH014") & (scores["side"] == "external")
    ]
    assert not mine["judged"].any()
    assert mine["rank"].isna().all()
    assert mine["value"].isna().all()  # fewer than the minimum to show
    assert mine["reason"].str.contains("n = 4").all()
    findings = evaluated[1].judgement.findings
    assert not findings["slice"].str.contains("KH014").any()
    listed = evaluated[1].judgement.not_judged
    assert (listed["slice"] == "manager=KH014").sum() >= 5


@pytest.mark.parametrize("manager", ["KH002", "KH032", "KH052"])
def test_specialists_look_bad_raw_but_are_average_for_their_mix(evaluated, manager):
    raw = row(evaluated, "manager", manager, "external", "communication", "raw")
    adjusted = row(evaluated, "manager", manager, "external", "communication", "adjusted")
    everyone = row(evaluated, "all", "all", "external", "communication", "raw")
    assert raw["value"] < everyone["value"] - 9
    assert abs(adjusted["value"] - everyone["value"]) < 6
    assert not (evaluated[1].judgement.findings["slice"] == f"manager={manager}").any()


def test_the_quarter_in_which_a_measure_worked_stands_out(evaluated):
    moments = evaluated[1].measured.survey.where(
        {"region": ["松屿县"], "customer_class": ["居民"], "area": ["社区"]}
    )
    by_wave = moments.by("wave")
    place = [v.dimension + v.measure for v in moments.variables].index("communicationindex")
    means = dict(
        zip(by_wave.cells["wave"], by_wave.sums[:, place, 3] / by_wave.sums[:, place, 1], strict=True)
    )
    before = sum(means[f"2025Q{q}"] for q in (1, 2, 3)) / 3
    assert means["2025Q4"] - before > 8


def test_every_row_is_accounted_for(evaluated):
    facts, _ = evaluated
    accounts = {account.file: account for account in facts.accounts}
    survey, records = accounts["survey.xlsx"], accounts["service_records.xlsx"]
    assert (survey.read, survey.used) == (3000, 3000)
    aside = {key: len(rows) for key, rows in records.set_aside.items()}
    assert records.read == 8001
    assert records.used == 8001 - sum(aside.values())
    assert aside["ingest.aside_repeated"] == 12
    assert aside["ingest.aside_ends_before_start"] == 10
    assert aside["ingest.aside_total"] == 1


@pytest.mark.parametrize(
    "table", [RESPONSES, RATINGS, RECORDS, MANAGERS, CUSTOMERS], ids=lambda table: table.name
)
def test_facts_keep_their_contract(evaluated, table):
    frame = evaluated[0].read(table.name)
    assert len(frame)
    assert frame.dtypes.astype(str).to_dict() == {
        c.name: str(table.frame()[c.name].dtype) for c in table.columns
    }
    check(frame, table)


def test_results_keep_their_contract(evaluated):
    _, found = evaluated
    for frame, table in (
        (found.scores, SCORES), (found.judgement.findings, FINDINGS), (found.judgement.not_judged, NOT_JUDGED),
        (found.measured.survey.frame(), MOMENTS), (found.measured.records.frame(), MOMENTS),
        (found.measured.survey.cross_frame(), CROSS_MOMENTS),
    ):  # fmt: skip
        assert len(frame)
        check(frame, table)


def test_groups_add_up_to_all(evaluated):
    scores = evaluated[1].scores
    raw = scores[
        (scores["kind"] == "raw") & (scores["dimension"] == "attitude") & (scores["measure"] == "index")
    ]
    totals = raw.groupby("subject")["n"].sum()
    assert set(totals) == {totals["all"]}


def test_every_judged_score_has_its_evidence(evaluated):
    scores = evaluated[1].scores
    judged = scores[scores["judged"]]
    assert judged[["value", "se", "lower", "upper", "n", "n_eff", "confidence"]].notna().all().all()
    assert (judged["n"] >= default_scheme().minimum_judge).all()
    assert ((judged["lower"] <= judged["value"] + 1e-9) & (judged["value"] <= judged["upper"] + 1e-9)).all()
    ranked = scores[scores["rank"].notna()]
    assert ((ranked["rank_lower"] <= ranked["rank"]) & (ranked["rank"] <= ranked["rank_upper"])).all()
    assert ranked["judged"].all()
    assert (scores.loc[~scores["judged"], "reason"] != "").all()
