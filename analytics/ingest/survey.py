"""Survey sheets become RESPONSES and RATINGS."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd

from analytics.errors import DataError
from analytics.facts import Item
from analytics.ingest.cells import one_spelling, quarters, said, tidy, wave, words, written
from analytics.ingest.model import ColumnMap
from analytics.ingest.reader import Reader
from analytics.ingest.rows import Read, found, put_aside, settle, tally
from analytics.ingest.scales import SCALES
from analytics.issues import Issue
from analytics.tables import RATINGS, RESPONSES
from analytics.vocabulary import fold

_NO_RATING = RATINGS.frame().astype({"respondent": "str"})
_RESERVED = re.compile(r"(v|score|satisfied|answered)\d+|[sc]\d+_.*")
_NAMES = ("region", "station", "post", "customer_class", "area", "channel", "business")


def read_surveys(readers: Sequence[Reader]) -> Read:
    """RESPONSES before managers are matched, and RATINGS, of all survey files."""
    issues: list[Issue] = []
    items: dict[str, Item] = {}
    responses: list[pd.DataFrame] = []
    ratings: list[pd.DataFrame] = []
    for reader in readers:
        rows, taken = _responses(reader), set[str]()
        rated = [
            _rate(reader, column, _enter(reader, column, items, taken))
            for column in reader.source.mapping.of("item", "overall")
        ]
        if rated:
            answered = pd.concat([one["respondent"] for one in rated]).unique()
            rows = put_aside(rows, ~rows["respondent"].isin(answered), "no_rating")
        else:
            issues.append(found("no_items", "warning", reader.source, ()))
        responses.append(rows)
        ratings += rated
        issues += reader.issues
    read = settle("responses", pd.concat(responses), [one.source for one in readers], issues)
    kept = read.tables["responses"]
    groupings = tuple(name for name in kept.columns if name not in (*RESPONSES.names, "source"))
    number = pd.Series(range(len(kept)), index=kept["respondent"])
    every = pd.concat([_NO_RATING, *ratings], ignore_index=True)
    every["respondent"] = every["respondent"].map(number)
    # In the order of respondents, so that measuring can read range after range.
    every = every[every["respondent"].notna()].sort_values("respondent", kind="stable")
    files = kept["source"].map(lambda at: readers[at].source.workbook.file)
    kept = kept.assign(respondent=number.to_numpy(), file=files.astype("str"))
    tables = {
        "responses": kept.fillna(dict.fromkeys(groupings, "")),
        "ratings": every.astype({"respondent": "int64"}),
    }
    return replace(read, tables=tables, items=tuple(items.values()), groupings=groupings)


def _responses(reader: Reader) -> pd.DataFrame:
    answered_at = reader.times("answered_at")
    stated = reader.texts("wave", wave)
    frame = reader.start().assign(
        respondent=_respondents(reader),
        answered_at=answered_at,
        customer=reader.texts("customer"),
        wave=stated.where(stated != "", quarters(answered_at)),
        manager=reader.texts("manager", written),
        **{name: reader.names(name) for name in _NAMES},
        weight=reader.numbers("weight") if reader.has("weight") else 1.0,
        stratum=reader.names("stratum"),
        cluster=reader.names("cluster"),
        comment=reader.texts("comment", said),
        **_groupings(reader),
    )
    _note_repeats(reader)
    return put_aside(frame, ~(frame["weight"] > 0), "no_weight")


def _groupings(reader: Reader) -> dict[str, pd.Series]:
    """Extra groupings under their cleaned headers; ``=`` and ``&`` are signs of slices and are widened.

    Engines tell names apart without regard to case, and measuring adds numbered columns of its own.
    """
    columns: dict[str, pd.Series] = {}
    taken = {*RESPONSES.names, "source", "set_aside"}
    for column in reader.source.mapping.of("grouping"):
        label = tidy(reader.headers[column.index].label).rstrip(":?* ")
        plain = label.replace("=", "＝").replace("&", "＆") or f"#{column.index + 1}"
        name, again = plain, 1
        while name.casefold() in taken or _RESERVED.fullmatch(name.casefold()):
            again += 1
            name = f"{plain} ({again})"
        taken.add(name.casefold())
        columns[name] = one_spelling(reader.each(column, tidy).astype("str"))
    return columns


def _note_repeats(reader: Reader) -> None:
    numbers = reader.texts("respondent")
    repeated = numbers[(numbers != "") & numbers.duplicated()]
    if len(repeated):
        (column,) = reader.source.mapping.of("respondent")
        reader.note("repeated_number", column, repeated.index, distinct=repeated.nunique())


def _enter(reader: Reader, column: ColumnMap, items: dict[str, Item], taken: set[str]) -> Item:
    """The item of a column, under a key that no other question has: ``taken`` are those of this file."""
    if column.scale not in SCALES:
        place = {"file": reader.source.workbook.file, "sheet": reader.source.mapping.sheet}
        raise DataError("ingest.no_scale", **place, column=column.header)
    header = reader.headers[column.index]
    if column.role == "overall":
        asked = Item("overall", header.label, "overall", column.scale, column.reverse)
        return items.setdefault("overall", asked)
    key = column.key or header.key
    asked = Item(
        key, header.label, column.dimension or header.block, column.scale, column.reverse, column.stem
    )
    again = 1
    while asked.key in taken or items.get(asked.key, asked) != asked:
        again += 1
        asked = replace(asked, key=f"{key} ({again})")
    if again > 1:
        reader.note("other_question", column, (), key=key, now=asked.key)
    taken.add(asked.key)
    items[asked.key] = asked
    return asked


def _rate(reader: Reader, column: ColumnMap, item: Item) -> pd.DataFrame:
    """The ratings of one item; answers outside its scale are reported, never guessed."""
    scale = SCALES[column.scale]
    codes, distinct = pd.factorize(reader.each(column, said))
    levels = np.array([scale.level(answer) or 0 for answer in distinct], dtype="int64")
    _note_others(reader, column, pd.Series(distinct.where(levels == 0, "")[codes], index=reader.rows))
    answered = levels[codes] > 0
    level = levels[codes][answered]
    if column.reverse:
        level = len(scale.levels) + 1 - level
    return pd.DataFrame(
        {
            "respondent": _respondents(reader)[answered].array,
            "item": item.key,
            "dimension": item.dimension,
            "answer": pd.Series(distinct, dtype="str").array.take(codes[answered]),
            "level": level,
            "levels": len(scale.levels),
            "satisfied": level >= scale.satisfied_from,
        }
    )


def _respondents(reader: Reader) -> pd.Series:
    """Identifiers no two rows share, until the rows kept are numbered: source and row."""
    return f"{reader.at}-" + reader.rows.to_series().astype("str")


def _note_others(reader: Reader, column: ColumnMap, answers: pd.Series) -> None:
    """Report what is no level: words for *cannot say*, and answers the scale does not know."""
    answers = answers[answers != ""]
    unsure = answers.map(fold).isin(words("unsure"))
    if unsure.any():
        reader.note("cannot_say", column, answers.index[unsure], "note", words=tally(answers[unsure]))
    if not unsure.all():
        reader.note("unknown_answer", column, answers.index[~unsure], words=tally(answers[~unsure]))
