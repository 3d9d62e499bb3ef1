"""The fictional bureau: counties, stations, customer managers and the customers each of them serves."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd

from analytics.sample.truths import CUSTOMERS, NAMESAKE, NAMESAKES, SPECIALISTS

STATIONS = {
    "云澜区": ("云澜城关供电所", "碧溪供电所", "青石埠供电所"),
    "禾川县": ("禾川城关供电所", "稻香供电所", "铁岗供电所"),
    "松屿县": ("松屿城关供电所", "白沙湾供电所", "听涛供电所"),
    "望湖县": ("望湖城关供电所", "芦荡供电所", "荷塘供电所"),
    "石桥区": ("石桥城关供电所", "东篱供电所", "梧桐供电所"),
    "枫林县": ("枫林城关供电所", "红叶供电所", "雁栖供电所"),
}
_REGION_SHARE = {"禾川县": 0.22}  # large, so that its industrial customers are many but no fifth of all
_OTHER_REGIONS = (1 - sum(_REGION_SHARE.values())) / (len(STATIONS) - len(_REGION_SHARE))

# A county's ten managers; the planted ones are among the five of the county town, too few to sink it.
_STATION_OF = (0, 0, 0, 0, 0, 1, 1, 1, 2, 2)
_KEY_ACCOUNT = (0, 5)
_KEY_SHARE = 0.04

Shares = Mapping[str, float]
AREAS = {"城区": 0.24, "社区": 0.24, "农村": 0.20, "边远": 0.09, "工业密集": 0.23}
MIXES: Mapping[str, tuple[Shares, Shares]] = {
    "key": ({"重要": 0.30, "大客户": 0.40, "重点关注": 0.30}, AREAS),
    "town": ({"工商业": 0.12, "企事业单位": 0.08, "非居民": 0.17, "居民": 0.63}, AREAS),
    "community": ({"居民": 1.0}, {"社区": 1.0}),
}

_NAMES = (
    "安若禾 白景澄 柏砚书 卞知秋 岑牧野 柴望舒 车沐阳 程简之 池映雪 褚云帆 "
    "狄松年 窦清和 杜若汐 范栖迟 方听澜 费远山 封雨桐 符晓川 盖星河 甘棠月 "
    "葛星野 宫羽白 顾南枝 管凌霄 桂子落 郝明川 贺兰舟 洪渐离 侯夏至 花满溪 "
    "霍青崖 姬松雪 计安澜 纪沧海 简书瑶 江照晚 焦云鹤 金石开 荆楚辞 康乐章 "
    "柯亭笛 孔方舟 蓝采薇 雷惊蛰 黎初晓 连翘青 廖星辰 林疏影 凌波远 柳扶风 "
    "龙吟秋 卢雁回 鲁望山 陆离光 栾玉树 骆长风 麦秋成 毛知白 梅映月 孟浩渺"
)


def managers() -> pd.DataFrame:
    """The roster: ten managers a county, without the customer counts.

    Returns
    -------
    pandas.DataFrame
        ``manager, name, region, station, level, post, classes`` (joined by 、) and ``kind``, a key of
        :data:`MIXES`.
    """
    names = _NAMES.split()
    rows: list[tuple[str, ...]] = []
    for region, stations in STATIONS.items():
        for place, station in enumerate(_STATION_OF):
            number = f"KH{len(rows) + 1:03d}"
            kind = "key" if place in _KEY_ACCOUNT else "community" if number in SPECIALISTS else "town"
            level, post = ("市" if region == "云澜区" else "县", "专职") if kind == "key" else ("镇", "兼职")
            name, classes = names[len(rows)], "、".join(MIXES[kind][0])
            rows.append((number, name, region, stations[station], level, post, classes, kind))
    columns = ["manager", "name", "region", "station", "level", "post", "classes", "kind"]
    roster = pd.DataFrame(rows, columns=columns)
    namesakes = roster["manager"].isin(NAMESAKES)
    return roster.assign(name=roster["name"].mask(namesakes, NAMESAKE))


def cells(mixes: Mapping[str, tuple[Shares, Shares]]) -> pd.DataFrame:
    """Class × area of each kind of manager with its share: ``kind, customer_class, area, share``."""
    rows = [
        (kind, customer_class, area, of_class * of_area)
        for kind, (classes, areas) in mixes.items()
        for customer_class, of_class in classes.items()
        for area, of_area in areas.items()
    ]
    return pd.DataFrame(rows, columns=["kind", "customer_class", "area", "share"])


def portfolios(roster: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """How many customers of each class and area every manager serves.

    Parameters
    ----------
    roster
        From :func:`managers`.
    rng
        Spreads a county's customers a little unevenly over its managers.

    Returns
    -------
    pandas.DataFrame
        The roster × the cells served, with ``customers`` (≥ 1) and ``first``, the serial number of the
        cell's first customer: cells own consecutive blocks of customer numbers.
    """
    key = roster["kind"] == "key"
    load = pd.Series(rng.uniform(0.85, 1.15, len(roster)), index=roster.index)
    share = load / load.groupby([roster["region"], key]).transform("sum")
    share *= roster["region"].map(_REGION_SHARE).fillna(_OTHER_REGIONS)
    share *= key.map({True: _KEY_SHARE, False: 1 - _KEY_SHARE})
    served = roster.assign(load=share * CUSTOMERS).merge(cells(MIXES), on="kind")
    served["customers"] = (served["load"] * served["share"]).round().clip(lower=1).astype(int)
    served["first"] = served["customers"].cumsum() - served["customers"]
    return served.drop(columns=["load", "share"])


def customer_numbers(rows: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """A random customer number of each row's cell (``first``, ``customers`` of :func:`portfolios`)."""
    serial = rows["first"] + rng.integers(rows["customers"])
    return "0608" + serial.astype(str).str.zfill(8)
