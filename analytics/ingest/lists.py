"""The roster and the customer counts."""

from __future__ import annotations

import re
from collections.abc import Sequence

import pandas as pd

from analytics.ingest.cells import tidy
from analytics.ingest.model import Cell
from analytics.ingest.reader import Reader
from analytics.ingest.rows import Read, put_aside, settle, used
from analytics.vocabulary import CUSTOMER_CLASSES


def read_managers(readers: Sequence[Reader]) -> Read:
    """MANAGERS with ``source``: a number listed again is set aside; without numbers, names stand for them."""
    frame = pd.concat([_manager_rows(reader) for reader in readers], ignore_index=True)
    frame = put_aside(frame, frame["manager"] == "", "unnamed")
    again = frame["manager"].where(used(frame)).duplicated() & used(frame)
    return _settled("managers", put_aside(frame, again, "listed_again"), readers)


def read_customers(readers: Sequence[Reader]) -> Read:
    """CUSTOMERS with ``source``; rows without a count are set aside."""
    frame = pd.concat(
        [
            reader.start().assign(
                **{name: reader.names(name) for name in ("region", "customer_class", "area")},
                customers=reader.numbers("customers"),
            )
            for reader in readers
        ],
        ignore_index=True,
    )
    counted = put_aside(frame, ~_is_count(frame["customers"]), "no_count")
    return _settled("customers", counted, readers)


def _settled(table: str, frame: pd.DataFrame, readers: Sequence[Reader]) -> Read:
    issues = (issue for reader in readers for issue in reader.issues)
    return settle(table, frame, [reader.source for reader in readers], issues)


def _manager_rows(reader: Reader) -> pd.DataFrame:
    number, name = reader.texts("manager"), reader.texts("name")
    places = {column: reader.names(column) for column in ("region", "station")}
    # People of one name stay apart where the list has no numbers.
    namesakes = name.duplicated(keep=False) & (places["station"] != "")
    known_as = name.mask(namesakes, name + "（" + places["station"] + "）")
    count = reader.numbers("customers")
    return reader.start().assign(
        manager=number.where(number != "", known_as),
        name=name.where(name != "", number),
        **places,
        **{column: reader.names(column) for column in ("level", "post")},
        classes=reader.texts("classes", _classes),
        customers=count.where(_is_count(count)),
    )


def _is_count(numbers: pd.Series) -> pd.Series:
    return (numbers >= 0) & (numbers % 1 == 0)


def _classes(cell: Cell) -> str:
    """Customer classes served, each as its code, separated by ``、``."""
    spelt = re.split(r"[、,;/|]", tidy(cell))
    return "、".join(CUSTOMER_CLASSES.find(word) or word.strip() for word in spelt if word.strip())
