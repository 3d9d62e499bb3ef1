"""``manyi check``: what was recognised in each file, and what was found in it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analytics.cli.files import scheme_of, sources
from analytics.facts import Facts
from analytics.ingest import SCALES, ColumnMap, Source, load
from analytics.issues import Account, Issue
from analytics.text import Lang, say

# Row numbers printed per reason; the JSON output has them all.
MOST_ROWS = 12


def check(files: Sequence[Path], scheme_file: Path | None, lang: Lang) -> dict[str, Any]:
    """Read, recognise and load files together, without scoring.

    Returns
    -------
    dict
        ``files`` and ``issues`` for programs, ``lines`` for people.
    """
    scheme = scheme_of(scheme_file)
    read = sources(files, scheme)
    with tempfile.TemporaryDirectory(prefix="manyi-") as folder:
        facts = load(read, scheme, Path(folder))
    described = [_file(source, facts, lang) for source in read]
    issues = [_issue(issue, lang) for issue in facts.issues]
    lines = [line for one in described for line in _lines(one, lang)]
    lines += [say("cli.issue", lang, **{**issue, "severity": _severity(issue, lang)}) for issue in issues]
    return {"files": described, "issues": issues, "lines": lines}


def account_of(account: Account) -> dict[str, Any]:
    """Where the rows of one sheet went, for programs."""
    aside = {key: list(rows) for key, rows in account.set_aside.items() if rows}
    told = {name: getattr(account, name) for name in ("file", "sheet", "read", "used")}
    return {**told, "set_aside": aside}


def _file(source: Source, facts: Facts, lang: Lang) -> dict[str, Any]:
    workbook, mapping = source.workbook, source.mapping
    rows = [a for a in facts.accounts if (a.digest, a.sheet) == (workbook.digest, mapping.sheet)]
    return {
        "file": workbook.file,
        "table": mapping.table,
        "layout": mapping.layout,
        "encoding": workbook.encoding,
        "sheet": mapping.sheet,
        "header_rows": list(mapping.header_rows),
        "rows": [account_of(account) for account in rows],
        "columns": [_column(column, lang) for column in mapping.columns],
    }


def _column(column: ColumnMap, lang: Lang) -> dict[str, Any]:
    told = {
        name: getattr(column, name)
        for name in ("index", "header", "role", "key", "dimension", "scale", "reverse")
    }
    words = {name: say(key, lang) if (key := getattr(column, name)) else "" for name in ("why", "question")}
    return {**told, **words}


def _severity(issue: dict[str, Any], lang: Lang) -> str:
    return say(f"wording.severity_{issue['severity']}", lang)


def _issue(issue: Issue, lang: Lang) -> dict[str, Any]:
    named = ("severity", "file", "sheet", "column", "count", "set_aside")
    stated = {name: getattr(issue, name) for name in named}
    return {**stated, "rows": list(issue.rows), "message": issue.message(lang)}


def _lines(one: dict[str, Any], lang: Lang) -> list[str]:
    header = ", ".join(map(str, one["header_rows"]))
    table = say(f"pages.table_{one['table']}", lang)
    lines = [
        say(
            "cli.recognised",
            lang,
            file=one["file"],
            table=table,
            layout=one["layout"],
            sheet=one["sheet"],
            header=header,
        )
    ]
    for account in one["rows"]:
        lines += account_lines(account, lang)
    return [*lines, *(line for column in one["columns"] for line in _column_lines(column, lang))]


def _column_lines(column: dict[str, Any], lang: Lang) -> list[str]:
    """One line on what a column is, and one on what to confirm."""
    header, role = column["header"], column["role"]
    if role in ("item", "overall"):
        told = {
            "dimension": column["dimension"] or say("naming.overall", lang),
            "scale": SCALES[column["scale"]].label(lang),
            "reverse": say("cli.reversed", lang) if column["reverse"] else "",
        }
        lines = [say("cli.item", lang, header=header, key=column["key"], **told)]
    elif role == "ignore":
        lines = [say("cli.ignored", lang, header=header, why=column["why"])] if header else []
    else:
        lines = [say("cli.role", lang, header=header, role=say(f"ingest.role_{role}", lang))]
    if column["question"]:
        lines.append(say("cli.question", lang, header=header, question=column["question"]))
    return lines


def account_lines(account: dict[str, Any], lang: Lang) -> list[str]:
    """Rows read, used and set aside, in words."""
    aside = account["set_aside"]
    total = sum(len(rows) for rows in aside.values())
    lines = [say("cli.rows", lang, read=account["read"], used=account["used"], aside=total)]
    for reason, rows in aside.items():
        shown = ", ".join(map(str, rows[:MOST_ROWS])) + (" …" if len(rows) > MOST_ROWS else "")
        lines.append(say("cli.aside", lang, count=len(rows), reason=say(reason, lang), rows=shown))
    return lines
