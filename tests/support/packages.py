"""Spreadsheet packages written by hand, to hold what no office program would write."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Iterable

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"


def xlsx(
    *sheets: str | Iterable[str], strings: Iterable[str] = (), strict: bool = False, state: str = "visible"
) -> bytes:
    """A workbook of sheets ``S1``, ``S2``, … from the XML inside ``sheetData``; ``state`` is that of the last.

    Every sheet says that it ends at A1, as some exporters do whatever they write.
    """
    main = _STRICT if strict else _MAIN
    listed = "".join(
        f'<sheet name="S{n}" sheetId="{n}" r:id="r{n}"{f" state={chr(34)}{state}{chr(34)}" * (n == len(sheets))}/>'
        for n in range(1, len(sheets) + 1)
    )
    relations = "".join(
        f'<Relationship Id="r{n}" Type="{_OFFICE}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    relations += f'<Relationship Id="s" Type="{_OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    table = "".join(f'<si><t xml:space="preserve">{string}</t></si>' for string in strings)
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{_PACKAGE}/content-types"/>')
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">'
            f'<Relationship Id="r1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        )
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{main}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{_PACKAGE}/relationships">{relations}</Relationships>',
        )
        archive.writestr("xl/sharedStrings.xml", f'<sst xmlns="{main}">{table}</sst>')
        for n, sheet in enumerate(sheets, 1):
            with archive.open(f"xl/worksheets/sheet{n}.xml", "w") as part:
                part.write(
                    f'<worksheet xmlns="{main}" xmlns:x="{main}"><dimension ref="A1"/><sheetData>'.encode()
                )
                for piece in [sheet] if isinstance(sheet, str) else sheet:
                    part.write(piece.encode())
                part.write(b"</sheetData></worksheet>")
    return target.getvalue()


def row(number: int, *values: object) -> str:
    """One row of numbers and inline texts from column A on; ``None`` leaves a cell out."""
    cells = ""
    for letter, value in zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", values, strict=False):
        if isinstance(value, str):
            cells += f'<c r="{letter}{number}" t="inlineStr"><is><t xml:space="preserve">{value}</t></is></c>'
        elif value is not None:
            cells += f'<c r="{letter}{number}"><v>{value}</v></c>'
    return f'<row r="{number}">{cells}</row>'


def ods(tables: str) -> bytes:
    """A document from the XML inside ``office:spreadsheet``."""
    urn = "urn:oasis:names:tc:opendocument:xmlns:"
    names = " ".join(f'xmlns:{name}="{urn}{name}:1.0"' for name in ("office", "table", "text", "style"))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr(
            "content.xml",
            f"<office:document-content {names}><office:automatic-styles>"
            '<style:style style:name="off"><style:table-properties table:display="false"/></style:style>'
            f"</office:automatic-styles><office:body><office:spreadsheet>{tables}</office:spreadsheet>"
            "</office:body></office:document-content>",
        )
    return target.getvalue()


def moment(written: str) -> dt.datetime:
    """The moment that a cell shows; spreadsheets know no time zone."""
    return dt.datetime.fromisoformat(written)
