"""Damaged files of every kind end in a workbook or in one sentence, never otherwise."""

from __future__ import annotations

import io
import random
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.errors import DataError
from analytics.ingest.workbook import Budget, read_workbook
from tests.support.packages import ods, row, xlsx
from tests.unit.test_workbook_formats import CELL, XLS

SMALL = Budget(file_bytes=1_000_000, unpacked_bytes=20_000_000, rows=5000, cells=50_000, text_bytes=1_000_000)
SEEDS = {
    "xlsx": xlsx(
        row(1, "序号", "满意度") + row(2, 1, "满意") + '<row r="3"><c r="B3" t="s"><v>0</v></c></row>',
        strings=["一般"],
    ),
    "xls": XLS,
    "ods": ods(
        f'<table:table table:name="t"><table:table-row>{CELL.format("", "满意")}</table:table-row></table:table>'
    ),
    "html": "<table><tr><td colspan=2>工单</td></tr><tr><td>1</td><td>满意</td></tr></table>".encode("gbk"),
    "csv": '序号,"满意\n度"\n1,满意\n2,"a;b"\n'.encode("gbk"),
    "utf16": "序号\t满意度\n1\t满意\n".encode("utf-16"),
}


def outcome(data: bytes) -> str:
    """What came of a file; anything but a workbook or a worded refusal escapes as a failure."""
    try:
        workbook = read_workbook("x.dat", data, budget=SMALL)
    except DataError as error:
        return error.message("zh")
    for sheet in workbook.sheets:
        assert len({len(cells) for cells in sheet.rows}) <= 1
    assert all(issue.message("zh") and issue.message("en") for issue in workbook.issues)
    return workbook.content


def mutated(data: bytes, rng: random.Random) -> bytes:
    """A copy with bytes changed, cut out, doubled, or the end cut off."""
    damaged = bytearray(data)
    for _ in range(rng.randint(1, 4)):
        at = rng.randrange(len(damaged) or 1)
        length = rng.randint(1, 40)
        match rng.randrange(4):
            case 0:
                damaged[at : at + length] = rng.randbytes(length)
            case 1:
                del damaged[at : at + length]
            case 2:
                damaged[at:at] = damaged[at : at + length]
            case 3:
                del damaged[max(at, 1) :]
    return bytes(damaged)


@pytest.mark.parametrize("kind", SEEDS)
def test_mutated_files_end_in_a_workbook_or_a_sentence(kind):
    rng = random.Random(20260101)
    outcomes = {outcome(mutated(SEEDS[kind], rng)) for _ in range(120)}
    assert len(outcomes) > 1, "the mutations never mattered"


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/workbook.xml", "content.xml"]
)
def test_mutated_xml_inside_a_sound_package_ends_in_a_workbook_or_a_sentence(part):

    seed = SEEDS["ods" if part == "content.xml" else "xlsx"]
    rng = random.Random(part)
    for _ in range(80):
        target = io.BytesIO()
        with zipfile.ZipFile(io.BytesIO(seed)) as old, zipfile.ZipFile(target, "w") as new:
            for name in old.namelist():
                new.writestr(name, mutated(old.read(name), rng) if name == part else old.read(name))
        outcome(target.getvalue())


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(
            [
                '"',
                ",",
                ";",
                "\t",
                "\r",
                "\n",
                "满",
                "é",
                "\x00",
                " ",
                "a",
                "1",
                "<table>",
                "<td>",
                "<!--",
                "\ufeff",
            ]
        ),
        max_size=60,
    ),
    st.sampled_from(["utf-8", "gb18030", "utf-16", "cp1252"]),
)
def test_any_text_ends_in_a_workbook_or_a_sentence(pieces, codec):
    outcome("".join(pieces).encode(codec, "replace"))


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    st.lists(
        st.sampled_from(
            ['<row r="1">', "<row>", "</row>", "<row/>", '<c r="A1">', "<c>", "</c>", "<c/>", "<v>1</v>", "<v/>", "<f>A1</f>", '<c r="XFD1048576"/>', '<c r="ZZ99" t="e"><v>#X</v></c>', '<c t="s"><v>0</v></c>', "<x:c>", "</x:c>", "<!--", "-->", "<c ", '"', "'", ">", "\n"]
        ),
        max_size=25,
    )
)  # fmt: skip
def test_any_sheet_xml_ends_in_a_workbook_or_a_sentence(pieces):
    outcome(xlsx("".join(pieces), strings=["x"]))
