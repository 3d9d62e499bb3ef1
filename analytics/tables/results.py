"""The tables that measure, score and judge hand on."""

from __future__ import annotations

from analytics.tables.schema import Column, Table

SIDES = ("external", "internal", "total")
MEASURES = ("index", "rate", "per_thousand")
KINDS = ("raw", "adjusted", "shrunk")
SUBJECTS = (
    "all",
    "manager",
    "region",
    "station",
    "customer_class",
    "area",
    "channel",
    "business",
    "segment",
)

_WHAT = (
    Column("side", "string", "评价方", "survey (external) or records (internal)", allowed=SIDES),
    Column("dimension", "string", "维度", "dimension; index = the composite"),
    Column(
        "measure", "string", "口径", "0–100 index, rate in %, or per thousand customers", allowed=MEASURES
    ),
)

_SUMS = (
    Column("n", "int", "数量", "observations"),
    Column("sw", "float", "Σw", "sum of weights"),
    Column("sww", "float", "Σw²", "sum of squared weights"),
)

MOMENTS = Table(
    "moments",
    "矩：分组 × 维度 × 口径",
    "sums per cell of groupings × stratum × cluster × variable",
    (
        *_WHAT,
        *_SUMS,
        Column("swx", "float", "Σwx", "weighted sum"),
        Column("swxx", "float", "Σwx²", "weighted sum of squares"),
        Column("swwx", "float", "Σw²x", "sum with squared weights"),
        Column("swwxx", "float", "Σw²x²", "sum of squares with squared weights"),
    ),
)

CROSS_MOMENTS = Table(
    "cross_moments",
    "交叉矩：两个维度同时有值的观测",
    "sums over observations that have both variables",
    (
        Column("side", "string", "评价方", "side", allowed=SIDES),
        Column("measure", "string", "口径", "measure", allowed=MEASURES),
        Column("dimension", "string", "维度", "first dimension"),
        Column("other", "string", "另一维度", "second dimension, after the first in scheme order"),
        *_SUMS,
        Column("swwx", "float", "Σw²x", "first variable"),
        Column("swwy", "float", "Σw²y", "second variable"),
        Column("swwxy", "float", "Σw²xy", "product"),
    ),
)

SCORES = Table(
    "scores",
    "得分及其依据",
    "every score with its evidence",
    (
        Column("subject", "string", "对象", "what is scored", allowed=SUBJECTS),
        Column("key", "string", "编码", "group's code; segment = class × area"),
        Column("label", "string", "名称", "group's name"),
        *_WHAT[:2],
        Column("kind", "string", "类型", "raw, case-mix adjusted, shrunk", allowed=KINDS),
        _WHAT[2],
        Column("value", "float", "得分", "value", optional=True),
        Column("se", "float", "标准误", "standard error", optional=True, minimum=0),
        Column("lower", "float", "下限", "lower limit of the interval", optional=True),
        Column("upper", "float", "上限", "upper limit of the interval", optional=True),
        Column("confidence", "float", "置信水平", "confidence level", minimum=0, maximum=1),
        Column("n", "int", "样本量", "observations", minimum=0),
        Column("n_eff", "float", "有效样本量", "effective sample size", optional=True, minimum=0),
        Column("judged", "bool", "可评判", "enough data to be judged"),
        Column("reason", "string", "说明", "why not judged, or what was redistributed"),
        Column("band", "string", "等级", "band of the scheme"),
        Column("rank", "int", "排名", "1 = best among the judged of the subject", optional=True, minimum=1),
        Column("rank_lower", "int", "排名下限", "best rank in the interval", optional=True, minimum=1),
        Column("rank_upper", "int", "排名上限", "worst rank in the interval", optional=True, minimum=1),
        Column(
            "p_bottom_quarter",
            "float",
            "末四分之一概率",
            "probability of the bottom quarter",
            optional=True,
            minimum=0,
            maximum=1,
        ),
        Column(
            "reliability",
            "float",
            "信度",
            "share of variance between groups",
            optional=True,
            minimum=0,
            maximum=1,
        ),
    ),
)

FINDINGS = Table(
    "findings",
    "薄弱环节",
    "weak areas",
    (
        Column(
            "severity",
            "string",
            "程度",
            "high: the whole interval lies beyond the practical gap",
            allowed=("high", "medium"),
        ),
        Column("slice", "string", "切片", "e.g. customer_class=居民 & area=社区"),
        Column("dimension", "string", "维度", "dimension"),
        Column("value", "float", "得分", "value of the slice"),
        Column("reference", "float", "参照", "value of all others (managers: expected for their mix)"),
        Column("gap", "float", "差距", "value − reference", "points"),
        Column("gap_lower", "float", "差距下限", "lower limit"),
        Column("gap_upper", "float", "差距上限", "upper limit"),
        Column("p_value", "float", "p 值", "one-sided p value", minimum=0, maximum=1),
        Column("q_value", "float", "q 值", "false discovery rate over the whole scan", minimum=0, maximum=1),
        Column("n", "int", "样本量", "observations in the slice", minimum=0),
        Column("customers", "int", "涉及户数", "customers affected, where counts were given", optional=True),
        Column(
            "impact", "float", "总指数影响", "points the total index gains if the gap closes", optional=True
        ),
        Column("reason", "string", "说明", "why it is reported"),
        Column("side", "string", "评价方", "side", allowed=SIDES),
        Column("measure", "string", "口径", "measure", allowed=MEASURES),
        Column("confidence", "float", "置信水平", "confidence level", minimum=0, maximum=1),
    ),
)

NOT_JUDGED = Table(
    "not_judged",
    "未评判的切片",
    "slices left unjudged, with the reason",
    (
        Column("slice", "string", "切片", "slice"),
        Column("side", "string", "评价方", "side", allowed=SIDES),
        Column("dimension", "string", "维度", "dimension"),
        Column("n", "int", "样本量", "observations", minimum=0),
        Column("reason", "string", "说明", "why it was not judged"),
    ),
)
