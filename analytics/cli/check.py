"""``manyi check``: what was recognised in each file, and what was found in it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analytics.cli.files import scheme_of, sources
from analytics.facts import Facts
from analytics.ingest import Source, load
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
    lines += [say("cli.issue", lang, **issue) for issue in issues]
    return {"files": described, "issues": issues, "lines": lines}


def account_of(account: Account, lang: Lang) -> dict[str, Any]:
    """Where the rows of one sheet went, for programs."""
    aside = {say(key, lang): list(rows) for key, rows in account.set_aside.items() if rows}
    return {"file": account.file, "read": account.read, "used": account.used, "set_aside": aside}


def _file(source: Source, facts: Facts, lang: Lang) -> dict[str, Any]:
    workbook, mapping = source.workbook, source.mapping
    rows = [a for a in facts.accounts if a.file == workbook.file and a.sheet == mapping.sheet]
    return {
        "file": workbook.file,
        "table": mapping.table,
        "layout": mapping.layout,
        "encoding": workbook.encoding,
        "sheet": mapping.sheet,
        "header_rows": list(mapping.header_rows),
        "rows": [account_of(account, lang) for account in rows],
        "items": [
            {
                "key": c.key,
                "header": c.header,
                "dimension": c.dimension,
                "scale": c.scale,
                "reverse": c.reverse,
            }
            for c in mapping.of("item", "overall")
        ],
        "roles": {c.header: c.role for c in mapping.columns if c.role not in ("item", "overall", "ignore")},
        "questions": [
            {"header": c.header, "question": say(c.question, lang)} for c in mapping.columns if c.question
        ],
    }


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
    lines += [say("cli.role", lang, header=name, role=role) for name, role in one["roles"].items()]
    for item in one["items"]:
        flipped = say("cli.reversed", lang) if item["reverse"] else ""
        lines.append(say("cli.item", lang, **{**item, "reverse": flipped}))
    lines += [say("cli.question", lang, **question) for question in one["questions"]]
    return lines


def account_lines(account: dict[str, Any], lang: Lang) -> list[str]:
    """Rows read, used and set aside, in words."""
    aside = account["set_aside"]
    total = sum(len(rows) for rows in aside.values())
    lines = [say("cli.rows", lang, read=account["read"], used=account["used"], aside=total)]
    for reason, rows in aside.items():
        shown = ", ".join(map(str, rows[:MOST_ROWS])) + (" …" if len(rows) > MOST_ROWS else "")
        lines.append(say("cli.aside", lang, count=len(rows), reason=reason, rows=shown))
    return lines
