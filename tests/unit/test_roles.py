"""Headers of real exports and what they mean."""

from __future__ import annotations

import pytest

from analytics.ingest.cells import data
from analytics.ingest.roles import ROLES, role_of, table_of
from analytics.text import say


@pytest.mark.parametrize(
    ("table", "header", "role"),
    [
        ("survey", "您的用户编号", "customer"),
        ("survey", "为您服务的客户经理", "manager"),
        ("survey", "您所在的区县", "region"),
        ("survey", "您所属的供电所：", "station"),
        ("survey", "提交答卷时间", "answered_at"),
        ("survey", "来自IP", "ignore"),
        ("survey", "您的意见和建议", ""),
        ("records", "国网工单编号", "record"),
        ("records", "户号", "customer"),
        ("records", "到达现场时长(分钟)", "arrive"),
        ("records", "故障修复时长（小时）", "restore"),
        ("records", "ＡＰＰ＿ＮＯ", "record"),
        ("records", "是否回访(1/0)", "called_back"),
        ("records", "最后答复评价", "rating_last"),
        ("records", "供电区域", "area"),
        ("records", "客户经理", "manager"),
        ("managers", "客户经理", "name"),
        ("managers", "工号", "manager"),
        ("managers", "服务客户类别", "classes"),
        ("customers", "户数", "customers"),
        ("customers", "客户经理", ""),
    ],
)
def test_known_headers(table, header, role):
    assert role_of(header, table) == role


@pytest.mark.parametrize(
    ("headers", "scaled", "table"),
    [
        (["工单编号", "受理时间", "办结时间", "客户经理"], False, "records"),
        (["工单编号", "受理时间", "满意度", "工单状态"], True, "records"),
        (["工号", "姓名", "所属区县", "岗位"], False, "managers"),
        (["姓名", "岗位", "服务态度"], True, "survey"),
        (["区县", "客户类别", "区域属性", "户数"], False, "customers"),
        (["工单编号", "备注"], False, "survey"),
    ],
)
def test_what_a_sheet_is(headers, scaled, table):
    assert table_of(headers, scaled=scaled) == table


def test_every_declared_role_exists_and_every_role_has_a_name():
    declared = data("headers.toml")
    for table, roles in ROLES.items():
        assert set(declared[table]) <= set(roles)
        assert all(say(f"ingest.role_{role}", "zh") for role in roles)
    assert set(declared["shared"]) <= set().union(*ROLES.values())
