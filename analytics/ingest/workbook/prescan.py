"""The extent of every sheet of an xlsx package, and what its native reader cannot see.

The native reader allocates the whole rectangle from the first to the last cell: one space typed into
XFD1048576 asks for 512 GB and aborts the process, beyond the reach of ``except`` (tafia/calamine#693).
It also copies a shared string into every cell that uses it. Both are bounded here before it is called.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from operator import itemgetter

from analytics.ingest.workbook.address import CellLog, address, column_number
from analytics.ingest.workbook.budget import Budget
from analytics.ingest.workbook.cells import Element, Walk, cell_starts, whole_cells
from analytics.ingest.workbook.package import Package
from analytics.ingest.workbook.strings import SharedStrings
from analytics.issues import Issue

# Cells as nearly every program writes them; any other cell sends its chunk the careful way.
_CANONICAL = re.compile(
    rb'<c r="([A-Z]{1,3})([0-9]{1,7})"(?: s="[0-9]+")?'
    rb'(?: t="s"><v>([0-9]{1,9})</v>|(?: t="(?!s")[a-zA-Z]+")?/?>)'
)
_INLINE = re.compile(rb"""t=["'](?:inlineStr|str)["']""")
_MARKUP_PER_CELL = 40
_ROW = b'<row r="'
_SAVED_FORMULA = re.compile(rb"(?:</f>|<f[^<>]*/>)<v>[^<]")
_KNOWN_ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA"}
)


@dataclass(frozen=True)
class Part:
    """A worksheet: its name and where its XML is."""

    sheet: str
    part: str


@dataclass
class Survey:
    """What one sheet holds; rows and columns are the last used, counted from 1.

    Attributes
    ----------
    text
        Bytes of text in its cells, at most about this many.
    errors, uncached, strays
        Cells showing an error, formulas without a result, white space beyond the last value.
    trimmed
        Whether cells stand beyond ``rows`` and ``columns``, with white space or nothing in them.
    """

    part: Part
    rows: int = 0
    columns: int = 0
    text: int = 0
    errors: CellLog = field(default_factory=CellLog)
    uncached: CellLog = field(default_factory=CellLog)
    strays: CellLog = field(default_factory=CellLog)
    trimmed: bool = False

    @property
    def must_be_cleaned(self) -> bool:
        """Whether the native reader would fail on, or be misled by, the sheet as it is."""
        return self.trimmed or not self.errors.codes <= _KNOWN_ERRORS

    def keeps(self, cell: Element) -> bool:
        """Whether a cell stays when the sheet is cleaned."""
        return cell.row <= self.rows and cell.column <= self.columns and cell.kind != b"e"

    def issues(self, file: str) -> list[Issue]:
        """What the user should know of the sheet."""
        sheet = self.part.sheet
        return [
            *self.uncached.issues("workbook.uncached", "error", file, sheet),
            *self.errors.issues("workbook.error_cells", "warning", file, sheet),
            *self.strays.issues("workbook.stray", "note", file, sheet),
        ]


def survey(package: Package, parts: list[Part], strings: SharedStrings, budget: Budget) -> list[Survey]:
    """Every sheet measured and admitted.

    Raises
    ------
    DataError
        If the sheets together span more cells, or hold more text, than ``budget`` allows; where a
        single far cell is the reason, it is named.
    """
    surveys = [_measure(package, part, strings, budget) for part in parts]
    if sum(s.rows * s.columns for s in surveys) > budget.cells or any(s.rows > budget.rows for s in surveys):
        surveys = [_tighten(package, found, strings, budget) for found in surveys]
    total = 0
    for found in surveys:
        total += found.rows * found.columns
        budget.admit_cells(package.file, found.part.sheet, total)
    budget.admit_text(package.file, strings.total + sum(found.text for found in surveys))
    return surveys


def cleaned(package: Package, found: Survey) -> Iterator[bytes]:
    """The XML of a sheet with its stray and error cells emptied; they keep their place."""
    walk = Walk(package.file, found.part.sheet)
    for chunk in whole_cells(package.file, package.chunks(found.part.part)):
        at = 0
        for cell in walk.cells(chunk):
            if not found.keeps(cell):
                yield chunk[at : cell.start]
                yield b'<c r="%s"/>' % address(cell.row, cell.column).encode()
                at = cell.end
        yield chunk[at:]


def _measure(package: Package, part: Part, strings: SharedStrings, budget: Budget) -> Survey:
    """The sheet with all its cells, blank ones too: an upper limit that is cheap to find."""
    found = Survey(part)
    walk = Walk(package.file, part.sheet)
    marks = 0
    for chunk in whole_cells(package.file, package.chunks(part.part)):
        marks += chunk.count(b"<c")
        budget.admit_marks(package.file, part.sheet, marks)
        if _INLINE.search(chunk):
            found.text += max(len(chunk) - _MARKUP_PER_CELL * cell_starts(chunk), 0)
        if not _quick(chunk, walk, found, strings):
            _careful(chunk, walk, found, strings)
    return found


def _quick(chunk: bytes, walk: Walk, found: Survey, strings: SharedStrings) -> bool:
    """Measure a chunk in which every cell is canonical, shows no error and has its result."""
    cells = _CANONICAL.findall(chunk)
    if not _is_canonical(chunk, len(cells)):
        return False
    at = chunk.rfind(_ROW)
    if at >= 0:
        number, quote, _ = chunk[at + len(_ROW) : at + 20].partition(b'"')
        if not (quote and number.isdigit()):
            return False
        walk.row, walk.column = int(number), 0
    if not cells:
        return True
    if chunk.rfind(b"<c ") > at:
        walk.column = column_number(cells[-1][0].decode())
    rows = max(map(int, {number for _, number, _ in cells}))
    columns = max(column_number(letters.decode()) for letters in {letters for letters, _, _ in cells})
    walk.check(rows, columns)
    found.rows, found.columns = max(found.rows, rows), max(found.columns, columns)
    uses = Counter([position for _, _, position in cells])  # one C loop: this is the cost of the scan
    del uses[b""]
    found.text += strings.size(uses)
    return True


def _is_canonical(chunk: bytes, cells: int) -> bool:
    if b":c" in chunk or b":row" in chunk or b't="e"' in chunk:
        return False
    if chunk.count(b"<row") != chunk.count(_ROW):
        return False
    if b"<f" in chunk and len(_SAVED_FORMULA.findall(chunk)) != chunk.count(b"<f>") + chunk.count(b"<f "):
        return False
    return cells == chunk.count(b"<c") or cells == cell_starts(chunk)  # the first counts <cols> too


def _careful(chunk: bytes, walk: Walk, found: Survey, strings: SharedStrings) -> None:
    for cell in walk.cells(chunk):
        found.rows, found.columns = max(found.rows, cell.row), max(found.columns, cell.column)
        if cell.kind == b"e":
            found.errors.add(cell.row, cell.column, cell.value.decode("utf-8", "replace").strip())
        elif cell.uncached:
            found.uncached.add(cell.row, cell.column)
        elif cell.kind == b"s" and (position := _position(cell)) is not None:
            found.text += strings.size({position: 1})


def _position(cell: Element) -> bytes | None:
    digits = cell.value.strip()
    return digits if digits.isdigit() and len(digits) < 10 else None


def _tighten(package: Package, found: Survey, strings: SharedStrings, budget: Budget) -> Survey:
    """The sheet up to its last value; spaces beyond are strays."""
    lowest, rightmost = (0, 0), (0, 0)
    for cell in _all_cells(package, found.part):
        if _content(cell, strings) == "value":
            lowest = max(lowest, (cell.row, cell.column))
            rightmost = max(rightmost, (cell.row, cell.column), key=itemgetter(1))
    rows, columns = lowest[0], rightmost[1]
    budget.admit_extent(package.file, found.part.sheet, lowest, rightmost)
    strays = CellLog()
    for cell in _all_cells(package, found.part):
        if (cell.row > rows or cell.column > columns) and _content(cell, strings) == "space":
            strays.add(cell.row, cell.column)
    trimmed = (rows, columns) != (found.rows, found.columns)
    return replace(found, rows=rows, columns=columns, strays=strays, trimmed=trimmed)


def _all_cells(package: Package, part: Part) -> Iterator[Element]:
    walk = Walk(package.file, part.sheet)
    for chunk in whole_cells(package.file, package.chunks(part.part)):
        yield from walk.cells(chunk)


def _content(cell: Element, strings: SharedStrings) -> str:
    """``value``, ``space`` (white space only) or ``""`` (a formatted blank)."""
    if cell.kind == b"inlineStr":
        text: str | None = cell.text
    elif cell.kind == b"s":
        position = _position(cell)
        text = " " if position and int(position) in strings.blank else cell.value.decode("utf-8", "replace")
    else:
        text = cell.value.decode("utf-8", "replace")
    if not text:
        return ""
    return "value" if text.strip() else "space"
