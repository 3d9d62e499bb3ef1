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


def record_moments(facts: Facts, scheme: Scheme) -> Moments:
    """Moments of the record indicators, each 0 or 100 per record (complaints: 0 or 1)."""
    with connect(facts) as connection:
        observed = indicators(facts, scheme, connection)
        return collect([observed], GROUPINGS, VARIABLES, ((0, 1),))


def exclusions(facts: Facts, scheme: Scheme) -> pd.DataFrame:
    """How many records an indicator could not use, by reason.

    Returns
    -------
    pandas.DataFrame
        ``dimension``, ``reason`` (message key), ``n``.
    """
    with connect(facts) as connection:
        counts = indicators(facts, scheme, connection).group_by("excluded").agg(nw.len().alias("n"))
        table = counts.collect(backend="pandas").to_pandas()
    table = table[table["excluded"] != ""].rename(columns={"excluded": "reason"})
    table.insert(0, "dimension", ON_TIME)
    return table.sort_values("reason", ignore_index=True)


def indicators(facts: Facts, scheme: Scheme, connection: duckdb.DuckDBPyConnection) -> Lazy:
    """Each record with its indicators ``v0`` … and, where it has no on-time value, the reason.

    Records that are the customer's own responsibility or were terminated are excluded from the on-time
    rate; so are open ones and those no limit is known for. Withdrawn complaints are not counted here.
    """
    records = nw.from_native(facts.relation("records", connection))
    calendar = nw.from_native(connection.from_df(workday_index(_years(records))))
    timed = _with_clocks(records, calendar)
    on_time, known = _on_time(case_limits(scheme.company))
    reason = (
        nw.when(nw.col("responsibility") == "用户责任").then(nw.lit("measure.customers_own"))
        .otherwise(nw.when(nw.col("state") == "终止").then(nw.lit("measure.terminated"))
        .otherwise(nw.when(~known).then(nw.lit("measure.no_limit"))
        .otherwise(nw.when(on_time.is_null()).then(nw.lit("measure.not_closed")).otherwise(nw.lit("")))))
    )  # fmt: skip
    solvable = ~nw.col("business").is_in(list(NOTHING_TO_SOLVE))
    complaint = (nw.col("business") == "投诉") & (nw.col("state") != "撤诉")
    return timed.with_columns(
        reason.alias("excluded"), _repeated(scheme.repeat_days).alias("again")
    ).with_columns(
        nw.when(nw.col("excluded") == "").then(_hundred(on_time)).alias("v0"),
        nw.when(solvable).then(_hundred(~nw.col("again"))).alias("v1"),
        nw.when(complaint).then(nw.lit(1.0)).otherwise(nw.lit(0.0)).alias("v2"),
        nw.lit(1.0).alias("weight"),
        nw.lit("").alias("stratum"),
        nw.lit("").alias("cluster"),
    )


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
    """Whether a record kept its limit, and whether a limit is known for it.

    What the export itself says (an overdue flag, a due date) goes before the published table, and the
    company's own rule before the regulator's. A duration equal to the limit is on time.
    """
    kept = nw.lit(None, dtype=nw.Boolean)
    known = nw.lit(value=False)
    for rule in reversed(rules):
        clock = nw.col("workdays") if rule.unit == "working_day" else nw.col(rule.clock)
        kept = nw.when(_applies(rule)).then(clock <= rule.limit).otherwise(kept)
        known = known | _applies(rule)
    kept = nw.when(~nw.col("due_at").is_null()).then(nw.col("closed_at") <= nw.col("due_at")).otherwise(kept)
    kept = nw.when(~nw.col("overdue").is_null()).then(~nw.col("overdue")).otherwise(kept)
    return kept, known | ~nw.col("due_at").is_null() | ~nw.col("overdue").is_null()


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
    """Marked as a repeat by the export, or followed by another order of this customer on this business."""
    following = nw.col("accepted_at").shift(-1).over("customer", "business", order_by="accepted_at")
    soon = (following - nw.col("accepted_at")).dt.total_seconds() <= days * 86400
    known = (nw.col("customer") != "") & soon
    flagged = nw.when(nw.col("repeated").is_null()).then(nw.lit(value=False)).otherwise(nw.col("repeated"))
    return nw.when(known.is_null()).then(flagged).otherwise(flagged | known)


def _hundred(condition: nw.Expr) -> nw.Expr:
    return nw.when(condition).then(nw.lit(100.0)).otherwise(nw.when(~condition).then(nw.lit(0.0)))
