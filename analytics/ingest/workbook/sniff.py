"""What a file really is, by its bytes; names and extensions lie."""

from __future__ import annotations

import re
from typing import Literal

from analytics.errors import DataError
from analytics.ingest.workbook.budget import Budget
from analytics.ingest.workbook.package import Package

Content = Literal["xlsx", "xls", "ods", "csv", "html"]

# First bytes of what people upload by mistake → what to call it.
_FOREIGN = (
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"{\\rtf", "RTF"),
    (b"$FL2", "SPSS (.sav)"),
    (b"$FL3", "SPSS (.zsav)"),
    (b"<stata_dta>", "Stata (.dta)"),
    (b"SQLite format 3", "SQLite"),
    (b"PAR1", "Parquet"),
    (b"MIME-Version:", "MHTML (.mht)"),
)
# A part that tells what a zip container is → what to call it.
_PACKAGES = (
    ("xl/workbook.bin", "Excel binary (.xlsb)"),
    ("word/document.xml", "Word (.docx)"),
    ("ppt/presentation.xml", "PowerPoint (.pptx)"),
    ("content.xml", "OpenDocument"),
)
# A stream that tells what a compound file is → what to call it.
_COMPOUNDS = (
    ("WordDocument", "Word (.doc)"),
    ("PowerPoint Document", "PowerPoint (.ppt)"),
    ("__properties_version1.0", "Outlook (.msg)"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE_BIFF = (b"\x09\x08\x10\x00\x00\x06\x05\x00", b"\x09\x08\x08\x00\x00\x05\x05\x00")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
_ODS = "opendocument.spreadsheet"
_MARKUP = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype|!--|\?xml|html|head|meta|body|table|style|div)\b", re.IGNORECASE
)
_HEAD = 65_536
_CONTROL = bytes(set(range(32)) - set(b"\t\n\x0b\x0c\r"))


def sniff(file: str, data: bytes, budget: Budget) -> Content:
    """The content of the file.

    Raises
    ------
    DataError
        If it is empty, protected by a password, or no table: the sentence says what it is.
    """
    if not data.strip(b"\x00 \t\r\n"):
        raise DataError("workbook.empty", file=file)
    for start, kind in _FOREIGN:
        if data.startswith(start):
            raise DataError("workbook.foreign", file=file, kind=kind)
    if data.startswith(b"PK"):
        return _package(file, data, budget)
    if data.startswith((_OLE, *_BARE_BIFF)):
        return _compound(file, data)
    if _MARKUP.match(data):
        return _markup(file, data)
    head = data[:_HEAD]
    controls = len(head) - len(head.translate(None, _CONTROL))
    if not head.startswith(_UTF16) and controls > len(head) / 100:  # a stray one occurs in free text
        raise DataError("workbook.unknown", file=file)
    return "csv"


def _package(file: str, data: bytes, budget: Budget) -> Content:
    package = Package(file, data, budget)
    if "xl/workbook.xml" in package:
        return "xlsx"
    if "mimetype" in package and _ODS in package.read("mimetype").decode("ascii", "replace"):
        return "ods"
    kind = next((kind for part, kind in _PACKAGES if part in package), "ZIP")
    raise DataError("workbook.foreign", file=file, kind=kind)


def _compound(file: str, data: bytes) -> Content:
    if _stream_name("EncryptedPackage") in data:
        raise DataError("workbook.encrypted", file=file)
    for stream, kind in _COMPOUNDS:
        if _stream_name(stream) in data:
            raise DataError("workbook.foreign", file=file, kind=kind)
    return "xls"  # even without a stream of that name: the directory stands at the end, and may be cut off


def _stream_name(name: str) -> bytes:
    """A name as the directory of a compound file holds it."""
    return name.encode("utf-16-le") + b"\x00\x00"


def _markup(file: str, data: bytes) -> Content:
    if b"urn:schemas-microsoft-com:office:spreadsheet" in data[:_HEAD]:
        raise DataError("workbook.foreign", file=file, kind="XML Spreadsheet 2003")
    if b"<table" in data.lower():
        return "html"
    raise DataError("workbook.foreign", file=file, kind="HTML/XML")
