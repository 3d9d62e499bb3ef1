"""The command line: what it writes, what it says, how it ends."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from pathlib import Path

import pytest

from analytics.cli import main

SAMPLE = Path(__file__).parents[2] / "sample_data"
FILES = [
    "--survey", SAMPLE / "survey.xlsx", "--records", SAMPLE / "service_records.xlsx",
    "--managers", SAMPLE / "managers.xlsx", "--customers", SAMPLE / "customers.xlsx",
]  # fmt: skip
SCORES = [
    "subject",
    "key",
    "label",
    "side",
    "dimension",
    "kind",
    "measure",
    "value",
    "se",
    "lower",
    "upper",
    "confidence",
    "n",
    "n_eff",
    "judged",
    "reason",
    "band",
    "rank",
    "rank_lower",
    "rank_upper",
    "p_bottom_quarter",
    "reliability",
]
FINDINGS = [
    "severity",
    "slice",
    "dimension",
    "value",
    "reference",
    "gap",
    "gap_lower",
    "gap_upper",
    "p_value",
    "q_value",
    "n",
    "customers",
    "impact",
    "reason",
]


def run(*arguments) -> int:
    return main([str(argument) for argument in arguments])


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def scored(tmp_path_factory) -> Path:
    out = tmp_path_factory.mktemp("scored")
    assert run("score", *FILES, "--out", out, "--lang", "en") == 0
    return out


def test_score_writes_the_agreed_files_and_columns(scored):
    assert sorted(path.name for path in scored.iterdir()) == [
        "findings.csv", "issues.csv", "not_judged.csv", "scorecards", "scores.csv",
    ]  # fmt: skip
    scores, findings = rows(scored / "scores.csv"), rows(scored / "findings.csv")
    assert list(scores[0]) == SCORES
    assert list(findings[0])[: len(FINDINGS)] == FINDINGS
    assert {row["subject"] for row in scores} == {
        "all", "manager", "region", "station", "customer_class", "area", "channel", "business", "segment",
    }  # fmt: skip
    assert {row["kind"] for row in scores} == {"raw", "adjusted", "shrunk"}
    assert {row["slice"] for row in findings} >= {"customer_class=居民 & area=社区", "manager=KH043"}
    assert len(list((scored / "scorecards").glob("KH*.xlsx"))) == 60
    assert {row["set_aside"] for row in rows(scored / "issues.csv")} == {"True", "False"}


def test_a_second_run_replaces_the_first_and_leaves_what_is_not_its_own(scored):
    mine = scored / "my notes.txt"
    mine.write_text("keep me", encoding="utf-8")
    (scored / "scorecards" / "stale.xlsx").write_bytes(b"old")
    before = (scored / "findings.csv").read_bytes()
    assert run("score", *FILES, "--out", scored, "--lang", "en") == 0
    assert mine.read_text(encoding="utf-8") == "keep me"
    assert not (scored / "scorecards" / "stale.xlsx").exists()
    assert (scored / "findings.csv").read_bytes() == before
    mine.unlink()


def test_check_says_what_was_recognised(capsys):
    assert run("check", SAMPLE / "survey.xlsx", "--json", "--lang", "en") == 0
    printed = json.loads(capsys.readouterr().out)
    (file,) = printed["files"]
    assert (file["table"], file["layout"], file["header_rows"]) == ("survey", "wjx_text", [1])
    assert file["rows"][0]["read"] == 3000
    columns = {column["header"]: column for column in file["columns"]}
    assert [column["dimension"] for column in file["columns"]].count("attitude") == 3
    assert columns["2、为您服务的客户经理"]["role"] == "manager"
    assert columns["来自IP"]["role"] == "ignore"
    assert columns["来自IP"]["why"]


def test_check_in_words_is_complete_in_both_languages(capsys):
    for lang in ("zh", "en"):
        assert run("check", SAMPLE / "managers.xlsx", "--lang", lang) == 0
        assert "60" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["check", "nowhere.xlsx"], "nowhere.xlsx"),
        (["score", "--managers", SAMPLE / "managers.xlsx", "--out", "OUT"], "--survey"),
        (["score", "--survey", "BROKEN", "--out", "OUT"], "broken.xlsx"),
        (["score", *FILES, "--scheme", "BROKEN", "--out", "OUT"], "broken.xlsx"),
        (["score", "--survey", SAMPLE / "service_records.xlsx", "--out", "OUT"], "--records"),
        (["score", "--records", SAMPLE / "survey.xlsx", "--out", "OUT"], "order numbers"),
        (["score", *FILES[:2], "--managers", SAMPLE / "customers.xlsx", "--out", "OUT"], "--customers"),
        (["score", "--survey", SAMPLE, "--out", "OUT"], "is a folder"),
        (["score", *FILES, "--out", "BROKEN"], "is not a folder"),
    ],
)
def test_a_users_mistake_is_one_line_and_exit_2(arguments, says, tmp_path, capsys):
    broken = tmp_path / "broken.xlsx"
    broken.write_bytes(b"PK\x03\x04 not a workbook")
    named = {"OUT": tmp_path / "out", "BROKEN": broken}
    assert run(*(named.get(a, a) if isinstance(a, str) else a for a in arguments), "--lang", "en") == 2
    said = capsys.readouterr()
    assert says in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""
    assert not (tmp_path / "out" / "scores.csv").exists()


def test_unknown_arguments_exit_2():
    with pytest.raises(SystemExit) as ended:
        run("score", "--colour", "red")
    assert ended.value.code == 2


def test_a_bug_is_one_line_and_exit_1(monkeypatch, capsys):
    def fail(*_args):
        raise ZeroDivisionError("x")

    monkeypatch.setattr("analytics.cli.check.check", fail)
    assert run("check", SAMPLE / "managers.xlsx", "--lang", "en") == 1
    assert "ZeroDivisionError" in capsys.readouterr().err


def test_a_failed_write_leaves_nothing_under_a_final_name(monkeypatch, tmp_path):
    def fail(_report):
        raise OSError(28, "No space left on device", "scorecard")

    monkeypatch.setattr("analytics.cli.score.scorecards", fail)
    out = tmp_path / "out"
    assert run("score", *FILES, "--out", out) == 2
    assert list(out.iterdir()) == []


def test_a_scorecards_folder_with_other_files_is_left_alone(tmp_path, capsys):
    mine = tmp_path / "scorecards" / "my notes.txt"
    mine.parent.mkdir()
    mine.write_text("keep me", encoding="utf-8")
    assert run("score", *FILES, "--out", tmp_path, "--lang", "en") == 2
    assert "my notes.txt" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["scorecards"]
    assert mine.read_text(encoding="utf-8") == "keep me"


def test_a_closed_pipe_and_an_interrupt_show_no_traceback(monkeypatch, capfd):
    code = "import sys; from analytics.cli import main; sys.exit(main(sys.argv[1:]))"
    command = f"{sys.executable} -c '{code}' check '{SAMPLE / 'survey.xlsx'}' --json | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.stdout == "{\n"
    assert done.stderr == ""

    def interrupt(*_args):
        raise KeyboardInterrupt

    monkeypatch.setattr("analytics.cli.check.check", interrupt)
    assert run("check", SAMPLE / "managers.xlsx", "--lang", "en") == 130
    assert capfd.readouterr().err == "Stopped; no results were written.\n"


def test_sample_writes_the_committed_files(tmp_path, capsys):
    assert run("sample", tmp_path / "sample") == 0
    names = ["customers.xlsx", "managers.xlsx", "service_records.xlsx", "survey.xlsx"]
    assert sorted(path.name for path in (tmp_path / "sample").iterdir()) == names
    assert "survey.xlsx" in capsys.readouterr().out
