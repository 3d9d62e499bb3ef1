"""From headers and answers to a proposed role per column. Nothing here is final: the user confirms."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from analytics.ingest.cells import words
from analytics.ingest.layouts import Header, Layout
from analytics.ingest.model import ColumnMap, TableName
from analytics.ingest.profile import Profile
from analytics.ingest.roles import MANY, precedence, role_of
from analytics.ingest.scales import Fit, fit
from analytics.scheme import Scheme
from analytics.vocabulary import fold


@dataclass(frozen=True)
class Column:
    """A source column with its header read and its answers looked through."""

    index: int
    header: Header
    profile: Profile

    def as_(self, role: str, why: str, question: str = "") -> ColumnMap:
        """The column in a role, with the reason."""
        return ColumnMap(
            self.index,
            self.header.written,
            role,
            why=f"ingest.{why}",
            question=question and f"ingest.{question}",
        )


def propose(
    columns: Sequence[Column], table: TableName, layout: Layout, scheme: Scheme
) -> tuple[ColumnMap, ...]:
    """A role for every column of a table."""
    if table == "survey":
        fits = scale_fits(columns, layout)
        overall = _overall(columns, fits)
        rated = _rated([column for column in columns if column.index != overall], fits, scheme)
        if overall is not None:
            rated[overall] = _as_overall(columns, overall, fits[overall])
        proposed = [rated.get(column.index) or _unrated(column, layout) for column in columns]
    else:
        proposed = [_by_header(column, table) or column.as_("ignore", "why_unknown") for column in columns]
    return _one_each(proposed, columns, table)


def scale_fits(columns: Sequence[Column], layout: Layout) -> Mapping[int, Fit]:
    """Column → scale of its answers; the rows of one matrix are read together, on one scale.

    Where the answers leave several scales open, one that another question of the survey surely has
    decides.
    """
    if layout.positions:
        return {}
    candidates = [column for column in columns if _by_header(column, "survey") is None]
    answers: dict[int, frozenset[str]] = {}
    for block in _blocks(candidates):
        together = frozenset[str]().union(*(column.profile.folded for column in block))
        as_one = fit(together) is not None
        for column in block:
            answers[column.index] = together if as_one and column.profile.counts else column.profile.folded
    first = {index: found for index, said in answers.items() if (found := fit(said))}
    usual = {found.scale.name: found.scale for found in first.values() if found.sure}
    again = {index: fit(answers[index], usual.values()) for index in first}
    return {index: found for index, found in again.items() if found}


def _blocks(columns: Sequence[Column]) -> Iterable[list[Column]]:
    blocks: dict[str, list[Column]] = {}
    for column in columns:
        blocks.setdefault(column.header.block, []).append(column)
    return blocks.values()


def _overall(columns: Sequence[Column], fits: Mapping[int, Fit]) -> int | None:
    """The first question that asks for the service as a whole on a scale that judges it."""
    for column in columns:
        found = fits.get(column.index)
        if found and found.scale.evaluates == "yes" and _mentions(column, words("overall")):
            return column.index
    return None


def _as_overall(columns: Sequence[Column], index: int, found: Fit) -> ColumnMap:
    column = next(column for column in columns if column.index == index)
    question = "" if found.sure else "ask_which_scale"
    return replace(column.as_("overall", "why_overall", question), key="overall", scale=found.scale.name)


def _rated(columns: Sequence[Column], fits: Mapping[int, Fit], scheme: Scheme) -> dict[int, ColumnMap]:
    """Items with their dimensions.

    A matrix takes the scheme's dimensions only if at least half of its rows, and at least two, name
    exactly one of them; otherwise it is a dimension of its own. Importance or frequency of a
    dimension is no score of it.
    """
    items: dict[int, ColumnMap] = {}
    for block in _blocks([column for column in columns if column.index in fits]):
        named = {
            column.index: key
            for column in block
            if fits[column.index].scale.evaluates != "no" and (key := _dimension(column, scheme))
        }
        enough = 2 * len(named) >= len(block) and len(named) >= min(2, len(block))
        for column in block:
            found, header = fits[column.index], column.header
            own = not enough or column.index not in named
            questions = {
                "ask_which_scale": not found.sure,
                "ask_evaluates": found.scale.evaluates != "yes",
                "ask_dimension": enough and own,
            }
            asked = next((question for question, is_open in questions.items() if is_open), "")
            items[column.index] = replace(
                column.as_("item", "why_scale", asked),
                key=header.key,
                dimension=header.block if own else named[column.index],
                scale=found.scale.name,
                stem=header.stem,
            )
    return items


def _dimension(column: Column, scheme: Scheme) -> str:
    """The one external dimension whose keywords occur in the question, ``""`` if none or several do."""
    named = [
        dimension.key
        for dimension in scheme.on("external")
        if _mentions(column, [fold(word) for word in dimension.keywords])
    ]
    return named[0] if len(named) == 1 else ""


def _mentions(column: Column, folded: Iterable[str]) -> bool:
    label = fold(column.header.label)
    return any(word in label for word in folded)


def _unrated(column: Column, layout: Layout) -> ColumnMap:
    return _by_header(column, "survey") or column.as_(*_unrated_role(column, layout))


def _unrated_role(column: Column, layout: Layout) -> tuple[str, str] | tuple[str, str, str]:
    """Role, reason and question of a column that is neither known nor on a scale: the first that fits."""
    profile, in_matrix = column.profile, column.header.key != column.header.block
    several = layout.separator and any(layout.separator in answer for answer in profile.counts)
    position = "grouping" if profile.numeric else "ignore"
    cases = (
        (not profile.counts, ("ignore", "why_empty")),
        (column.header.option or several, ("ignore", "why_multi")),
        (layout.positions, (position, "why_position", "ask_text_export")),
        (profile.small_integers and not profile.dated, ("ignore", "why_numeric", "ask_direction")),
        (in_matrix and profile.few, ("ignore", "why_unscaled", "ask_scale")),
        (_mentions(column, words("comment")), ("comment", "why_comment")),
        (profile.few and not profile.dated and not profile.numeric, ("grouping", "why_few")),
    )
    return next((role for fits, role in cases if fits), ("ignore", "why_many"))


def _by_header(column: Column, table: TableName) -> ColumnMap | None:
    role = role_of(column.header.label, table)
    if not role:
        return None
    return column.as_(role, "why_meta" if role in {"ignore", "respondent"} else "why_header")


def _one_each(
    proposed: Sequence[ColumnMap], columns: Sequence[Column], table: TableName
) -> tuple[ColumnMap, ...]:
    """Of several columns for one role, the header listed first in ``headers.toml`` keeps it."""
    claims: dict[str, list[int]] = {}
    for at, column in enumerate(proposed):
        if column.role not in MANY:
            claims.setdefault(column.role, []).append(at)
    labels = [column.header.label for column in columns]
    chosen = {min(claimed, key=lambda at: precedence(labels[at], table)) for claimed in claims.values()}
    return tuple(
        column
        if column.role in MANY or at in chosen
        else columns[at].as_("ignore", "why_role_taken", "ask_role_taken")
        for at, column in enumerate(proposed)
    )
