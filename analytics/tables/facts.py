"""The tables that ingest fills and everything else reads."""

from __future__ import annotations

from analytics.tables.schema import Column, Table

_GROUPS = (
    Column("wave", "string", "批次（季度）", "wave (quarter), e.g. 2025Q1"),
    Column("region", "string", "区县", "region (county)"),
    Column("station", "string", "供电所", "station"),
    Column("manager", "string", "客户经理编号", "customer manager's number in the roster"),
    Column("post", "string", "岗位", "post of the manager"),
    Column("customer_class", "string", "客户类别", "customer class"),
    Column("area", "string", "区域属性", "area"),
    Column("channel", "string", "渠道", "channel"),
    Column("business", "string", "业务类别", "kind of business"),
)

RESPONSES = Table(
    "responses",
    "答卷：每位受访者一行",
    "one row per respondent",
    (
        Column("respondent", "int", "答卷编号", "running number over all files", minimum=0),
        Column("file", "string", "源文件", "file the response came from"),
        Column("row", "int", "源文件行号", "row in the source sheet, counted from 1", minimum=1),
        Column("answered_at", "time", "提交时间", "answered at", optional=True),
        Column("customer", "string", "用户编号", "customer number"),
        *_GROUPS,
        Column("weight", "float", "权重", "weight", minimum=0),
        Column("stratum", "string", "层", "stratum"),
        Column("cluster", "string", "群", "cluster (primary sampling unit)"),
        Column("comment", "string", "意见建议", "comment"),
    ),
)

RATINGS = Table(
    "ratings",
    "评分：每位受访者每道题一行",
    "respondent × item, answered items only",
    (
        Column("respondent", "int", "答卷编号", "respondent, ascending", minimum=0),
        Column("item", "string", "题目", "item key, e.g. Q7_2"),
        Column("dimension", "string", "维度", "dimension key of the scheme, or the question's own"),
        Column("answer", "string", "原始答案", "answer as written"),
        Column("level", "int", "等级", "declared level, 1 = worst, reversed items already turned", minimum=1),
        Column("levels", "int", "等级数", "number of declared levels", minimum=2, maximum=11),
        Column("satisfied", "bool", "是否满意", "level counts as satisfied on its scale"),
    ),
)

RECORDS = Table(
    "records",
    "服务工单：每张工单一行",
    "one row per service record",
    (
        Column("record", "string", "工单编号", "record number"),
        Column("row", "int", "源文件行号", "row in the source sheet, counted from 1", minimum=1),
        Column("customer", "string", "用户编号", "customer number"),
        *_GROUPS,
        Column("accepted_at", "time", "受理时间", "accepted at", optional=True),
        Column("closed_at", "time", "办结时间", "closed at", optional=True),
        Column("due_at", "time", "应办结时间", "due at, where the export states it", optional=True),
        Column("overdue", "bool", "是否超时", "overdue, where the export states it", optional=True),
        Column("arrive", "float", "到达现场时长", "time to arrive", "min", optional=True, minimum=0),
        Column(
            "restore",
            "float",
            "故障修复时长",
            "time to restore after arrival",
            "min",
            optional=True,
            minimum=0,
        ),
        Column("state", "string", "工单状态", "order state"),
        Column("responsibility", "string", "责任分类", "responsibility"),
        Column("parent", "string", "主单编号", "parent order"),
        Column("repeated", "bool", "重复反映", "repeated, where the export states it", optional=True),
        Column("called_back", "bool", "是否回访", "called back", optional=True),
        Column("rating_first", "string", "首次评价", "customer's first rating"),
        Column("rating_last", "string", "最后评价", "customer's last rating"),
    ),
)

MANAGERS = Table(
    "managers",
    "客户经理名册",
    "roster of customer managers",
    (
        Column("manager", "string", "客户经理编号", "number, unique"),
        Column("name", "string", "姓名", "name"),
        Column("region", "string", "区县", "region"),
        Column("station", "string", "供电所", "station"),
        Column("level", "string", "层级", "organisation level"),
        Column("post", "string", "岗位", "post"),
        Column("classes", "string", "服务客户类别", "customer classes served, separated by 、"),
        Column("customers", "int", "服务户数", "customers served", optional=True, minimum=0),
    ),
)

CUSTOMERS = Table(
    "customers",
    "客户数量：区县 × 类别 × 区域",
    "population counts by region × class × area",
    (
        Column("region", "string", "区县", "region"),
        Column("customer_class", "string", "客户类别", "customer class"),
        Column("area", "string", "区域属性", "area"),
        Column("customers", "int", "户数", "customers", minimum=0),
    ),
)
