"""Safe reading of any uploaded file: what it is by its bytes, within a budget, nothing interpreted.

Every format ends in the same :class:`analytics.ingest.model.Workbook` or in one sentence. Bounds are
checked before a native reader sees the file, because what aborts there takes the server with it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from pathlib import PurePath

from analytics.errors import DataError
from analytics.ingest.model import Workbook
from analytics.ingest.workbook import html, ods, text, xls, xlsx
from analytics.ingest.workbook.budget import DEFAULT, Budget
from analytics.ingest.workbook.grid import Reading
from analytics.ingest.workbook.sniff import Content, sniff
from analytics.issues import Issue

__all__ = ["DEFAULT", "Budget", "read_workbook"]

_READERS: Mapping[Content, Callable[[str, bytes, Budget], Reading]] = {
    "xlsx": xlsx.read,
    "xls": xls.read,
    "ods": ods.read,
    "csv": text.read,
    "html": html.read,
}
_EXTENSIONS: Mapping[Content, frozenset[str]] = {
    "xlsx": frozenset({".xlsx", ".xlsm", ".xltx", ".xltm", ".xlam"}),
    "xls": frozenset({".xls", ".xlt", ".et"}),
    "ods": frozenset({".ods", ".ots"}),
    "csv": frozenset({".csv", ".tsv", ".tab", ".txt"}),
    "html": frozenset({".html", ".htm", ".xhtml"}),
}


def read_workbook(name: str, data: bytes, *, budget: Budget = DEFAULT) -> Workbook:
    """Read an uploaded file.

    Parameters
    ----------
    name
        File name as uploaded; used in sentences only, never to decide what the file is.
    data
        The whole content.
    budget
        Limits on size, rows, cells and text.

    Returns
    -------
    Workbook
        Every sheet at its absolute positions, text as written, whole numbers as ``int``, moments as
        ``datetime``, blank and error cells as ``None``; what was found on the way as issues.

    Raises
    ------
    DataError
        If the file is no table, damaged, protected, empty, or larger than the budget allows.
    """
    budget.admit_file(name, len(data))
    content = sniff(name, data, budget)
    reading = _READERS[content](name, data, budget)
    if not reading.sheets:
        raise DataError("workbook.no_sheets", file=name)
    if not any(sheet.rows for sheet in reading.sheets):
        uncached = any(issue.key == "workbook.uncached" for issue in reading.issues)
        raise DataError("workbook.not_calculated" if uncached else "workbook.no_values", file=name)
    return Workbook(
        file=name,
        content=content,
        sheets=reading.sheets,
        digest=hashlib.sha256(data).hexdigest(),
        encoding=reading.encoding,
        delimiter=reading.delimiter,
        issues=(*_misnamed(name, content), *reading.issues),
    )


def _misnamed(name: str, content: Content) -> list[Issue]:
    extension = PurePath(name).suffix.lower()
    if not extension or extension in _EXTENSIONS[content]:
        return []
    values = {"extension": extension, "content": content}
    return [Issue("workbook.misnamed", "note", name, values=values)]
