"""Every message is there in both languages, asks for the same values in both, and is used."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from analytics.text import LANGS, catalogue

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "app.py", *(ROOT / "analytics").rglob("*.py"), *(ROOT / "pages").rglob("*.py")]


def fields(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_message_is_complete(key):
    entry = catalogue()[key]
    assert sorted(entry) == sorted(LANGS)
    assert fields(entry["zh"]) == fields(entry["en"])
    assert all(text.strip() for text in entry.values())
    assert not re.search(
        r"[一-鿿]", re.sub(r"“[^”]*”|'[^']*'|[非很]?[^\s]*满意[^\s]*|[（(][^）)]*[)）]", "", entry["en"])
    ), entry["en"]


def test_every_key_named_in_the_code_exists_and_every_message_is_named():
    code = "\n".join(path.read_text(encoding="utf-8") for path in SOURCES)
    data = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "analytics").rglob("*.toml"))
    rooms = {key.split(".")[0] for key in catalogue()}
    named = {
        key for key in re.findall(r"[\"']([a-z]+\.[a-z0-9_]+)[\"']", code) if key.split(".")[0] in rooms
    }  # fmt: skip
    modules = {key for key in named if key.endswith((".toml", ".xlsx", ".csv"))}
    assert named - modules - set(catalogue()) - {"sys.modules"} == set()
    # A key put together: "room.start_" closed and added to, or f"room.start{…}".
    prefixes = set(re.findall(r"[\"']([a-z]+\.(?:[a-z0-9_]*_)?)[\"']", code))
    prefixes |= set(re.findall(r"f[\"']([a-z]+\.[a-z0-9_]*)\{", code))
    unused = [
        key for key in catalogue()
        if key not in named and key not in data and not any(key.startswith(prefix) for prefix in prefixes)
    ]  # fmt: skip
    assert unused == []
