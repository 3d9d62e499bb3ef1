"""Reading a scheme file."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources
from pathlib import Path

from pydantic import ValidationError

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
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"]) or "scheme"
        raise SchemeError("scheme.field", file=name, field=field, detail=first["msg"]) from error


@cache
def default_scheme() -> Scheme:
    """The scheme that ships with Manyi (see ``default.toml``)."""
    return parse_scheme(default_text(), "default.toml")


def default_text() -> str:
    """The default scheme as TOML, comments included: a starting point for one's own."""
    return resources.files("analytics.scheme").joinpath("default.toml").read_text(encoding="utf-8")
