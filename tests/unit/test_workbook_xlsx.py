"""Excel packages: positions, types, what calamine cannot see, and bounds before it is called."""

from __future__ import annotations

import datetime as dt
import io
import struct
import subprocess
import sys
import zipfile

import pytest
import xlsxwriter

from analytics.errors import DataError
from analytics.ingest.model import Workbook
from analytics.ingest.workbook import Budget, read_workbook
from tests.support.packages import moment, row, xlsx


def read(data: bytes, **limits: int) -> Workbook:
    return read_workbook("问卷.xlsx", data, budget=Budget(**limits))


def refusal(data: bytes, **limits: int) -> DataError:
    with pytest.raises(DataError) as caught:
        read(data, **limits)
    assert "问卷.xlsx" in caught.value.message("zh")
    assert "问卷.xlsx" in caught.value.message("en")
    return caught.value


def rows_of(data: bytes) -> list[list[object]]:
    return read(data).sheets[0].rows


def keys(workbook: Workbook) -> list[str]:
    return [issue.key.removeprefix("workbook.") for issue in workbook.issues]


def written(fill, **options) -> bytes:
    """A workbook as xlsxwriter writes it."""
    target = io.BytesIO()
    book = xlsxwriter.Workbook(target, {"in_memory": True, **options})
    fill(book)
    book.close()
    return target.getvalue()


def test_cells_stand_at_their_absolute_place():
    data = xlsx(row(3, None, "部门", "得分") + row(4, None, "A", 4) + row(6, None, "B", 5))
    assert rows_of(data) == [
        [None, None, None],
        [None, None, None],
        [None, "部门", "得分"],
        [None, "A", 4],
        [None, None, None],
        [None, "B", 5],
    ]


def test_types_are_kept_and_whole_numbers_read_as_written():
    def fill(book):
        sheet = book.add_worksheet("数据")
        sheet.write_row(0, 0, [5, 4.5, True, "5", "007", " 满意 ", "NA", "None", "0%", "a_x000D_b"])
        sheet.write_datetime(1, 0, moment("2026-03-04"), book.add_format({"num_format": "yyyy-mm-dd"}))
        sheet.write_datetime(
            1, 1, moment("2026-03-04T05:06:07"), book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        )
        sheet.write_datetime(1, 2, dt.time(5, 6), book.add_format({"num_format": "hh:mm"}))
        sheet.write_number(1, 3, 1.0625, book.add_format({"num_format": "[h]:mm"}))

    first, second = rows_of(written(fill))
    assert first == [5, 4.5, True, "5", "007", " 满意 ", "NA", "None", "0%", "a_x000D_b"]
    assert [type(cell) for cell in first[:3]] == [int, float, bool]
    assert second[:4] == [
        moment("2026-03-04"),
        moment("2026-03-04T05:06:07"),
        dt.time(5, 6),
        dt.timedelta(hours=25, minutes=30),
    ]


def test_a_carriage_return_written_as_x000d_is_decoded():
    assert rows_of(xlsx(row(1, "a_x000D_\nb"))) == [["a\r\nb"]]


def test_the_1904_date_base_is_respected():
    def fill(book):
        sheet = book.add_worksheet()
        sheet.write_datetime(0, 0, moment("2026-03-04"), book.add_format({"num_format": "yyyy-mm-dd"}))

    assert rows_of(written(fill, date_1904=True)) == [[moment("2026-03-04")]]


def test_hidden_sheets_are_flagged_and_chart_sheets_left_out():
    workbook = read(xlsx(row(1, "a"), row(1, "b"), state="hidden"))
    assert [(sheet.name, sheet.hidden) for sheet in workbook.sheets] == [("S1", False), ("S2", True)]

    def fill(book):
        book.add_worksheet("数").write(0, 0, 1)
        chart = book.add_chart({"type": "line"})
        chart.add_series({"values": "=数!$A$1:$A$1"})
        book.add_chartsheet("图").set_chart(chart)

    assert [sheet.name for sheet in read(written(fill)).sheets] == ["数"]


def test_a_strict_workbook_reads_like_any_other():
    assert rows_of(xlsx(row(1, "部门", "Q1") + row(2, "A", 4), strict=True)) == [["部门", "Q1"], ["A", 4]]


def test_a_wrong_dimension_changes_nothing():
    data = xlsx(row(1, "a", "b") + row(2, 1, 2))
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert b'<dimension ref="A1"/>' in archive.read("xl/worksheets/sheet1.xml")
    assert rows_of(data) == [["a", "b"], [1, 2]]


def test_formulas_without_a_result_are_named():
    data = xlsx(
        row(1, "A", "B")
        + '<row r="2"><c r="A2"><f>1+1</f><v>2</v></c><c r="B2"><f>AVERAGE(A2:A2)</f><v></v></c></row>'
        + '<row r="3"><c r="A3" t="str"><f>""</f><v></v></c><c r="B3"><f>1+1</f></c></row>'
        + row(4, 1, 2)
    )
    workbook = read(data)
    assert workbook.sheets[0].rows == [["A", "B"], [2, None], [None, None], [1, 2]]
    (issue,) = workbook.issues
    assert (issue.key, issue.severity, issue.sheet, issue.rows) == (
        "workbook.uncached",
        "error",
        "S1",
        (2, 3),
    )
    assert "B2, B3" in issue.message("en")
    assert "Excel" in issue.message("zh")


def test_a_book_of_formulas_alone_is_refused_with_the_remedy():
    assert refusal(xlsx('<row r="1"><c r="A1"><f>1+1</f><v></v></c></row>')).key == "workbook.not_calculated"


def test_error_cells_become_blank_and_are_named_even_those_calamine_does_not_know():
    data = xlsx(
        row(1, "a", "b", "c")
        + '<row r="2"><c><v>1</v></c><c t="e"><v>#SPILL!</v></c><c><v>3</v></c></row>'
        + '<row r="3"><c r="A3" t="e"><v>#N/A</v></c><c r="B3"><v>2</v></c></row>'
    )
    workbook = read(data)
    assert workbook.sheets[0].rows == [["a", "b", "c"], [1, None, 3], [None, 2, None]]
    (issue,) = workbook.issues
    assert (issue.key, issue.rows) == ("workbook.error_cells", (2, 3))
    assert "#N/A, #SPILL!; B2, A3" in issue.message("en")


def test_numbers_of_sixteen_digits_are_flagged_and_fifteen_are_not():
    workbook = read(xlsx(row(1, "id", 123456789012345) + row(2, 123456789012345678, "159000000000000001")))
    assert workbook.sheets[0].rows[0] == ["id", 123456789012345]
    assert workbook.sheets[0].rows[1] == [123456789012345680, "159000000000000001"]
    (issue,) = workbook.issues
    assert (issue.key, issue.rows) == ("workbook.lost_digits", (2,))
    assert "A2" in issue.message("zh")


def test_a_number_that_is_none_is_an_error_cell():
    workbook = read(
        xlsx(
            row(1, "a", "NaN")
            + '<row r="2"><c r="A2"><v>NaN</v></c><c r="B2"><v>inf</v></c></row>'
            + row(3, 1)
        )
    )
    assert workbook.sheets[0].rows == [["a", "NaN"], [None, None], [1, None]]
    assert [(issue.key, issue.rows) for issue in workbook.issues] == [("workbook.error_cells", (2,))]


SPACE = ' t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>'
HEAD = row(1, "a", "b") + row(2, 1, 2)


@pytest.mark.parametrize(
    ("last", "address"),
    [
        ('<row r="1048576"><c r="XFD1048576"' + SPACE, "XFD1048576"),
        ('<row r="1048576"><c r="A1048576"' + SPACE, "A1048576"),
        ('<row r="7"><c r="XFD7"' + SPACE, "XFD7"),
        ("<row r='1048576'><c foo='>' r = 'XFD1048576'" + SPACE, "XFD1048576"),
        ('<x:row r="9"><x:c r="XFD1048576" t="s"><x:v>0</x:v></x:c></x:row>', "XFD1048576"),
        ('<row r="1048575"/><row><c/><c' + SPACE, "B1048576"),
    ],
    ids=["corner", "row", "column", "quotes", "prefix", "no-address"],
)
def test_a_far_space_is_left_off_and_named(last, address):
    workbook = read(xlsx(HEAD + last, strings=["\u3000"]))
    assert workbook.sheets[0].rows == [["a", "b"], [1, 2]]
    (issue,) = workbook.issues
    assert issue.key == "workbook.stray"
    assert address in issue.message("zh")


@pytest.mark.parametrize(
    "cell",
    [
        'r="XFD1048576" s="1"/>',
        'r="XFD1048576" t="n"></c>',
        'r="XFD1048576" t="str"><v></v></c>',
        'r="XFD1048576" t="inlineStr"><is><t></t></is></c>',
    ],
)
def test_a_far_cell_without_content_is_nothing(cell):
    workbook = read(xlsx(HEAD + f'<row r="1048576"><c {cell}</row>'))
    assert workbook.sheets[0].rows == [["a", "b"], [1, 2]]
    assert workbook.issues == ()


@pytest.mark.parametrize(
    "last",
    [
        '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
        '<x:row r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>',
        "<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>",
        '<row r="1048576"><c foo=">" r="xfd1048576"><v>1</v></c></row>',
        '<row r="1048576">' + "<c/>" * 16383 + "<c><v>1</v></c></row>",
        '<row r="1048576"><c r="XFD1048576" t="e"><v>#N/A</v></c></row>',
    ],
)
def test_a_far_value_is_refused_with_its_address(last):
    error = refusal(xlsx(HEAD + last))
    assert error.key == "workbook.far_cell"
    assert "XFD1048576" in error.message("zh")
    assert "1048576 rows × 16384 columns" in error.message("en")


def test_the_far_row_and_the_far_column_are_told_apart():
    far_row = HEAD + '<row r="900000"><c r="J900000"><v>1</v></c></row>'
    assert refusal(xlsx(far_row)).values["address"] == "J900000"
    far_column = row(1, 1) + '<row r="2"><c r="XFD2"><v>1</v></c></row>' + row(500, 1)
    assert refusal(xlsx(far_column)).values["address"] == "XFD2"


def test_a_far_value_within_the_budget_is_kept():
    rows = rows_of(xlsx(HEAD + '<row r="3"><c r="XFD3"><v>7</v></c></row>'))
    assert (len(rows), len(rows[0]), rows[2][-1]) == (3, 16384, 7)


@pytest.mark.parametrize("place", ["ZZZ1", "A1048577", "A0", "AAAAAAAA9", "$A$1"])
def test_places_outside_any_sheet_are_refused(place):
    assert refusal(xlsx(HEAD + f'<row r="3"><c r="{place}"><v>1</v></c></row>')).key in {
        "workbook.outside",
        "workbook.damaged",
    }


def test_limits_are_said_with_the_number_found():
    assert refusal(xlsx(row(1, 1)), file_bytes=100).key == "workbook.file_too_large"
    three = xlsx(row(1, 1, 2) + row(2, 1, 2), row(1, 1, 2))
    assert refusal(three, cells=5).values == {"file": "问卷.xlsx", "sheet": "S2", "cells": 6, "limit": 5}
    assert len(read(three, cells=6).sheets) == 2
    assert "3 rows" in refusal(xlsx(row(1, 1) + row(3, 1)), rows=2).message("en")
    assert refusal(three, parts=6).values["count"] == 7
    text = xlsx('<row r="1">' + '<c t="s"><v>0</v></c>' * 30 + "</row>", strings=["满" * 1000])
    assert refusal(text, text_bytes=80_000).values["size"] == "0.1"
    assert len(read(text, text_bytes=100_000).sheets[0].rows[0]) == 30


def test_packages_that_unpack_to_too_much_are_refused_unread():
    bomb = xlsx([" " * 1_000_000] * 20)
    assert refusal(bomb).key == "workbook.packed_too_densely"
    assert refusal(bomb, unpacked_bytes=19_000_000).values["limit"] == "19.0"


def test_a_part_longer_than_it_declares_is_refused():
    data = bytearray(xlsx(HEAD + '<row r="9"><c r="A9"><v>1</v></c></row>'))
    name = b"xl/worksheets/sheet1.xml"
    entry = data.rindex(b"PK\x01\x02", 0, data.rindex(name))
    (size,) = struct.unpack_from("<L", data, entry + 24)
    struct.pack_into("<L", data, entry + 24, size - 60)
    assert refusal(bytes(data)).key == "workbook.damaged"


def test_unsound_packages_end_in_one_sentence():
    good = xlsx(HEAD)
    assert refusal(good[: len(good) // 2]).key == "workbook.damaged"
    assert refusal(xlsx()).key == "workbook.no_sheets"
    assert refusal(xlsx("", "")).key == "workbook.no_values"
    assert (
        refusal(xlsx(row(1, "a") + '<row r="2"><c r="A2" t="s"><v>9</v></c></row>')).key == "workbook.damaged"
    )
    assert refusal(xlsx('<row r="1">' + "<c " * 50_000)).key == "workbook.damaged"
    locked = bytearray(good)
    locked[locked.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(locked)).key == "workbook.encrypted"


@pytest.mark.parametrize(
    "prolog", [b'<!DOCTYPE w [<!ENTITY a "aa">]>', b'<?xml version="1.0" encoding="none"?>']
)
def test_an_odd_prolog_is_refused(prolog):
    source, target = io.BytesIO(xlsx(HEAD)), io.BytesIO()
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w") as new:
        for part in old.namelist():
            new.writestr(part, (prolog if part == "xl/workbook.xml" else b"") + old.read(part))
    assert refusal(target.getvalue()).key == "workbook.damaged"


def test_cells_are_seen_across_the_pieces_a_large_sheet_is_read_in():
    def sheet():
        for number in range(1, 30_001):
            yield row(number, number, "满意" * 10, number / 2)
        yield '<row r="30001"><c r="A30001"><f>1+1</f></c><c r="C30001" t="e"><v>#REF!</v></c></row>' + row(
            30002, 1
        )

    workbook = read(xlsx(sheet()))
    rows = workbook.sheets[0].rows
    assert len(rows) == 30_002
    assert rows[29_998] == [29_999, "满意" * 10, 14_999.5]
    assert {issue.key: issue.rows for issue in workbook.issues} == {
        "workbook.uncached": (30_001,),
        "workbook.error_cells": (30_001,),
    }


HOSTILE = """
import io, resource, sys
resource.setrlimit(resource.RLIMIT_AS, (3_000_000_000, 3_000_000_000))
from analytics.errors import DataError
from analytics.ingest.workbook import read_workbook
from tests.support.packages import row, xlsx

head = row(1, "a", "b") + row(2, 1, 2)
space = ' t="inlineStr"><is><t xml:space="preserve"> </t></is></c></row>'
many = "".join(f'<row r="{n}"><c r="A{n}" t="s"><v>0</v></c></row>' for n in range(1, 100_001))
files = [
    xlsx(head + '<row r="1048576"><c r="XFD1048576"' + space),
    xlsx(head + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
    xlsx(head + '<row r="1048576"><c r="A1048576"' + space),
    xlsx(head + '<row r="1048576"><c r="J1048576" s="1"/></row>'),
    xlsx([head, *["<row/>" * 100_000] * 10, "<row>" + "<c/>" * 16_000 + "<c><v>1</v></c></row>"]),
    xlsx(many, strings=["x" * 32_000]),
    xlsx([" " * 1_000_000] * 600),
    b"<table>" + b"<tr><td colspan=1000 rowspan=65534>x</td></tr>" * 10_000,
    b"<table><tr><td>1</td></tr></table>" + b'<a b="' * 1_000_000,
    b"a," * 3_000_000 + b"\\n" + b"x\\n" * 100_000,
]
outcomes = []
for data in files:
    try:
        outcomes.append(str(len(read_workbook("f", data).sheets[0].rows)))
    except DataError as error:
        outcomes.append(error.key.removeprefix("workbook."))
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, *outcomes)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="memory limits of a process are POSIX")
def test_hostile_files_neither_abort_nor_take_a_gigabyte(request):
    done = subprocess.run(
        [sys.executable, "-c", HOSTILE],
        cwd=request.config.rootpath,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    peak, *outcomes = done.stdout.split()
    assert outcomes == [
        "2", "far_cell", "2", "2", "far_cell", "too_much_text", "unpacked_too_large", "outside", "1", "far_cell",
    ]  # fmt: skip
    assert int(peak) * (1 if sys.platform == "darwin" else 1024) < 1_000_000_000
