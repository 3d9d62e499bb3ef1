"""Delimited text: encodings, delimiters, quotes, rows that do not fit."""

from __future__ import annotations

import pytest

from analytics.errors import DataError
from analytics.ingest.model import Workbook
from analytics.ingest.workbook import Budget, read_workbook


def read(data: bytes, **limits: int) -> Workbook:
    return read_workbook("答卷.csv", data, budget=Budget(**limits))


def found(workbook: Workbook) -> list[tuple[str, str]]:
    return [(issue.key.removeprefix("workbook."), issue.severity) for issue in workbook.issues]


TABLE = "序号,满意度,地区\n1,满意,华东\n2,不满意,囍\n"
ROWS = [["序号", "满意度", "地区"], ["1", "满意", "华东"], ["2", "不满意", "囍"]]


@pytest.mark.parametrize(
    ("codec", "encoding", "issues"),
    [
        ("utf-8", "utf-8", []),
        ("utf-8-sig", "utf-8-sig", []),
        ("utf-16", "utf-16", []),
        ("gb18030", "gb18030", [("encoding_guessed", "note")]),
    ],
)
def test_chinese_text_reads_in_every_usual_encoding(codec, encoding, issues):
    workbook = read(TABLE.encode(codec))
    assert workbook.sheets[0].rows == ROWS
    assert (workbook.content, workbook.encoding, workbook.delimiter) == ("csv", encoding, ",")
    assert found(workbook) == issues
    assert workbook.sheets[0].name == "答卷"


def test_western_bytes_never_become_chinese():
    workbook = read("id,name\n1,Bœuf æ\n2,naïve café\n3,DÉJÀ\n".encode("cp1252"))
    assert [row[1] for row in workbook.sheets[0].rows] == ["name", "Bœuf æ", "naïve café", "DÉJÀ"]
    assert workbook.encoding == "cp1252"
    assert found(workbook) == [("encoding_guessed", "note")]


def test_a_few_broken_bytes_leave_utf8_utf8():
    data = ("a,b\n" + "1,满意\n" * 30).encode() + b"2,\xff\n"
    workbook = read(data)
    assert workbook.encoding == "utf-8"
    assert workbook.sheets[0].rows[31] == ["2", "\ufffd"]
    assert found(workbook) == [("lost_characters", "warning")]


def test_every_field_stays_text():
    workbook = read(b"id,a,b,c,d\n007,NA,None,0%, x \n1e5,,N/A,TRUE,2026-01-01\n")
    assert workbook.sheets[0].rows[1:] == [
        ["007", "NA", "None", "0%", " x "],
        ["1e5", None, "N/A", "TRUE", "2026-01-01"],
    ]
    assert workbook.issues == ()


@pytest.mark.parametrize(
    ("data", "delimiter", "rows"),
    [
        (b'"id";"a"\r\n"1";"4,5"\r\n"2";"3,0"\r\n\r\n', ";", [["id", "a"], ["1", "4,5"], ["2", "3,0"]]),
        (
            b"id;a;b\n1,5;2,5;3,5\n2,5;3,5;4,5\n",
            ";",
            [["id", "a", "b"], ["1,5", "2,5", "3,5"], ["2,5", "3,5", "4,5"]],
        ),
        (b"id\ta\n1\tx, y\n2\tz\n", "\t", [["id", "a"], ["1", "x, y"], ["2", "z"]]),
        (b"id|a\n1|x\n", "|", [["id", "a"], ["1", "x"]]),
        (b"id,a\n1,p;q;\n2,q;r;\n3,p;\n", ",", [["id", "a"], ["1", "p;q;"], ["2", "q;r;"], ["3", "p;"]]),
        (
            b"Title\n\nid,a\n1,2\n3,4\n",
            ",",
            [["Title", None], [None, None], ["id", "a"], ["1", "2"], ["3", "4"]],
        ),
        (b"only\n1\n2\n", ",", [["only"], ["1"], ["2"]]),
        (b"a,b\r1,2\r", ",", [["a", "b"], ["1", "2"]]),
    ],
)
def test_the_delimiter_is_the_one_under_which_rows_agree(data, delimiter, rows):
    workbook = read(data)
    assert workbook.delimiter == delimiter
    assert workbook.sheets[0].rows == rows
    assert workbook.issues == ()


def test_line_breaks_and_delimiters_inside_quotes_stay_inside():
    workbook = read(b'id,"a\nb"\n1,"x, ""y"""\n2,"p\x0cq"\n')
    assert workbook.sheets[0].rows == [["id", "a\nb"], ["1", 'x, "y"'], ["2", "p\x0cq"]]


def test_a_trailing_comma_adds_no_column():
    assert read(b"a,b,\n1,2,\n").sheets[0].rows == [["a", "b"], ["1", "2"]]


def test_rows_longer_than_the_header_are_kept_and_listed():
    workbook = read(b"id,a\n1,x\n2,yes, always\n3,z\n4\n")
    assert workbook.sheets[0].rows[2] == ["2", "yes", " always"]
    assert workbook.sheets[0].rows[4] == ["4", None, None]
    (issue,) = workbook.issues
    assert (issue.key, issue.severity, issue.rows, issue.count) == ("workbook.long_rows", "warning", (3,), 1)
    assert "2" in issue.message("zh")


def test_a_quotation_mark_left_open_is_refused_with_its_row():
    for data in (b'a,b\n1,x\n2,"y\n3,z\n4,w\n', b'a,b\n1,x\n2,"y\n' + b"3,z\n" * 100_000):
        with pytest.raises(DataError) as caught:
            read(data)
        assert caught.value.key == "workbook.open_quote"
        assert caught.value.values["row"] == 3


def test_a_mark_in_the_middle_of_an_answer_is_no_quotation():
    assert read(b'a,b\n1,5" pipe\n2,"x" y\n').sheets[0].rows == [["a", "b"], ["1", '5" pipe'], ["2", "x y"]]


def test_text_beyond_the_budget_is_refused_with_the_limit():
    for data, limits, key in (
        (b"a\n" * 5, {"rows": 4}, "too_many_rows"),
        (b"a,b\n" * 5, {"cells": 9}, "too_many_cells"),
        (b"a," * 50 + b"1\n" + b"a\n" * 50, {"cells": 2000}, "far_cell"),
    ):
        with pytest.raises(DataError) as caught:
            read(data, **limits)
        assert caught.value.key == f"workbook.{key}"
        assert str(*limits.values()) in caught.value.message("en")
