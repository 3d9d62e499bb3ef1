"""The shared strings of an xlsx package: how long each is, and which hold only white space."""

from __future__ import annotations

import re
from array import array
from collections.abc import Mapping
from dataclasses import dataclass

from analytics.ingest.workbook.cells import plain_text, raw_text
from analytics.ingest.workbook.package import CHUNK, Package

_PREFIX = rb"""(?:[^\s<>/:!?="']+:)?"""
_END = re.compile(rb"</" + _PREFIX + rb"si\s*>|<" + _PREFIX + rb"si\s*/>")
_VISIBLE = re.compile(rb"[0-9A-Za-z\xe4-\xe9]")  # how nearly every text begins: spares decoding it


@dataclass(frozen=True)
class SharedStrings:
    """By position in the table.

    Attributes
    ----------
    lengths
        Bytes of the string's text.
    blank
        Positions of strings without a visible character.
    """

    lengths: array[int]
    blank: frozenset[int]

    @property
    def total(self) -> int:
        """Bytes of the whole table."""
        return sum(self.lengths)

    def size(self, uses: Mapping[bytes, int]) -> int:
        """Bytes of text in cells, given how many of them refer to each position (in digits)."""
        last = len(self.lengths) - 1
        return (
            sum(self.lengths[min(int(position), last)] * count for position, count in uses.items())
            if last >= 0
            else 0
        )


def shared_strings(package: Package) -> SharedStrings:
    """The table of the package; empty where it has none."""
    lengths = array("q")
    blank: set[int] = set()
    for part in package.parts:
        if not part.casefold().endswith("sharedstrings.xml"):
            continue
        rest = b""
        for chunk in package.chunks(part):
            *strings, rest = _END.split(rest + chunk)
            if len(rest) > 4 * CHUNK:
                raise package.damaged()
            texts = [raw_text(string) for string in strings]
            blank.update(at for at, text in enumerate(texts, len(lengths)) if _blank(text))
            lengths.extend(map(len, texts))
    return SharedStrings(lengths, frozenset(blank))


def _blank(text: bytes) -> bool:
    return not _VISIBLE.match(text) and not plain_text(text).strip()
