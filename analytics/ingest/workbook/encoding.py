"""Which encoding a text file is in, and how sure that is."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

from analytics.issues import Issue

_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LOST = "\ufffd"
_SAMPLE = 200_000
_COMMON_SHARE = 0.7
_SOUND_PER_LOST = 20


@dataclass(frozen=True)
class Decoded:
    """Text, the name of its encoding, and whether the file leaves no other reading.

    ``lost`` counts the characters that could not be decoded and read U+FFFD.
    """

    text: str
    encoding: str
    certain: bool = True
    lost: int = 0

    def issues(self, file: str) -> list[Issue]:
        """What the user should look at."""
        found = []
        if not self.certain:
            found.append(Issue("workbook.encoding_guessed", "note", file, values={"encoding": self.encoding}))
        if self.lost:
            values = {"encoding": self.encoding}
            found.append(Issue("workbook.lost_characters", "warning", file, count=self.lost, values=values))
        return found


def decode(data: bytes) -> Decoded:
    """Byte order mark, then UTF-8, then GB18030 where the text looks Chinese, then Windows-1252.

    GB18030 decodes almost any bytes: ``8C E6`` of a Western file becomes ``屾``. It is believed only
    where most of the non-ASCII characters are among the 3,755 frequent ones (GB 2312 level 1) or
    Chinese punctuation. UTF-8 is damaged rather than absent where sound characters far outnumber
    broken ones.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _lossy(data, encoding)
    unicode = _lossy(data, "utf-8")
    if not unicode.lost:
        return unicode
    sound = sum(character > "\x7f" for character in unicode.text) - unicode.lost
    if sound > _SOUND_PER_LOST * unicode.lost:
        return unicode
    chinese = _lossy(data, "gb18030", certain=False)
    return chinese if _looks_chinese(chinese.text[:_SAMPLE]) else _lossy(data, "cp1252", certain=False)


def _lossy(data: bytes, encoding: str, *, certain: bool = True) -> Decoded:
    text = data.decode(encoding, "replace")
    lost = text.count(_LOST)
    if lost and encoding.startswith("utf-8"):
        lost -= data.count(_LOST.encode())  # written as such: lost before the file was saved
    return Decoded(text, encoding, certain, lost)


def _looks_chinese(text: str) -> bool:
    foreign = [character for character in text if character > "\x7f"]
    common = _common_characters()
    return sum(character in common for character in foreign) >= _COMMON_SHARE * len(foreign)


@cache
def _common_characters() -> frozenset[str]:
    """GB 2312 rows 1 and 3 (punctuation, full-width forms) and 16–55 (level 1)."""
    rows = (0xA1, 0xA3, *range(0xB0, 0xD8))
    codes = (bytes((row, cell)) for row in rows for cell in range(0xA1, 0xFF))
    return frozenset("".join(code.decode("gb2312", "ignore") for code in codes))
