from __future__ import annotations

import pytest

from analytics.naming import dimension_label, slice_code, slice_parts, value_label
from analytics.scheme import default_scheme


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        ({"customer_class": "居民", "area": "社区"}, "customer_class=居民 & area=社区"),
        ({"channel": "A & B", "business": "x=y"}, "channel=A && B & business=x=y"),
    ],
)
def test_a_slice_is_written_and_read_back(parts, code):
    assert slice_code(parts) == code
    assert slice_parts(code) == parts


def test_codes_read_as_words_in_both_languages():
    assert value_label("customer_class", "居民", "en") == "residential"
    assert value_label("customer_class", "居民", "zh") == "居民"
    assert value_label("region", "", "en") == "(not given)"
    assert dimension_label(default_scheme(), "internal", "timeliness", "en") == "on time"
    assert dimension_label(default_scheme(), "total", "index", "zh") == "综合指数"
    assert dimension_label(default_scheme(), "external", "Q17", "en") == "Q17"
