"""What is planted in the sample: every effect, every piece of dirt, with its size.

The generator reads this module and the tests recompute it from the written rows; it is the answer key
to ``sample_data/README.md``. Effects are points on the 0–100 scale (linear over the five levels) or, for
``on_time``, percentage points of orders that keep the limit.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

WAVES = ("2025Q1", "2025Q2", "2025Q3", "2025Q4")
RESPONSES = 3_000
RECORDS = 8_000  # rows as exported, the duplicates among them, without the totals row
CUSTOMERS = 60_000

BASELINE = {
    "effectiveness": 80.0,
    "accuracy": 82.0,
    "timeliness": 79.0,
    "attitude": 82.0,
    "communication": 79.0,
    "on_time": 93.0,
}
SURVEY_DIMENSIONS = ("effectiveness", "accuracy", "timeliness", "attitude", "communication")
MANAGER_SD = 1.5  # of the ordinary managers' true scores, the same on every dimension

SPECIALISTS = ("KH002", "KH032", "KH052")  # serve community residents only, average for that mix
WEAK_ATTITUDE = "KH043"
FOUR_PERFECT = "KH014"
NAMESAKE = "葛长庚"
NAMESAKES = ("KH019", "KH058")  # one name, two stations: told apart by the station

ANSWERS = dict.fromkeys(SPECIALISTS, 64) | {WEAK_ATTITUDE: 66, FOUR_PERFECT: 4}
# Community residents answering other managers, per region and wave. Few outside 松屿县, so that neither all
# residents nor all communities look weak by more than the practical gap because of this one cell.
COMMUNITY_ANSWERS = {
    "云澜区": (4, 4, 4, 4),
    "禾川县": (4, 4, 4, 4),
    "松屿县": (20, 20, 20, 66),
    "望湖县": (4, 4, 4, 4),
    "石桥区": (4, 4, 4, 4),
    "枫林县": (4, 4, 4, 4),
}


@dataclass(frozen=True)
class Effect:
    """One planted departure from the baseline.

    Attributes
    ----------
    key
        Name of the truth in the README.
    where
        Canonical attribute → value; all must hold.
    points
        Dimension → points added to the expected score (``on_time``: percentage points).
    """

    key: str
    where: Mapping[str, str]
    points: Mapping[str, float]


_COMMUNITY_RESIDENTS = {"customer_class": "居民", "area": "社区"}
_HECHUAN_INDUSTRIAL = {"region": "禾川县", "area": "工业密集"}

EFFECTS = (
    Effect(
        "community_residents",
        _COMMUNITY_RESIDENTS,
        {
            "effectiveness": -3.0,
            "accuracy": -3.0,
            "timeliness": -3.0,
            "attitude": -3.0,
            "communication": -14.0,
        },
    ),
    Effect("slow_repair", {**_HECHUAN_INDUSTRIAL, "business": "故障抢修"}, {"on_time": -38.0}),
    Effect("slow_repair_felt", _HECHUAN_INDUSTRIAL, {"timeliness": -8.0}),
    Effect("weak_attitude", {"manager": WEAK_ATTITUDE}, {"attitude": -16.0}),
    Effect("four_perfect", {"manager": FOUR_PERFECT}, dict.fromkeys(SURVEY_DIMENSIONS, 100.0)),
    Effect(
        "measure_worked",
        {**_COMMUNITY_RESIDENTS, "region": "松屿县", "wave": "2025Q4"},
        {"communication": 14.0},
    ),
)

UNKNOWN_STATION = "临江供电所"
UNKNOWN_MANAGER = "简云舟"
TOTALS = "合计"
SKIPPED = "(跳过)"

SURVEY_DIRT = {
    "skipped": 840,  # rating cells, 2 % of 3,000 × 14
    "leading_space": 8,
    "ideographic_space": 6,
    "full_width_number": 6,
    "unknown_manager": 5,
}
RECORDS_DIRT = {
    "duplicate": 12,
    "end_before_start": 10,
    "leading_space": 12,
    "ideographic_space": 9,
    "full_width_number": 7,
    "unknown_station": 9,
}
CHILD_ORDERS = 120

BUSINESS_SHARE = {
    "故障抢修": 0.34,
    "业扩报装": 0.11,
    "欠费复电": 0.09,
    "投诉": 0.06,
    "电能表校验": 0.04,
    "业务咨询": 0.15,
    "信息查询": 0.09,
    "综合业务": 0.06,
    "意见": 0.03,
    "表扬": 0.03,
}
CHANNEL_SHARE = {
    "营业厅": 0.22,
    "95598热线": 0.33,
    "网上营业厅": 0.27,
    "客户经理上门": 0.10,
    "社区服务点": 0.08,
}
