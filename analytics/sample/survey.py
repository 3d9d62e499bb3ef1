"""The survey: who is asked is planned to the head, what they answer is drawn."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import pandas as pd
from scipy.stats import norm

from analytics.sample.effects import SCALE, answers, expected, latent_mean, matches, pick
from analytics.sample.places import Shares, cells, customer_numbers
from analytics.sample.truths import (
    ANSWERS,
    BUSINESS_SHARE,
    CHANNEL_SHARE,
    COMMUNITY_ANSWERS,
    FOUR_PERFECT,
    MANAGER_SD,
    RESPONSES,
    SPECIALISTS,
    SURVEY_DIMENSIONS,
    WAVES,
    Effect,
)

ITEMS = (
    ("effectiveness", "客户经理能有效处理我反映的用电问题"),
    ("effectiveness", "我要办的用电业务最终都能办成"),
    ("accuracy", "客户经理提供的用电信息准确"),
    ("accuracy", "电费与计量数据正确，无需更正"),
    ("timeliness", "故障报修后，抢修人员及时到场"),
    ("timeliness", "我提出需求后，客户经理响应迅速"),
    ("timeliness", "业务在承诺的期限内按时完成"),
    ("attitude", "客户经理服务态度好"),
    ("attitude", "客户经理待人礼貌、举止文明"),
    ("attitude", "客户经理倾听诉求时有耐心"),
    ("communication", "需要时我能方便地联系到客户经理"),
    ("communication", "停电、检修等安排能提前通知到我"),
    ("communication", "客户经理主动宣传用电政策和收费标准"),
)
_STEM = "请您对客户经理的服务进行评价：—"
OVERALL = "10、总体来说，您对供电服务的满意程度"
RATED = (*(f"9、{'' if i else _STEM}{text}" for i, (_, text) in enumerate(ITEMS)), OVERALL)
MANAGER, STATION = "2、为您服务的客户经理", "4、您所属的供电所"
_QUESTIONS = {
    "customer": "1、您的用户编号",
    "name": MANAGER,
    "region": "3、您所在的区县",
    "station": STATION,
    "customer_class": "5、客户类别",
    "area": "6、区域属性",
    "business": "7、最近办理的业务类别",
    "channel": "8、办理渠道",
}

_AREAS: Shares = {"城区": 0.20, "社区": 0.36, "农村": 0.15, "边远": 0.09, "工业密集": 0.20}
_MIXES: dict[str, tuple[Shares, Shares]] = {  # other classes than 居民 are asked far beyond their number
    "key": ({"重要": 0.30, "大客户": 0.37, "重点关注": 0.33}, _AREAS),
    "town": ({"工商业": 0.19, "企事业单位": 0.14, "非居民": 0.22, "居民": 0.45}, _AREAS),
}
_COMMUNITY = {"customer_class": "居民", "area": "社区"}

_SD_PERSON, _SD_DIMENSION, _SD_ITEM = 9.0, 4.0, 15.0  # latent; gives a coefficient alpha near 0.8
_SD = float(np.hypot(np.hypot(_SD_PERSON, _SD_DIMENSION), _SD_ITEM))

_COMMENTS = {
    "满意": ("服务很好，谢谢。", "办事方便，希望保持。", "来得快，讲得清楚。", "网上办理省了不少时间。"),
    "一般": ("希望多开一个服务窗口。", "电费账单能否再详细一些。", "流程还可以再简化。"),
    "不满意": ("停电前没有收到消息。", "不知道该找谁反映问题。", "等了很久才有人来。", "说法前后不一致。"),
}
_COMMENT_SHARE = 0.07
_SOURCES = {"微信": 0.62, "手机提交": 0.28, "链接": 0.10}


def survey(
    roster: pd.DataFrame, portfolio: pd.DataFrame, effects: Iterable[Effect], rng: np.random.Generator
) -> pd.DataFrame:
    """Responses in the text layout of 问卷星, clean: no skipped answers, every name as in the roster.

    Parameters
    ----------
    roster, portfolio
        From :mod:`analytics.sample.places`.
    effects
        What is planted; those on ``on_time`` concern the records only.

    Returns
    -------
    pandas.DataFrame
        :data:`RESPONSES` rows in the order of submission, all columns text but 序号.
    """
    keys = ["manager", "customer_class", "area"]
    asked = _asked(roster, rng).merge(portfolio, on=keys, validate="many_to_one")
    asked["at"] = _submitted(asked["wave"], rng)
    asked = asked.sort_values("at", ignore_index=True)
    asked["customer"] = customer_numbers(asked, rng)
    asked["business"] = pick(BUSINESS_SHARE, len(asked), rng)
    asked["channel"] = pick(CHANNEL_SHARE, len(asked), rng)
    rated = _rated(asked, roster, tuple(effects), rng)
    head = {
        "序号": np.arange(1, len(asked) + 1),
        "提交答卷时间": asked["at"].dt.strftime("%Y/%m/%d %H:%M:%S"),
        "所用时间": [f"{seconds:.0f}秒" for seconds in 60 + rng.lognormal(4.6, 0.5, len(asked))],
        "来源": pick(_SOURCES, len(asked), rng),
        "来源详情": "N/A",
        "来自IP": _addresses(len(asked), rng),
    }
    answered = {header: asked[column] for column, header in _QUESTIONS.items()}
    comments = {"11、您的意见和建议": _comments(rated[OVERALL], rng)}
    return pd.DataFrame(head | answered | rated | comments)


def _asked(roster: pd.DataFrame, rng: np.random.Generator) -> pd.DataFrame:
    """Who is asked: ``manager, customer_class, area, wave``, one row per response."""
    community = _community(roster)
    asked = community["manager"].value_counts().reindex(roster["manager"], fill_value=0)
    mix = cells(_MIXES)
    mix = mix[~matches(mix, _COMMUNITY)]
    others = [
        mix[mix["kind"] == kind]
        .sample(n, replace=True, weights="share", random_state=rng)
        .assign(manager=manager, wave=rng.permutation(np.resize(np.roll(WAVES, rng.integers(4)), n)))
        for manager, kind, n in zip(
            roster["manager"], roster["kind"], _places(roster, rng) - asked, strict=True
        )
        if n
    ]
    everyone: pd.DataFrame = pd.concat([community, *others])
    return everyone[community.columns]


def _community(roster: pd.DataFrame) -> pd.DataFrame:
    """The community residents asked: those of the specialists, and some of the others in turn."""
    asked = [(manager, wave) for manager in SPECIALISTS for wave in np.resize(WAVES, ANSWERS[manager])]
    for region, per_wave in COMMUNITY_ANSWERS.items():
        town = roster[(roster["kind"] == "town") & (roster["region"] == region)]["manager"]
        turn = np.resize(town[town != FOUR_PERFECT], sum(per_wave))
        asked += zip(turn, np.repeat(WAVES, per_wave), strict=True)
    return pd.DataFrame(asked, columns=["manager", "wave"]).assign(**_COMMUNITY)


def _places(roster: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Responses per manager, adding up to :data:`RESPONSES`; ``ANSWERS`` as they stand there."""
    ordinary = roster[~roster["manager"].isin(ANSWERS)]
    load = rng.uniform(0.8, 1.2, len(ordinary)) * np.where(ordinary["region"] == "禾川县", 1.35, 1.0)
    ends = np.round(load.cumsum() / load.sum() * (RESPONSES - sum(ANSWERS.values()))).astype(int)
    drawn = pd.Series(np.diff(ends, prepend=0), ordinary["manager"])
    places: pd.Series = pd.concat([drawn, pd.Series(ANSWERS)])
    return places.reindex(roster["manager"])


def _rated(
    asked: pd.DataFrame, roster: pd.DataFrame, effects: tuple[Effect, ...], rng: np.random.Generator
) -> dict[str, np.ndarray]:
    """Answer words per rated question: person + person × dimension + noise around the expected score."""
    n = len(asked)
    shift = asked["manager"].map(_manager_effects(roster, rng))
    person = rng.normal(0, _SD_PERSON, n)
    score = {key: expected(asked, key, effects) + shift for key in SURVEY_DIMENSIONS}
    centre = {
        key: latent_mean(score[key], _SD) + person + rng.normal(0, _SD_DIMENSION, n)
        for key in SURVEY_DIMENSIONS
    }
    overall = np.mean(list(score.values()), axis=0)
    general = latent_mean(overall, _SD) + person + rng.normal(0, _SD_DIMENSION, n)
    centres = [*(centre[dimension] for dimension, _ in ITEMS), general]
    return {
        header: answers(mean + rng.normal(0, _SD_ITEM, n))
        for header, mean in zip(RATED, centres, strict=True)
    }


def _manager_effects(roster: pd.DataFrame, rng: np.random.Generator) -> pd.Series:
    """Small true differences: normal scores in random order, capped at 1.5 SD; 0 for the planted ones."""
    ordinary = roster["manager"][~roster["manager"].isin(ANSWERS)]
    scores = norm.ppf((np.arange(len(ordinary)) + 0.5) / len(ordinary))
    drawn = pd.Series(rng.permutation(MANAGER_SD * np.clip(scores, -1.5, 1.5)), ordinary)
    return drawn.reindex(roster["manager"], fill_value=0.0)


def _submitted(wave: pd.Series, rng: np.random.Generator) -> pd.Series:
    """A moment in the first three weeks of the quarter's last month, 8 to 22 o'clock."""
    quarter = wave.str[-1].astype(int)
    start = pd.to_datetime("2025-" + (quarter * 3).astype(str).str.zfill(2) + "-01 08:00:00")
    days, seconds = rng.integers(21, size=len(wave)), rng.integers(14 * 3600, size=len(wave))
    return start + pd.to_timedelta(days, unit="D") + pd.to_timedelta(seconds, unit="s")


def _addresses(n: int, rng: np.random.Generator) -> list[str]:
    """Distinct addresses of the block reserved for benchmarks (RFC 2544): nobody's."""
    serials = rng.choice(2**17, n, replace=False)
    return [f"198.{18 + s // 65536}.{s // 256 % 256}.{s % 256}(云澜-云澜)" for s in serials]


def _comments(overall: np.ndarray, rng: np.random.Generator) -> list[str]:
    """A remark that fits the overall answer for a few, "" for the others."""
    tone = dict(zip(SCALE, ("不满意", "不满意", "一般", "满意", "满意"), strict=True))
    written = rng.random(len(overall)) < _COMMENT_SHARE
    return [
        str(rng.choice(_COMMENTS[tone[answer]])) if has else ""
        for answer, has in zip(overall, written, strict=True)
    ]
