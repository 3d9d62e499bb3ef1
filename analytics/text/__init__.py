"""Every sentence a user can read, in Chinese and English.

One TOML file per room of the library, one table per message, both languages side by side::

    [too_few]
    zh = "样本不足，n = {n}"
    en = "too few answers, n = {n}"

A message is named ``room.key``, so ``say("judge.too_few", "en", n=7)`` reads the table above
from ``judge.toml``.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources
from typing import Literal, get_args

Lang = Literal["zh", "en"]
LANGS: tuple[Lang, ...] = get_args(Lang)


@cache
def catalogue() -> Mapping[str, Mapping[str, str]]:
    """All messages, ``room.key`` → language → template."""
    messages: dict[str, Mapping[str, str]] = {}
    for file in resources.files(__name__).iterdir():
        if file.name.endswith(".toml"):
            room = file.name.removesuffix(".toml")
            for key, entry in tomllib.loads(file.read_text(encoding="utf-8")).items():
                messages[f"{room}.{key}"] = entry
    return messages


def say(key: str, lang: Lang = "zh", /, **values: object) -> str:
    """The message ``key`` in ``lang`` with ``values`` filled in.

    Raises
    ------
    KeyError
        If the key, or a value its template asks for, is missing: a programming error.
    """
    return catalogue()[key][lang].format_map(values)
