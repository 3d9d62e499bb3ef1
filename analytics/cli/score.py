"""``manyi score``: files in, a folder of results out."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from analytics.cli.check import account_lines, account_of
from analytics.cli.files import scheme_of, sources
from analytics.errors import DataError, UsageError
from analytics.evaluate import Evaluation, evaluate, report_of
from analytics.export import ISSUES, Report, csv_bytes, issues_frame, scorecards
from analytics.facts import Facts
from analytics.ingest import Source, load
from analytics.ingest.model import TableName
from analytics.naming import dimension_label
from analytics.tables import FINDINGS, NOT_JUDGED, SCORES
from analytics.text import Lang, say
from analytics.wording import each, slice_label


def score_files(
    files: Mapping[TableName, Sequence[Path]], scheme_file: Path | None, out: Path, lang: Lang
) -> dict[str, Any]:
    """Load, evaluate and write ``scores.csv, findings.csv, not_judged.csv, issues.csv`` and ``scorecards/``.

    Everything is written aside first and moved into place at the end, so that nothing half-written is
    left under its final name.
    """
    scheme = scheme_of(scheme_file)
    read = [source for table, paths in files.items() for source in sources(paths, scheme, table)]
    with tempfile.TemporaryDirectory(prefix="manyi-") as folder:
        facts = load(read, scheme, Path(folder))
        if not facts.items and not facts.has("records"):
            names = ", ".join(source.workbook.file for source in read)
            raise DataError("cli.nothing_rated", files=names)
        found = evaluate(facts, scheme, lang)
        report = report_of(facts, found, scheme, lang)
    _write(report, facts, out)
    return _printed(read, report, facts, found, out)


def _write(report: Report, facts: Facts, out: Path) -> None:
    out.mkdir(parents=True, exist_ok=True)
    cards = out / "scorecards"
    _refuse_foreign(cards)
    tables: dict[str, bytes] = {
        "scores.csv": csv_bytes(report.scores, SCORES),
        "findings.csv": csv_bytes(report.findings, FINDINGS),
        "not_judged.csv": csv_bytes(report.not_judged, NOT_JUDGED),
        "issues.csv": csv_bytes(issues_frame(facts.issues, report.lang), ISSUES),
    }
    with tempfile.TemporaryDirectory(dir=out, prefix=".manyi-") as scratch:
        aside = Path(scratch)
        (aside / "scorecards").mkdir()
        for name, content in tables.items():
            (aside / name).write_bytes(content)
        for name, content in scorecards(report):
            (aside / "scorecards" / name).write_bytes(content)
        if cards.exists():
            cards.rename(aside / "replaced")
        (aside / "scorecards").rename(cards)
        for name in tables:
            (aside / name).replace(out / name)


def _refuse_foreign(cards: Path) -> None:
    """Earlier scorecards are replaced as a folder, so nothing else may lie in it."""
    if cards.is_symlink() or (cards.exists() and not cards.is_dir()):
        raise UsageError("cli.foreign_files", folder=cards, names=cards.name)
    foreign = (
        sorted(path.name for path in cards.iterdir() if path.suffix != ".xlsx") if cards.exists() else []
    )
    if foreign:
        raise UsageError("cli.foreign_files", folder=cards, names=", ".join(foreign[:3]))


def _printed(
    read: Sequence[Source], report: Report, facts: Facts, found: Evaluation, out: Path
) -> dict[str, Any]:
    lang = report.lang
    accounts = [account_of(account) for account in facts.accounts]
    open_questions = {
        source.workbook.file: count
        for source in read
        if (count := sum(bool(column.question) for column in source.mapping.columns))
    }
    compared, not_judged = found.judgement.compared, len(report.not_judged)
    lines = [line for one in accounts for line in (one["file"], *account_lines(one, lang))]
    lines += [say("cli.unconfirmed", lang, file=file, count=n) for file, n in open_questions.items()]
    lines.append(
        say("cli.scored", lang, compared=compared, findings=len(report.findings), not_judged=not_judged)
    )
    lines += [
        say(
            "cli.finding", lang, where=slice_label(row.slice, lang, report.names), reason=row.reason,
            dimension=dimension_label(report.scheme, row.side, row.dimension, lang),
        )
        for row in each(report.findings)
    ]  # fmt: skip
    lines.append(say("cli.written", lang, file=out))
    return {
        "out": str(out),
        "accounts": accounts,
        "open_questions": open_questions,
        "compared": compared,
        "not_judged": not_judged,
        "findings": json.loads(report.findings.to_json(orient="records", force_ascii=False)),
        "lines": lines,
    }
