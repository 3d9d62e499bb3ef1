"""Reading a scheme file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from analytics.errors import SchemeError
from analytics.scheme.model import Scheme


def load_scheme(path: Path) -> Scheme:
    """Read and check a scheme.

    Raises
    ------
    SchemeError
        If the file is missing, is not TOML, or a field does not hold; the sentence names it.
    """
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SchemeError("scheme.unreadable", file=path.name) from error
    return parse_scheme(text, path.name)


def parse_scheme(text: str, name: str) -> Scheme:
    """A scheme from its TOML text; ``name`` is what an error calls it."""
    try:
        return Scheme.model_validate(tomllib.loads(text))
    except tomllib.TOMLDecodeError as error:
        raise SchemeError("scheme.not_toml", file=name, detail=str(error)) from error
    except ValidationError as error:
        raise _refusal(error.errors()[0], name) from error


def _refusal(first: ErrorDetails, name: str) -> SchemeError:
    """The first thing that does not hold, in the user's words."""
    field = ".".join(str(part) for part in first["loc"])
    if first["type"] == "rule":
        return SchemeError(first["ctx"]["key"], file=name, field=field)
    key = {"missing": "scheme.missing", "extra_forbidden": "scheme.unknown"}.get(
        first["type"], "scheme.field"
    )
    return SchemeError(key, file=name, field=field, given=first["input"], detail=first["msg"])


@cache
def default_scheme() -> Scheme:
    """The scheme that ships with Manyi (see ``default.toml``)."""
    return parse_scheme(default_text(), "default.toml")


def default_text() -> str:
    """The default scheme as TOML, comments included: a starting point for one's own."""
    return resources.files("analytics.scheme").joinpath("default.toml").read_text(encoding="utf-8")
