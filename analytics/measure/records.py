"""Internal side: service records → indicators per record → moments."""

from __future__ import annotations

import functools
import operator
from collections.abc import Sequence

import duckdb
import narwhals as nw
import pandas as pd

from analytics.facts import Facts
from analytics.measure.engine import connect
from analytics.measure.moments import Lazy, Moments, Variable, collect
from analytics.measure.workdays import workday_index
from analytics.scheme import Scheme
from analytics.scheme.limits import Limit, case_limits
from analytics.tables import GROUPINGS

# Kinds of record that ask for no solution, so that a second one is no repeat.
NOTHING_TO_SOLVE = ("表扬", "催办", "建议", "意见")
ON_TIME, SOLVED, COMPLAINTS = "timeliness", "effectiveness", "complaints"
VARIABLES = (
    Variable("internal", ON_TIME, "rate"),
    Variable("internal", SOLVED, "rate"),
    Variable("internal", COMPLAINTS, "per_thousand"),
)
CALENDAR, NOT_CLOSED, NO_LIMIT = "measure.no_calendar", "measure.not_closed", "measure.no_limit"


def record_moments(facts: Facts, scheme: Scheme) -> Moments:
    """Moments of the record indicators, each 0 or 100 per record (complaints: 0 or 1)."""
    with connect(facts) as connection:
        observed = indicators(facts, scheme, connection)
        return collect([observed], GROUPINGS, VARIABLES, ((0, 1),))


def exclusions(facts: Facts, scheme: Scheme) -> pd.DataFrame:
    """How many records an indicator does not count, by reason.

    Returns
    -------
    pandas.DataFrame
        ``dimension``, ``reason`` (message key), ``n``.
    """
    reasons = [f"e{number}" for number in range(len(VARIABLES))]
    with connect(facts) as connection:
        counts = indicators(facts, scheme, connection).group_by(reasons).agg(nw.len().alias("n"))
        table = counts.collect(backend="pandas").to_pandas()
    parts = [
        table.groupby(name)["n"]
        .sum()
        .rename_axis("reason")
        .reset_index()
        .assign(dimension=variable.dimension)
        for name, variable in zip(reasons, VARIABLES, strict=True)
    ]
    every = pd.concat(parts, ignore_index=True)[["dimension", "reason", "n"]]
    return every[every["reason"] != ""].reset_index(drop=True)


def indicators(facts: Facts, scheme: Scheme, connection: duckdb.DuckDBPyConnection) -> Lazy:
    """Each record with its indicators ``v0`` … and, where one does not count it, a reason in ``e0`` ….

    * On time: not the customer's own responsibility, not terminated, a limit known, closed.
    * Solved: closed orders that ask for a solution; see :func:`_repeated`.
    * Complaints: withdrawn ones are not counted, but reported, because withdrawal is gamed.
    """
    records = nw.from_native(facts.relation("records", connection))
    calendar = nw.from_native(connection.from_df(workday_index(_years(records))))
    timed = _with_clocks(records, calendar).with_columns(_repeated(scheme.repeat_days).alias("again"))
    on_time, late_reason = _on_time(case_limits(scheme.company))
    business, state = nw.col("business"), nw.col("state")
    closed = ~nw.col("closed_at").is_null() | (state == "归档")
    unsolved_reason = _first(
        (business.is_in(list(NOTHING_TO_SOLVE)), "measure.nothing_to_solve"), (~closed, NOT_CLOSED)
    )
    complaint = business == "投诉"
    withdrawn = complaint & (state == "撤诉")
    return (
        timed.with_columns(
            late_reason.alias("e0"),
            unsolved_reason.alias("e1"),
            _first((withdrawn, "measure.withdrawn")).alias("e2"),
        )
        .with_columns(
            nw.when(nw.col("e0") == "").then(_hundred(on_time)).alias("v0"),
            nw.when(nw.col("e1") == "").then(_hundred(~nw.col("again"))).alias("v1"),
            nw.when(complaint & ~withdrawn).then(nw.lit(1.0)).otherwise(nw.lit(0.0)).alias("v2"),
            nw.lit(1.0).alias("weight"),
            nw.lit("").alias("stratum"),
            nw.lit("").alias("cluster"),
        )
    )  # fmt: skip


def _first(*reasons: tuple[nw.Expr, str]) -> nw.Expr:
    """The first reason whose condition holds, ``""`` if none does."""
    found = nw.lit("")
    for condition, reason in reversed(reasons):
        found = nw.when(condition).then(nw.lit(reason)).otherwise(found)
    return found


def _years(records: Lazy) -> list[int]:
    spans = (
        records.select(
            first=nw.col("accepted_at").min(),
            last=nw.max_horizontal(nw.col("accepted_at").max(), nw.col("closed_at").max()),
        )
        .collect(backend="pandas")
        .to_pandas()
    )
    if spans.isna().to_numpy().any():
        return []
    years = spans.apply(lambda day: day.dt.year).iloc[0]
    return list(range(int(years["first"]), int(years["last"]) + 1))


def _with_clocks(records: Lazy, calendar: Lazy) -> Lazy:
    """Add minutes and working days from acceptance to closing."""
    dated = records.with_columns(
        nw.col("accepted_at").dt.truncate("1d").alias("accepted_day"),
        nw.col("closed_at").dt.truncate("1d").alias("closed_day"),
        ((nw.col("closed_at") - nw.col("accepted_at")).dt.total_seconds() / 60.0).alias("elapsed"),
    )
    for name in ("accepted", "closed"):
        days = calendar.select(nw.col("day").alias(f"{name}_day"), nw.col("workday").alias(f"{name}_workday"))
        dated = dated.join(days, on=f"{name}_day", how="left")
    return dated.with_columns((nw.col("closed_workday") - nw.col("accepted_workday")).alias("workdays"))


def _on_time(rules: Sequence[Limit]) -> tuple[nw.Expr, nw.Expr]:
    """Whether a record kept its limit, and the reason where that is not counted.

    What the export itself says (an overdue flag, a due date) goes before the published table, and the
    company's own rule before the regulator's. A duration equal to the limit is on time.
    """
    kept = nw.lit(None, dtype=nw.Boolean)
    known, in_workdays = nw.lit(value=False), nw.lit(value=False)
    for rule in reversed(rules):
        by_workday = rule.unit == "working_day"
        clock = nw.col("workdays") if by_workday else nw.col(rule.clock)
        kept = nw.when(_applies(rule)).then(clock <= rule.limit).otherwise(kept)
        in_workdays = nw.when(_applies(rule)).then(nw.lit(by_workday)).otherwise(in_workdays)
        known = known | _applies(rule)
    due, overdue = ~nw.col("due_at").is_null(), ~nw.col("overdue").is_null()
    kept = nw.when(due).then(nw.col("closed_at") <= nw.col("due_at")).otherwise(kept)
    kept = nw.when(overdue).then(~nw.col("overdue")).otherwise(kept)
    dated = ~nw.col("closed_at").is_null() & ~nw.col("accepted_at").is_null()
    reason = _first(
        (nw.col("responsibility") == "用户责任", "measure.customers_own"),
        (nw.col("state") == "终止", "measure.terminated"),
        (~(known | due | overdue), NO_LIMIT),
        (kept.is_null() & in_workdays & dated, CALENDAR),
        (kept.is_null(), NOT_CLOSED),
    )
    return kept, reason


def _applies(rule: Limit) -> nw.Expr:
    conditions = [
        nw.col("business") == rule.business,
        nw.col("accepted_day") >= rule.valid_from,
        nw.col("accepted_day") < rule.valid_to,
    ]
    if rule.classes:
        conditions.append(nw.col("customer_class").is_in(list(rule.classes)))
    if rule.areas:
        conditions.append(nw.col("area").is_in(list(rule.areas)))
    return functools.reduce(operator.and_, conditions)


def _repeated(days: int) -> nw.Expr:
    """Whether an order did not settle the matter.

    It is followed by another order of this customer on this business within so many days; or the export
    marks it as a repeat of one that is not in the file. A repeat whose first order is there counts
    once, against the first.
    """
    accepted = nw.col("accepted_at")

    def near(steps: int) -> nw.Expr:
        other = accepted.shift(steps).over("customer", "business", order_by="accepted_at")
        apart = (other - accepted).dt.total_seconds() * (1 if steps < 0 else -1)
        return _true((nw.col("customer") != "") & (apart <= days * 86400))

    return near(-1) | (_true(nw.col("repeated")) & ~near(1))


def _true(condition: nw.Expr) -> nw.Expr:
    """The condition, with *unknown* read as no."""
    return nw.when(condition.is_null()).then(nw.lit(value=False)).otherwise(condition)


def _hundred(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.lit(100.0)).otherwise(nw.when(~condition).then(nw.lit(0.0)))
