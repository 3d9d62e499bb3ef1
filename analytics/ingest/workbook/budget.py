"""How large a file may be, so that no upload can take the process down."""

from __future__ import annotations

from dataclasses import dataclass

from analytics.errors import DataError
from analytics.ingest.workbook.address import MAX_COLUMNS, MAX_ROWS, address

Place = tuple[int, int]
MB = 1_000_000
_MARKS_PER_CELL = 2


@dataclass(frozen=True)
class Budget:
    """Limits checked before, or while, a file is read; the defaults keep a read below 1 GB of memory.

    Attributes
    ----------
    file_bytes
        Size of the file.
    parts
        Parts of a zip container, sheets, or tables of a page.
    unpacked_bytes, ratio
        Of a zip container: total size of all parts, and total size ÷ size of the file. A ratio is
        judged from 10 MB on: small regular sheets pack well.
    rows, cells
        Rows of one sheet; rows × columns, blank cells included, summed over the sheets of a file.
    text_bytes
        Text of all cells together. One shared string may stand in millions of cells.
    """

    file_bytes: int = 50 * MB
    parts: int = 5_000
    unpacked_bytes: int = 512 * MB
    ratio: int = 200
    rows: int = 1_000_000
    cells: int = 4_500_000
    text_bytes: int = 200 * MB

    def admit_file(self, file: str, size: int) -> None:
        """Refuse a file of more than ``file_bytes``."""
        if size > self.file_bytes:
            raise DataError("workbook.file_too_large", file=file, size=_mb(size), limit=_mb(self.file_bytes))

    def admit_parts(self, file: str, parts: int) -> None:
        """Refuse a file of more than ``parts`` parts, sheets or tables."""
        if parts > self.parts:
            raise DataError("workbook.too_many_parts", file=file, count=parts, limit=self.parts)

    def admit_package(self, file: str, unpacked: int, packed: int) -> None:
        """Refuse a zip container of too large or too densely packed parts."""
        if unpacked > self.unpacked_bytes:
            limit = _mb(self.unpacked_bytes)
            raise DataError("workbook.unpacked_too_large", file=file, size=_mb(unpacked), limit=limit)
        if unpacked > 10 * MB and unpacked > self.ratio * packed:
            ratio = unpacked // max(packed, 1)
            raise DataError("workbook.packed_too_densely", file=file, ratio=ratio, limit=self.ratio)

    def admit_rows(self, file: str, sheet: str, rows: int) -> None:
        """Refuse a sheet of more than ``rows`` rows."""
        if rows > self.rows:
            raise DataError("workbook.too_many_rows", file=file, sheet=sheet, rows=rows, limit=self.rows)

    def admit_cells(self, file: str, sheet: str, cells: int) -> None:
        """Refuse a sheet with which the file reaches more than ``cells`` cells."""
        if cells > self.cells:
            raise DataError("workbook.too_many_cells", file=file, sheet=sheet, cells=cells, limit=self.cells)

    def admit_marks(self, file: str, sheet: str, marks: int) -> None:
        """Refuse a file with so many row and cell tags, blank ones included, that reading would take long."""
        if marks > _MARKS_PER_CELL * self.cells:
            raise DataError("workbook.too_many_cells", file=file, sheet=sheet, cells=marks, limit=self.cells)

    def admit_extent(self, file: str, sheet: str, lowest: Place, rightmost: Place) -> None:
        """Refuse a sheet whose last filled row × column exceed the budget; name the cell that causes it."""
        rows, columns = lowest[0], rightmost[1]
        if rows <= self.rows and rows * columns <= self.cells:
            return
        far = lowest if rows / MAX_ROWS > columns / MAX_COLUMNS else rightmost
        raise DataError(
            "workbook.far_cell",
            file=file,
            sheet=sheet,
            address=address(*far),
            rows=rows,
            columns=columns,
            row_limit=self.rows,
            cell_limit=self.cells,
        )

    def admit_text(self, file: str, size: int) -> None:
        """Refuse a file whose cells hold more than ``text_bytes`` of text."""
        if size > self.text_bytes:
            raise DataError("workbook.too_much_text", file=file, size=_mb(size), limit=_mb(self.text_bytes))


DEFAULT = Budget()


def _mb(size: int) -> str:
    return f"{size / MB:,.1f}"
