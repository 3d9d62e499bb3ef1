"""The blocks of a scorecard's page, in the order they are printed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from math import ceil
from typing import Any

import pandas as pd

from analytics.export.card import Card, reference
from analytics.export.page import (
    COUNT,
    MIDDLE,
    NOTE,
    NUMBER,
    RATIO,
    SHARE,
    STRONG,
    TEXT,
    WIDTHS,
    Cell,
    Page,
)
from analytics.export.workbook import HEAD
from analytics.naming import value_label
from analytics.tables.results import KINDS
from analytics.text import say
from analytics.wording import interval, percent, sample, signed_interval, slice_label

# So that the page stays one page; the rest stands on its own sheet.
LONGEST_LIST = 5
ROW_PIXELS = 20  # of a row whose height is not set
OWN, OTHERS, GRID = "#1a5fa8", "#b9c2cb", "#e3e7eb"
HOLLOW = {"fill": {"none": True}, "border": {"color": OWN, "width": 1}}  # the bar of what is not judged


def who(page: Page, card: Card) -> None:
    """Name, place, post and customers of the manager."""
    roster = card.report.managers[card.report.managers["manager"] == card.manager]
    if roster.empty:
        page.note(say("export.not_in_roster", card.lang))
        return
    own = roster.iloc[0]
    classes = [value_label("customer_class", code, card.lang) for code in own["classes"].split("、")]
    words = {
        "classes": say("export.comma", card.lang).join(classes),
        **{name: value_label(name, own[name], card.lang) for name in ("post", "level", "region", "station")},
    }
    order = ("name", "manager", "post", "region", "station", "level", "classes", "customers")
    fields = [(_head(name, card), words.get(name, own[name])) for name in order]
    fields.append((_head("waves", card), card.report.period))
    for first in range(0, len(fields), 3):
        cells: list[Cell] = []
        for (label, value), across in zip(fields[first : first + 3], (2, 2, 3), strict=True):
            cells += [(label, 1, HEAD), (value, across, {**TEXT, "indent": 1})]
        page.line(*cells)


def composites(page: Page, card: Card) -> None:
    """The total, external and internal index with evidence, band and rank."""
    ranking = card.report.ranking
    kind = next((row.kind for rows in ranking.values() for row in rows.values()), "")
    page.block("overall")
    page.heads(
        (_head("side", card), 1),
        (_head("value", card), 1),
        (_interval_head(card), 1),
        (_head("n", card), 1),
        (_head("n_eff", card), 1),
        (_head("band", card), 1),
        (_rank_head(kind, card), 2),
        (_head("p_bottom_quarter", card), 1),
        (_head("reliability", card), 1),
    )
    for row in card.composites:
        if row.kind == "raw":
            _composite(page, card, row, ranking.get(row.side, {}))
    if not card.composites:
        page.note(say("export.no_scores", card.lang))


def _rank_head(kind: str, card: Card) -> str:
    if not kind:
        return _head("rank", card)
    return say("export.rank_by", card.lang, kind=say(f"wording.kind_{kind}", card.lang))


def _composite(page: Page, card: Card, row: Any, among: Mapping[str, Any]) -> None:
    known: tuple[Cell, ...] = (
        (card.label(row.side, row.dimension), 1, STRONG),
        (row.value, 1, {**NUMBER, "bold": True}),
        (interval(row.lower, row.upper), 1, MIDDLE),
        (row.n, 1, COUNT),
        (row.n_eff, 1, NUMBER),
    )
    if not row.judged:
        page.line(*known, (row.reason, 5, NOTE))
        return
    place: Any = among.get(card.manager)
    ranked = place is not None
    page.line(
        *known,
        (row.band, 1, MIDDLE),
        (_rank(place, len(among), card) if ranked else None, 2, MIDDLE),
        (place.p_bottom_quarter if ranked else None, 1, SHARE),
        (place.reliability if ranked else None, 1, RATIO),
    )
    if row.reason:
        page.note(row.reason)


def _rank(place: Any, count: int, card: Card) -> str:
    return say(
        "export.rank",
        card.lang,
        rank=place.rank,
        count=count,
        confidence=percent(place.confidence),
        lower=place.rank_lower,
        upper=place.rank_upper,
    )


def kinds(page: Page, card: Card) -> None:
    """The indices raw, adjusted and shrunk side by side; left out where only one kind was computed."""
    sides: dict[str, dict[str, Any]] = {}
    for row in card.composites:
        sides.setdefault(row.side, {})[row.kind] = row
    present = [kind for kind in KINDS if any(kind in by_kind for by_kind in sides.values())]
    if len(present) < 2:
        return
    page.block("kinds")
    heads = [(say(f"wording.kind_{kind}", card.lang), _interval_head(card)) for kind in present]
    page.heads(
        (_head("side", card), 1), *(part for kind, limits in heads for part in ((kind, 1), (limits, 2)))
    )
    for side, by_kind in sides.items():
        cells: list[Cell] = [(card.label(side, "index"), 1, STRONG)]
        for row in map(by_kind.get, present):
            value, limits = (row.value, interval(row.lower, row.upper)) if row else (None, None)
            cells += [(value, 1, NUMBER), (limits, 2, MIDDLE)]
        page.line(*cells)


def dimensions(page: Page, card: Card) -> None:
    """Each dimension against the reference, as a table and as bars."""
    against = reference(card.report, card.manager)
    label = str(against["label"].iloc[0]) if len(against) else say("export.reference", card.lang)
    usual = {(row.side, row.dimension): row.value for row in against.itertuples()}
    natural = {(row.side, row.dimension): row for row in card.dimensions if row.measure != "index"}
    page.block("dimensions")
    page.heads(
        (_head("dimension", card), 1),
        (_head("value", card), 1),
        (_interval_head(card), 1),
        (label, 1),
        (_head("natural", card), 1),
        (_head("unit", card), 1),
        (_head("n", card), 1),
        (_head("n_eff", card), 1),
        (_head("judged", card), 2),
    )
    first, side = page.row, ""
    points: list[dict[str, Any] | None] = []
    for row in (row for row in card.dimensions if row.measure == "index"):
        if row.side != side:
            side = row.side
            page.line((say(f"wording.side_{side}", card.lang), len(WIDTHS), {"bold": True}))
            points.append(None)
        what = (row.side, row.dimension)
        _dimension(page, card, row, natural.get(what, row), usual.get(what))
        points.append(None if row.judged else HOLLOW)
    if points:
        _chart(page, card, first, label, points)


def _dimension(page: Page, card: Card, row: Any, natural: Any, usual: Any) -> None:
    page.line(
        (card.label(row.side, row.dimension), 1, TEXT),
        (row.value, 1, NUMBER),
        (interval(row.lower, row.upper), 1, MIDDLE),
        (usual, 1, NUMBER),
        (natural.value, 1, NUMBER),
        (say(f"wording.unit_{natural.measure}", card.lang), 1, MIDDLE),
        (row.n, 1, COUNT),
        (row.n_eff, 1, NUMBER),
        (row.reason or say("wording.yes", card.lang), 2, {**TEXT, "indent": 1}),
    )


def _chart(page: Page, card: Card, first: int, label: str, points: list[dict[str, Any] | None]) -> None:
    sheet, last = page.sheet.get_name(), page.row - 1
    chart = page.book.workbook.add_chart({"type": "bar"})
    series: tuple[tuple[int, str, str, dict[str, Any]], ...] = (
        (1, _head("value", card), OWN, {"points": points}),
        (3, label, OTHERS, {}),
    )
    for column, name, colour, marked in series:
        chart.add_series(
            {
                "name": name,
                "categories": [sheet, first, 0, last, 0],
                "values": [sheet, first, column, last, column],
                "fill": {"color": colour},
                "gap": 60,
                **marked,
            }
        )
    font = {"name": "Microsoft YaHei", "size": 8}
    grid = {"visible": True, "line": {"color": GRID}}
    chart.set_y_axis({"reverse": True, "num_font": font, "interval_unit": 1, "major_tick_mark": "none"})
    chart.set_x_axis(
        {"min": 0, "max": 100, "num_font": font, "major_gridlines": grid, "label_position": "high"}
    )
    chart.set_legend({"position": "top", "font": font})
    chart.set_chartarea({"border": {"none": True}})
    height = 25 * len(points) + 70
    chart.set_size({"width": 840, "height": height})
    description = say("export.chart_alt", card.lang, reference=label)
    page.sheet.insert_chart(page.row, 0, chart, {"description": description, "x_offset": 4, "y_offset": 4})
    page.row += ceil(height / ROW_PIXELS) + 1


def findings(page: Page, card: Card) -> None:
    """The manager's weak areas."""

    def cells(row: Any) -> tuple[Cell, ...]:
        limits = signed_interval(row.gap_lower, row.gap_upper, card.lang)
        return (f"{row.gap:+.1f} ({limits})", 2, TEXT), (sample(row.n), 1, TEXT), (row.reason, 4, TEXT)

    page.block("findings")
    _listed(page, card, card.findings, "findings", cells)


def not_judged(page: Page, card: Card) -> None:
    """What was left unjudged of the manager, and why."""
    page.block("not_judged")
    _listed(
        page,
        card,
        card.not_judged,
        "not_judged",
        lambda row: ((sample(row.n), 1, TEXT), (row.reason, 6, TEXT)),
    )


def _listed(
    page: Page, card: Card, rows: pd.DataFrame, table: str, cells: Callable[[Any], tuple[Cell, ...]]
) -> None:
    """The first rows of a list of slices; how many more stand on the table's own sheet."""
    for row in rows.head(LONGEST_LIST).itertuples():
        label = slice_label(str(row.slice), card.lang, card.report.names)
        dimension = card.label(str(row.side), str(row.dimension))
        page.line((label, 2, TEXT), (dimension, 1, TEXT), *cells(row))
    if rows.empty:
        page.note(say(f"export.no_{table}", card.lang))
    more = len(rows) - LONGEST_LIST
    if more > 0:
        page.note(say("export.more", card.lang, count=more, sheet=say(f"export.sheet_{table}", card.lang)))


def _head(column: str, card: Card) -> str:
    return say(f"export.head_{column}", card.lang)


def _interval_head(card: Card) -> str:
    return say("export.interval", card.lang, confidence=percent(card.report.scheme.confidence))


BLOCKS: tuple[Callable[[Page, Card], None], ...] = (
    who,
    composites,
    kinds,
    dimensions,
    findings,
    not_judged,
)
