"""The dated table of service limits, as data."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from importlib import resources
from typing import Literal

from pydantic import BaseModel, ConfigDict


class Limit(BaseModel):
    """One published limit; fields as explained in ``limits.toml``.

    Empty ``classes`` or ``areas`` mean every customer class or area.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    company: Literal["csg", "sgcc", "regulator"]
    edition: str
    valid_from: dt.date
    valid_to: dt.date = dt.date.max
    business: str
    clock: Literal["arrive", "restore", "elapsed"]
    limit: float
    unit: Literal["min", "working_day"]
    kind: Literal["case", "average"]
    classes: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()


@cache
def limits() -> tuple[Limit, ...]:
    """Every limit that ships with Manyi."""
    text = resources.files("analytics.scheme").joinpath("limits.toml").read_text(encoding="utf-8")
    return tuple(Limit.model_validate(row) for row in tomllib.loads(text)["limits"])


def case_limits(company: str) -> tuple[Limit, ...]:
    """The limits that judge single records of a company: its own first, then the regulator's."""
    judged = [rule for rule in limits() if rule.kind == "case"]
    own = [rule for rule in judged if rule.company == company]
    return (*own, *(rule for rule in judged if rule.company == "regulator" and company != "regulator"))
