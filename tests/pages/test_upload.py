"""From a dropped file to results: recognised, corrected, confirmed; what cannot be read is said."""

from __future__ import annotations

import pytest
import streamlit as st

from tests.support.screens import XLSX, opened, records_file, survey_file, turn_to, words

ANSWERS = ["非常满意"] * 10 + ["满意"] * 20 + ["一般"] * 10
FORTY = survey_file([("东区" if n % 2 else "西区", answer) for n, answer in enumerate(ANSWERS)])


@pytest.fixture
def at():
    return turn_to(opened(), "upload")


def uploader(at):
    return next(widget for widget in at.file_uploader if widget.key.startswith("files-"))


def drop(at, *files):
    for name, data in files:
        uploader(at).upload(name, data, XLSX).run()
    assert not at.exception


def roles(at):
    return at.data_editor[0].value.set_index("header")["role"].to_dict()


def test_a_survey_is_recognised_and_its_columns_are_proposed(at):
    drop(at, ("调查.xlsx", FORTY))
    assert "调查.xlsx：识别为问卷" in words(at)
    assert roles(at) | {"1、您所在的区县": "region", "2、客户经理服务态度好": "item"} == roles(at)
    columns = at.data_editor[0].value.set_index("header")
    assert columns.loc["2、客户经理服务态度好", "dimension"] == "attitude"
    assert columns.loc["2、客户经理服务态度好", "scale"] == "satisfaction_5"


def test_confirming_leads_to_results_with_their_evidence(at):
    drop(at, ("调查.xlsx", FORTY))
    at.button(key="confirm").click().run()
    assert "已确认 1 个文件。" in words(at)
    turn_to(at, "overview")
    # Ten answers of 100, twenty of 75, ten of 50: mean 75, standard error 2.83; t(39) = 2.023.
    assert "外部评价指数: 75.0 分" in words(at)
    assert "95 %: 69.3–80.7 · n = 40" in words(at)
    turn_to(at, "quality")
    assert [(metric.label, metric.value) for metric in at.metric] == [
        ("读入", "40"),
        ("采用", "40"),
        ("搁置", "0"),
    ]


def test_a_corrected_role_counts_and_is_still_there_on_coming_back(at, monkeypatch):
    drop(at, ("调查.xlsx", FORTY))
    plain_editor = st.data_editor

    def correcting(table, **drawing):
        plain_editor(table, **drawing)
        return table.assign(role=table["role"].mask(table["header"] == "1、您所在的区县", "ignore"))

    monkeypatch.setattr(st, "data_editor", correcting)  # AppTest cannot type into a table
    at.button(key="confirm").click().run()
    at.run()
    at.button(key="confirm").click().run()
    monkeypatch.undo()
    assert [widget.key for widget in at.multiselect] == []  # one wave, and no region any more
    turn_to(at, "overview")
    assert "外部评价指数: 75.0 分" in words(at)
    turn_to(at, "upload")
    assert roles(at)["1、您所在的区县"] == "ignore"


def test_an_unreadable_file_gives_one_sentence_and_leaves_the_others_alone(at):
    drop(at, ("调查.xlsx", FORTY), ("坏.xlsx", b"PK\x03\x04 but no workbook"))
    (error,) = at.error
    assert error.value.startswith("“坏.xlsx”")
    assert len(at.data_editor) == 1
    at.button(key="confirm").click().run()
    assert "已确认 1 个文件。" in words(at)


def test_another_kind_of_table_proposes_the_columns_anew(at):
    drop(at, ("工单.xlsx", records_file(50)))
    assert "工单.xlsx：识别为服务工单" in words(at)
    kind = next(box for box in at.selectbox if box.key.startswith("table-"))
    kind.set_value("survey").run()
    assert not at.exception
    assert "工单.xlsx：识别为问卷" in words(at)
    assert "dimension" in at.data_editor[0].value


def test_a_removed_file_does_not_come_back_with_the_next_one(at):
    drop(at, ("调查.xlsx", FORTY))
    next(button for button in at.button if button.key.startswith("remove-")).click().run()
    assert not at.data_editor
    drop(at, ("工单.xlsx", records_file(50)))
    assert len(at.data_editor) == 1
    assert "调查.xlsx" not in words(at)


def test_records_alone_are_judged_too(at):
    drop(at, ("工单.xlsx", records_file(50)))
    at.button(key="confirm").click().run()
    turn_to(at, "overview")
    # Five of fifty complaints took longer than ten working days: 90 % on time is judged, whatever its points.
    assert "内部评价指数: " in words(at)
    assert "n = 50" in words(at)


def test_text_in_a_file_is_never_read_as_markdown(at):
    picture = "![x](https://example.invalid/x.png)"
    regions = [picture, "西区", "南区"]
    answers = [(regions[n % 3], "非常不满意" if n % 3 == 0 else "非常满意") for n in range(180)]
    drop(at, (f"{picture.replace('/', '')}.xlsx", survey_file(answers)))
    at.button(key="confirm").click().run()
    for page in ("upload", "quality", "overview", "weak_areas"):
        turn_to(at, page)
        assert "![x](" not in words(at)
    assert r"!\[x\](https" in words(at)
