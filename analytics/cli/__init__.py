"""``manyi``: the same work without a browser.

Exit codes: 0 done, 2 the user's data or arguments (one clear line), 1 a bug.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Any, get_args

from analytics.errors import ManyiError, UsageError
from analytics.ingest.model import TableName
from analytics.text import LANGS, Lang, say

DONE, BUG, USER, STOPPED = 0, 1, 2, 130


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the console entry point."""
    options = _parser().parse_args(arguments)
    lang: Lang = options.lang
    try:
        printed: dict[str, Any] = options.run(options)
        lines = printed.pop("lines")
        text = json.dumps(printed, ensure_ascii=False, indent=2) if options.json else "\n".join(lines)
        print(text, flush=True)
    except ManyiError as error:
        return _said(error.message(lang), USER)
    except BrokenPipeError:
        # Whoever read the output has heard enough; the interpreter must not complain when it closes it.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return DONE
    except OSError as error:
        return _said(say(_trouble(error), lang, file=error.filename or "", detail=error.strerror), USER)
    except KeyboardInterrupt:
        return _said(say("cli.stopped", lang), STOPPED)
    except Exception as error:  # noqa: BLE001 - the last line of defence: a bug never shows as a traceback
        if os.environ.get("MANYI_DEBUG"):
            traceback.print_exc()
        return _said(say("cli.bug", lang, kind=type(error).__name__, detail=str(error)), BUG)
    return DONE


def _said(sentence: str, code: int) -> int:
    print(sentence, file=sys.stderr)
    return code


def _trouble(error: OSError) -> str:
    """Message key of what the file system refused."""
    known = {
        FileNotFoundError: "cli.not_found",
        IsADirectoryError: "cli.is_folder",
        NotADirectoryError: "cli.no_folder",
        FileExistsError: "cli.no_folder",
        PermissionError: "cli.no_permission",
    }
    return next((key for kind, key in known.items() if isinstance(error, kind)), "cli.file")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="manyi", description=say("cli.manyi", "en"))
    common = argparse.ArgumentParser(add_help=False)
    common.add_argument("--lang", choices=LANGS, default="zh", help=say("cli.lang", "en"))
    common.add_argument("--json", action="store_true", help=say("cli.json", "en"))
    schemed = argparse.ArgumentParser(add_help=False)
    schemed.add_argument("--scheme", type=Path, help=say("cli.scheme", "en"))
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    check = commands.add_parser("check", parents=[common, schemed], help=say("cli.check", "en"))
    check.add_argument("files", nargs="+", type=Path, metavar="FILE")
    check.set_defaults(run=_check)

    score = commands.add_parser("score", parents=[common, schemed], help=say("cli.score", "en"))
    for table in get_args(TableName):
        score.add_argument(
            f"--{table}", type=Path, nargs="+", default=[], metavar="F", help=say(f"cli.{table}", "en")
        )
    score.add_argument("--out", type=Path, required=True, metavar="DIR", help=say("cli.out", "en"))
    score.set_defaults(run=_score)

    sample = commands.add_parser("sample", parents=[common], help=say("cli.sample", "en"))
    sample.add_argument("folder", type=Path, metavar="DIR")
    sample.set_defaults(run=_sample)
    return parser


# Each command loads what it needs only when it runs: `manyi --help` stays instant.


def _check(options: argparse.Namespace) -> dict[str, Any]:
    from analytics.cli.check import check

    return check(options.files, options.scheme, options.lang)


def _score(options: argparse.Namespace) -> dict[str, Any]:
    from analytics.cli.score import score_files

    files = {table: getattr(options, table) for table in get_args(TableName)}
    if not files["survey"] and not files["records"]:
        raise UsageError("cli.nothing_to_score")
    return score_files(files, options.scheme, options.out, options.lang)


def _sample(options: argparse.Namespace) -> dict[str, Any]:
    from analytics.sample import generate, write

    options.folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=options.folder, prefix=".manyi-") as scratch:
        written = [_into_place(path, options.folder) for path in write(generate(), Path(scratch))]
    return {
        "files": [str(path) for path in written],
        "lines": [say("cli.written", options.lang, file=path) for path in written],
    }


def _into_place(path: Path, folder: Path) -> Path:
    return path.replace(folder / path.name)
