"""The plain table: one header row, one column per question or attribute. Fits everything."""

from __future__ import annotations

from collections import Counter

from analytics.ingest.layouts.model import Header, HeaderRows, Layout


def _headers(rows: HeaderRows) -> tuple[Header, ...]:
    seen = Counter[str]()
    headers: list[Header] = []
    for written in rows[0]:
        label = written.rstrip(":：* ")
        seen[label] += 1
        key = label if seen[label] == 1 else f"{label} ({seen[label]})"
        headers.append(Header(written, label, key, block=key))
    return tuple(headers)


TABLE = Layout("table", signature=lambda _: True, headers=_headers)
