"""Lists of service records become RECORDS."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from analytics.ingest.cells import quarters, wave, written
from analytics.ingest.reader import Reader
from analytics.ingest.rows import Read, put_aside, settle, used

_NAMES = ("region", "station", "post", "customer_class", "area", "channel", "business", "state")
_TEXTS = ("customer", "parent", "rating_first", "rating_last")


def read_records(readers: Sequence[Reader]) -> Read:
    """Read all record files together, so that an order exported twice counts once.

    Set aside are, in this order: voided orders, repeats of an order number (the first stays), orders
    that end before they start, and child orders whose parent is there: they are folded into it.
    Withdrawn complaints stay, because they are often paid off.

    """
    frame = pd.concat([_read(reader) for reader in readers], ignore_index=True)
    frame = put_aside(frame, frame["state"] == "作废", "voided")
    numbered = used(frame) & (frame["record"] != "")
    repeated = frame["record"].where(numbered).duplicated() & numbered
    frame = put_aside(frame, repeated, "repeated")
    frame = put_aside(frame, frame["closed_at"] < frame["accepted_at"], "ends_before_start")
    frame = put_aside(frame, _children(frame), "child")
    issues = (issue for reader in readers for issue in reader.issues)
    return settle("records", frame, [reader.source for reader in readers], issues)


def _children(frame: pd.DataFrame) -> pd.Series:
    """Orders whose parent is itself used and no child."""
    usable = frame[used(frame)]
    own = usable["record"]
    child = (usable["parent"] != "") & (usable["parent"] != own) & usable["parent"].isin(own)
    roots = own[~child]
    return frame["parent"].isin(roots[roots != ""]) & (frame["parent"] != frame["record"])


def _read(reader: Reader) -> pd.DataFrame:
    accepted_at = reader.times("accepted_at")
    stated = reader.texts("wave", wave)
    return reader.start().assign(
        record=reader.texts("record"),
        wave=stated.where(stated != "", quarters(accepted_at)),
        **{name: reader.names(name) for name in (*_NAMES, "responsibility")},
        **{name: reader.texts(name) for name in _TEXTS},
        manager=reader.texts("manager", written),
        accepted_at=accepted_at,
        closed_at=reader.times("closed_at"),
        due_at=_end_of_day(reader.times("due_at")),
        **{name: reader.durations(name) for name in ("arrive", "restore")},
        **{name: reader.flags(name) for name in ("overdue", "repeated", "called_back")},
    )


def _end_of_day(due: pd.Series) -> pd.Series:
    """A due date without a time of day lasts until the day ends."""
    return due.where(due != due.dt.normalize(), due + pd.Timedelta(days=1, seconds=-1))
