"""问卷星: the export by text (按文本) and by ordinal (按序号).

Question headers read ``7、question``. A matrix repeats the number on every row and prints the common
stem on the first only: ``7、stem—row 1``, ``7、row 2``. By ordinal, a multiple-choice question becomes
one 0/1 column per option, ``第6题(option)`` or ``5、(option)``, and every single choice is the position
of the option on the page, which is not its score; −2 and −3 stand for blank and skipped. What was typed
beside an option stands behind it, ``其他〖text〗``. Source: files of both exports of one survey, and the
platform's own kit, where query type 0 is text and 2 is ordinal.
"""

from __future__ import annotations

import re
from collections import Counter

from analytics.ingest.cells import text
from analytics.ingest.layouts.model import Header, HeaderRows, Layout
from analytics.ingest.model import Cell

_QUESTION = re.compile(r"\s*(\d+)\s*、\s*(.*?)\s*", re.DOTALL)
_OPTION = re.compile(r"\s*(?:第(\d+)题|(\d+)、)\s*[(（](.*)[)）]\s*", re.DOTALL)
_STEM = re.compile(r"(.+?)(?<!—)—(?!—)(.+)", re.DOTALL)
_FILLED_IN = re.compile(r"〖[^〗]*〗")
_NOT_ANSWERED = {"-2", "-3"}
_META = {"序号", "提交答卷时间", "所用时间", "来源", "来源详情", "来自IP"}


def _is_text(rows: HeaderRows) -> bool:
    numbered = [header for header in rows[0] if _QUESTION.fullmatch(header)]
    named = [header for header in rows[0] if header]
    return bool(numbered) and (not _META.isdisjoint(named) or 2 * len(numbered) >= len(named))


def _is_ordinal(rows: HeaderRows) -> bool:
    return _is_text(rows) and any(_OPTION.fullmatch(header) for header in rows[0])


def _headers(rows: HeaderRows) -> tuple[Header, ...]:
    found = [(_OPTION.fullmatch(written), _QUESTION.fullmatch(written)) for written in rows[0]]
    numbers = [
        (option[1] or option[2]) if option else question[1] if question else "" for option, question in found
    ]
    sizes, seen, stems = Counter(numbers), Counter[str](), dict[str, str]()
    headers: list[Header] = []
    for written, number, (option, question) in zip(rows[0], numbers, found, strict=True):
        if not number:
            headers.append(Header(written, written, key=written, block=written))
            continue
        label = option[3] if option else question[2] if question else ""
        seen[number] += 1
        stem = _STEM.fullmatch(label) if sizes[number] > 1 and seen[number] == 1 and not option else None
        if stem:
            stems[number], label = stem[1].strip(), stem[2].strip()
        block = f"Q{number}"
        key = f"{block}_{seen[number]}" if sizes[number] > 1 else block
        headers.append(Header(written, label, key, block, stems.get(number, ""), option is not None))
    return tuple(headers)


def _position(cell: Cell) -> Cell:
    return None if text(cell) in _NOT_ANSWERED else cell


def _option(cell: Cell) -> Cell:
    return _FILLED_IN.sub("", cell) if isinstance(cell, str) else cell


WJX_ORDINAL = Layout("wjx_ordinal", _is_ordinal, _headers, positions=True, chosen=_position)
WJX_TEXT = Layout("wjx_text", _is_text, _headers, separator="┋", chosen=_option)
