"""How codes are shown: attributes, their values, slices, dimensions, in either language."""

from __future__ import annotations

from collections.abc import Mapping

from analytics.scheme import Scheme
from analytics.tables import RESPONSES, TABLES
from analytics.text import Lang, say
from analytics.vocabulary import VOCABULARIES


def column_label(table: str, column: str, lang: Lang) -> str:
    """A declared column's name as users read it."""
    declared = TABLES[table].column(column)
    return declared.zh if lang == "zh" else declared.en


def attribute_label(attribute: str, lang: Lang) -> str:
    """A grouping attribute's name; an extra grouping keeps the user's own header."""
    if attribute in RESPONSES.names:
        return say(f"naming.{attribute}", lang)
    return attribute


def value_label(attribute: str, code: str, lang: Lang) -> str:
    """A group's name: vocabulary words are translated, ``""`` reads *not given*."""
    if code == "":
        return say("naming.not_given", lang)
    if lang == "en" and attribute in VOCABULARIES:
        return VOCABULARIES[attribute].english(code)
    return code


def slice_code(parts: Mapping[str, str]) -> str:
    """``{"customer_class": "居民", "area": "社区"}`` → ``customer_class=居民 & area=社区``.

    A lone ``&`` between spaces within a value is doubled, so that the code can be taken apart again.
    """
    return " & ".join(f"{attribute}={value.replace(' & ', ' && ')}" for attribute, value in parts.items())


def slice_parts(code: str) -> dict[str, str]:
    """Attribute → value: the inverse of :func:`slice_code`."""
    pairs = (part.split("=", 1) for part in code.split(" & "))
    return {attribute: value.replace(" && ", " & ") for attribute, value in pairs}


def dimension_label(scheme: Scheme, side: str, key: str, lang: Lang) -> str:
    """A dimension's name; ``index`` is the side's composite; an undeclared one keeps its own name."""
    if key == "index":
        return say(f"naming.index_{side}", lang)
    for dimension in scheme.on(side):
        if dimension.key == key:
            return dimension.zh if lang == "zh" else dimension.en
    return say("naming.overall", lang) if key == "overall" else key
