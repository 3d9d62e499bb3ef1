"""External side: ratings → each respondent's dimension scores → moments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import duckdb
import narwhals as nw

from analytics.facts import Facts
from analytics.measure.engine import connect
from analytics.measure.moments import Lazy, Moments, Variable, collect
from analytics.scheme import Scheme
from analytics.tables import GROUPINGS

OVERALL = "overall"
RESPONDENTS_AT_ONCE = 200_000


def survey_moments(facts: Facts, scheme: Scheme) -> Moments:
    """Moments of every dimension the survey asks about, as index and as satisfaction rate.

    A respondent's dimension score is the mean of the answered items if at least half of the
    dimension's items were answered; the rate is the share of those answers that are *satisfied* or
    better, in %.
    """
    items = Counter(item.dimension for item in facts.items)
    dimensions = ordered(tuple(items), scheme)
    with connect(facts) as connection:
        observed = (
            respondent_scores(ratings, dimensions, items, scheme).join(
                responses, on="respondent", how="inner"
            )
            for ratings, responses in _parts(facts, connection)
        )
        variables = [
            Variable("external", dimension, measure)
            for dimension in dimensions
            for measure in ("index", "rate")
        ]
        count = len(dimensions)
        # Composites, drivers and reliability need the products of the index scores only.
        pairs = [(2 * i, 2 * j) for i in range(count) for j in range(i + 1, count)]
        return collect(observed, (*GROUPINGS, *facts.groupings), variables, pairs)


def item_moments(facts: Facts, scheme: Scheme) -> Moments:
    """Moments of every single item (index score only): what lies behind a dimension."""
    score = score_expression(scheme)
    means = [
        nw.when(nw.col("item") == item.key).then(score).otherwise(None).alias(f"v{number}")
        for number, item in enumerate(facts.items)
    ]
    names = [f"v{number}" for number in range(len(facts.items))]
    variables = [Variable("external", item.key, "index") for item in facts.items]
    with connect(facts) as connection:
        observed = (
            ratings.with_columns(*means)
            .group_by("respondent")
            .agg(*(nw.col(name).mean() for name in names))
            .join(responses, on="respondent", how="inner")
            for ratings, responses in _parts(facts, connection)
        )
        return collect(observed, (*GROUPINGS, *facts.groupings), variables, ())


def _parts(facts: Facts, connection: duckdb.DuckDBPyConnection) -> Iterator[tuple[Lazy, Lazy]]:
    """Ratings and responses by ranges of respondents: moments of parts add up, so memory stays bounded.

    Ratings lie in the order of respondents, so that each range touches its own stretch of the file only.
    """
    ratings = nw.from_native(facts.relation("ratings", connection))
    responses = nw.from_native(facts.relation("responses", connection))
    number = nw.col("respondent")
    last = responses.select(number.max()).collect(backend="pandas").to_pandas()["respondent"].dropna()
    for start in range(0, int(last.max()) + 1 if len(last) else 0, RESPONDENTS_AT_ONCE):
        inside = (number >= start) & (number < start + RESPONDENTS_AT_ONCE)
        yield ratings.filter(inside), responses.filter(inside)


def ordered(dimensions: Sequence[str], scheme: Scheme) -> tuple[str, ...]:
    """Dimensions in the scheme's order, then the survey's own, then overall satisfaction."""
    declared = [d.key for d in scheme.on("external") if d.key in dimensions]
    own = sorted(set(dimensions) - set(declared) - {OVERALL})
    return (*declared, *own, *([OVERALL] if OVERALL in dimensions else []))


def score_expression(scheme: Scheme) -> nw.Expr:
    """Level k of K → 0–100: linear, unless the scheme maps that K otherwise."""
    level, levels = nw.col("level"), nw.col("levels")
    score = 100.0 * (level - 1) / (levels - 1)
    for size, scores in scheme.scale_maps.items():
        for position, mapped in enumerate(scores, start=1):
            hit = (levels == size) & (level == position)
            score = nw.when(hit).then(nw.lit(float(mapped))).otherwise(score)
    return score


def respondent_scores(ratings: Lazy, dimensions: Sequence[str], items: Counter[str], scheme: Scheme) -> Lazy:
    """One row per respondent: ``v0`` index and ``v1`` rate of the first dimension, and so on.

    Conditional sums instead of a pivot, which narwhals does not have on every engine.
    """
    satisfied = nw.when(nw.col("satisfied")).then(nw.lit(100.0)).otherwise(nw.lit(0.0))
    scored = ratings.with_columns(score_expression(scheme).alias("score"), satisfied.alias("satisfied"))
    terms: dict[str, nw.Expr] = {}
    for number, dimension in enumerate(dimensions):
        mine = nw.when(nw.col("dimension") == dimension)
        terms |= {
            f"score{number}": mine.then(nw.col("score")),
            f"satisfied{number}": mine.then(nw.col("satisfied")),
            f"answered{number}": mine.then(nw.lit(1)).otherwise(nw.lit(0)),
        }
    means: list[nw.Expr] = []
    for number, dimension in enumerate(dimensions):
        answered = nw.col(f"answered{number}")
        enough = (answered > 0) & (2 * answered >= items[dimension])
        means += [
            nw.when(enough).then(nw.col(f"score{number}") / answered).alias(f"v{2 * number}"),
            nw.when(enough).then(nw.col(f"satisfied{number}") / answered).alias(f"v{2 * number + 1}"),
        ]
    sums = scored.with_columns(**terms).group_by("respondent").agg(*(nw.col(name).sum() for name in terms))
    return sums.with_columns(*means)
