"""What a platform's layout has to say about a table."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from analytics.ingest.model import Cell

HeaderRows = Sequence[Sequence[str]]


def as_it_is(cell: Cell) -> Cell:
    """A cell that says what it says."""
    return cell


@dataclass(frozen=True)
class Header:
    """One column as its header names it.

    Attributes
    ----------
    written
        Header as written, stripped.
    label
        The question itself: without number and without the matrix's common stem.
    key
        Stable short name of the question or matrix row.
    block
        Name shared by the columns of one question.
    stem
        The matrix's common question, ``""`` for a single one.
    option
        Whether the column is one choice of a multiple-choice question.
    """

    written: str
    label: str
    key: str
    block: str
    stem: str = ""
    option: bool = False


@dataclass(frozen=True)
class Layout:
    """How one platform lays out an export; one file per platform makes one or more of these.

    Attributes
    ----------
    name
        What a mapping calls it.
    signature
        Whether header rows are this platform's.
    headers
        Header rows → one :class:`Header` per column.
    header_rows
        How many rows the header takes.
    positions
        Whether answers are option positions, which are no scores.
    separator
        What stands between the choices of a multiple-choice answer, ``""`` if nothing special does.
    chosen
        What a cell says was chosen, without the platform's codes for *not answered* and without text
        that respondents filled in beside an option.
    """

    name: str
    signature: Callable[[HeaderRows], bool]
    headers: Callable[[HeaderRows], tuple[Header, ...]]
    header_rows: int = 1
    positions: bool = False
    separator: str = ""
    chosen: Callable[[Cell], Cell] = as_it_is
