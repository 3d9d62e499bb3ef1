"""What a file is by its bytes; xls, HTML and OpenDocument; files that are no table."""

from __future__ import annotations

import base64
import datetime as dt
import gzip
import hashlib
import io
import zipfile
import zlib

import pytest

from analytics.errors import DataError
from analytics.ingest.model import Workbook
from analytics.ingest.workbook import Budget, read_workbook
from analytics.ingest.workbook.address import address, column_letters, column_number
from tests.support.packages import moment, ods, row, xlsx


def refused(data: bytes, name: str = "表.xlsx", **limits: int) -> DataError:
    with pytest.raises(DataError) as caught:
        read_workbook(name, data, budget=Budget(**limits))
    assert name in caught.value.message("zh")
    return caught.value


def issue_keys(workbook: Workbook) -> list[str]:
    return [issue.key.removeprefix("workbook.") for issue in workbook.issues]


def test_addresses_read_as_in_a_spreadsheet():
    assert [column_letters(n) for n in (1, 26, 27, 52, 702, 703, 16384)] == [
        "A",
        "Z",
        "AA",
        "AZ",
        "ZZ",
        "AAA",
        "XFD",
    ]
    assert [column_number(letters) for letters in ("A", "Z", "AA", "xfd")] == [1, 26, 27, 16384]
    assert address(2, 28) == "AB2"


def test_content_decides_and_the_extension_is_only_remarked_on():
    workbook = read_workbook("名单.xls", xlsx(row(1, "a") + row(2, 1)))
    assert (workbook.content, issue_keys(workbook)) == ("xlsx", ["misnamed"])
    assert ".xls" in workbook.issues[0].message("zh")
    workbook = read_workbook("名单.xls", "工单号\t满意度\n0001\t满意\n".encode("gbk"))
    assert workbook.sheets[0].rows == [["工单号", "满意度"], ["0001", "满意"]]
    assert (workbook.content, workbook.delimiter) == ("csv", "\t")
    assert issue_keys(read_workbook("名单", b"a,b\n1,2\n")) == []


def test_the_digest_is_that_of_the_bytes():
    data = b"a,b\n1,2\n"
    assert read_workbook("a.csv", data).digest == hashlib.sha256(data).hexdigest()


def package(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return target.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1000)


@pytest.mark.parametrize(
    ("data", "key", "kind"),
    [
        (b"", "empty", None),
        (b" \r\n\n", "empty", None),
        (bytes(500), "empty", None),
        (b"%PDF-1.7\n...", "foreign", "PDF"),
        (b"\x89PNG\r\n\x1a\n", "foreign", "PNG"),
        (gzip.compress(b"a,b\n"), "foreign", "gzip"),
        (package("word/document.xml"), "foreign", "Word (.docx)"),
        (package("xl/workbook.bin"), "foreign", "Excel binary (.xlsb)"),
        (package("a.csv"), "foreign", "ZIP"),
        (OLE + "EncryptedPackage".encode("utf-16-le") + bytes(100), "encrypted", None),
        (OLE + "WordDocument".encode("utf-16-le") + bytes(100), "foreign", "Word (.doc)"),
        (OLE + "Workbook".encode("utf-16-le") + bytes(100), "damaged", None),
        (b"PK\x03\x04" + bytes(100), "damaged", None),
        (bytes(range(256)) * 20, "unknown", None),
        (b"<html><body><p>Please log in</p></body></html>", "foreign", "HTML/XML"),
        (b"<html><table></table></html>", "no_sheets", None),
        (b"<html><table><tr><td> </td></tr></table></html>", "no_values", None),
        (
            b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
            "foreign",
            "XML Spreadsheet 2003",
        ),
    ],
)
def test_what_is_no_table_gets_one_sentence(data, key, kind):
    error = refused(data)
    assert error.key == f"workbook.{key}"
    if kind:
        assert error.values["kind"] == kind
        assert kind in error.message("zh")


# A workbook of Excel 97 written by LibreOffice: text 满意, 5, 4.5, a date, a time, 25:30 as [h]:mm, TRUE, #N/A
# at B2:I2, and a hidden second sheet holding "x"; compressed, because it is mostly zeros.
XLS = zlib.decompress(
    base64.b85decode(
        "c-rk)O>9(E6h8OOPv5kqGc6RcKpm^l|7MUx>JPSMK*hf{ib}Lbrqk(<%(P8g6G$)&U^hk*42f<?3`v27Mr}-"
        "Vp~iM+q6RiBG@7(5j0P8j(HIij@jK_;*S-!d=}gf?+cP=u-"
        "gn;pIrseDGnXzFPo5nso1zSOfLt___L0{?Q$U~n5+E`(Z6=*g+vM~r{HI`Ax2!`q^ydMx&hvn#)@{CSSK<E$Pg6gB!xW@F)Q5JE4"
        "pTO;9v0(VZz*$TmN;&yu)2Tl`*Zx}IPL;2<o_J++5ZcGg}^nyBB0+&0aOeu0j>qE1D1+S5Zwmc0K6So2HXhT1l$ZP2i^e;0`CM?0"
        "Ph0c4cwyntJE!H4f?hEy&i4DYCO7S;4`5`uZKQc^9`$9bUy`)_{cpWc5wyRP6KQk;Yd6h{I_72@DNeV!#Ip|r*gwq4LSoXq7Q}sx"
        "jc7@{Q;UO*r;uKztJq*pOj~XJd5yD^r_7GUMSmOi9d*)pAt7vl&8WJp*ZzY2O?oFMwHQ4>|sY`1p9|-kuN-"
        "Id0#{G_J%j9rz8^h!!Mq}m_8apFHDco<3b5jxx0`?*)t!B^~DAw@p5-Donx;&3}~-UB--mcJImeqbe`R~r|14eqTF3T7g(t;_Pm7"
        "GN%7H9`Xe25#Dno5)0qvS|GqT3ktLm09DNkBTS(5e*7#H=y?POP-6HgwMd-c-"
        "=^mROGn3DA7TujmKfeh5!VUD(240es<~ERYNn4!sN?Ve2OS?9iC+)hVCw)M?a0Is7!3hVhHxTQK^7~jG`>&x+y?t@yO=6!{G@(o&"
        "(Y}+4uEH~sdr~jR&fb*B*R=ANL31^Ua`d-TL5gF<ml$Z$F@>CFj;m%oo2mR-"
        "z{+YS{K!PsGXI1t{)If{n$3zTNK<|ONRVGcp&eNAP#Q_mqzaFf6r*M-a8A*sx-"
        "~d+S`judFTxgrw@#dcBT}*O8NhP&;Z0Ys+*{W4ve1)rilQwnU#e5b@MXeXBQt8{d0fWYnfHXyUYF-"
        "q%<t}E_^GMV(XX0a_vfZ+NB=D1qz_z?$lSngb!tPQ_r%13$tJs1^en!Z^qL%-"
        ")ElN>pR`CM?ULDiXE2R`tmDHvR#5f}&CqMxv}p*E$5|r#0(S=f?w31+p9=E$HnIMa0WG*>4-"
        "ak@+XcREvM64;XE0oA^2+=?%v8dUea|syv-"
        "09DqQE;#y~gp)MJ@Tl2D9duX}?k%4@*62DJErVLt>NnlPeVx=G>_&>$s`F0+%d<@?{>+VH<zQD4|chR-PhyPz24_A-@RC-"
        "T=@IE9^F%3n}|zx01|hP9#d3lhvPZIwYDfGISPn>deeRXQo4Ew0xc21Qc$vu6*kbA21Coo?4$C<~#F~z0tw`q5iJn;GRR#SUh;&j"
        "{1F(j#xY%6V31H?dob=PVJzqFqt#Vq$OT2v@T7Ky!+er)}Fw7Z<$nE`SEwGf+N~w`Fo?TFPgQOp3rs1eqC#H>Uv{9$MRpMt=fV6A"
        "wAEA8~S5y$B!QQQ91kB@GrUK^0$}IG;9o<eh2*5UH@P=-{CT7?Yhpfb56j)YnzUUq-"
        "!1f%!cOC&QW~kmVtriVuM4y{eAP#%0{*Ao`w*B{t391^}n1y!-f}{!!j8!u=>wq_dz;{tj>HK%$olaNXyW*YdVX%I_9(OG>m-"
        "{u(4L~@JdemyBsz6Qs!(0?w$3MR#XGAob|_PE8F_NO4sUAlc2JA73WW&;$YqHg%xy(PM9)`YNa2Po2_N-"
        "@5w^`)xh^>_uq{jqQXN=EHFEM8gn>*on!x%{{PS4n-x4D"
    )
)


def test_an_excel_97_workbook_reads_with_types_and_hidden_sheets():
    workbook = read_workbook("旧.xls", XLS)
    assert workbook.content == "xls"
    assert [(sheet.name, sheet.hidden) for sheet in workbook.sheets] == [("数据", False), ("隐藏", True)]
    assert workbook.sheets[0].rows == [
        [None] * 8,
        [
            None,
            " 满意 ",
            5,
            4.5,
            moment("2026-03-04"),
            dt.time(5, 6),
            dt.timedelta(hours=25, minutes=30),
            True,
        ],
        [None, "007", *[None] * 6],
    ]
    assert type(workbook.sheets[0].rows[1][2]) is int
    (issue,) = workbook.issues
    assert (issue.key, issue.rows) == ("workbook.error_cells", (2,))
    assert "#N/A; I2" in issue.message("en")


def test_a_cut_excel_97_workbook_is_damaged_and_a_large_one_refused():
    assert refused(XLS[: len(XLS) // 2], "旧.xls").key == "workbook.damaged"
    assert refused(XLS, "旧.xls", cells=5).key in {"workbook.too_many_cells", "workbook.far_cell"}


def test_html_tables_read_as_text_with_spans_in_their_first_place():
    page = (
        '<html><head><meta charset="gbk"><title>t</title><style>td {a: "<td>"}</style></head><body><!-- <td>no</td> -->'
        "<table><tr><td colspan=2>工单 统计<td>x</td></tr>"
        "<tr><td rowspan='2'>0001</td><td>\n 非常&nbsp;满意<br>&lt;b&gt; </td><td><b>5</b></td></tr>"
        "<tr><td>满意</td></tr></table><table><tr><th>second</table></body></html>"
    )
    workbook = read_workbook("工单.xls", page.encode("gbk"))
    assert (workbook.content, workbook.encoding) == ("html", "gb18030")
    assert workbook.sheets[0].rows == [
        ["工单 统计", None, "x"],
        ["0001", "非常\xa0满意\n<b>", "5"],
        [None, "满意", None],
    ]
    assert [(sheet.name, sheet.rows) for sheet in workbook.sheets[1:]] == [("工单 (2)", [["second"]])]
    assert issue_keys(workbook) == ["misnamed"]


def test_spans_cannot_make_more_cells_than_allowed():
    wide = b"<table><tr>" + b"<td colspan=1000>x" * 17
    assert refused(wide, "a.html").values["address"] == "YCV1"
    tall = b"<table><tr>" + b"<td rowspan=9999>x" * 100 + b"<tr><td>y" * 50
    assert refused(tall, "a.html", cells=2000).key == "workbook.too_many_cells"
    assert refused(b"<table><tr><td>1" * 10, "a.html", parts=9).key == "workbook.too_many_parts"


CELL = '<table:table-cell office:value-type="string"{}><text:p>{}</text:p></table:table-cell>'


def test_an_opendocument_sheet_reads_at_its_absolute_place():
    data = ods(
        '<table:table table:name="数据"><table:table-row table:number-rows-repeated="2"><table:table-cell/></table:table-row>'
        '<table:table-row><table:table-cell table:number-columns-repeated="2"/>'
        + CELL.format("", " a<text:s text:c='2'/>b")
        + '<table:table-cell office:value-type="float" office:value="5" table:number-columns-repeated="2"/>'
        '<table:table-cell office:value-type="date" office:date-value="2026-03-04"/>'
        '<table:table-cell office:value-type="time" office:time-value="PT25H30M00S"/>'
        '<table:table-cell office:value-type="boolean" office:boolean-value="true"/>'
        '<table:table-cell table:formula="of:=1+1"/>'
        '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
        '<table:table-row table:number-rows-repeated="1048570"><table:table-cell/></table:table-row>'
        "<table:table-row>" + CELL.format("", " ") + "</table:table-row></table:table>"
        '<table:table table:name="隐藏" table:style-name="off"><table:table-row>'
        + CELL.format("", "x")
        + "</table:table-row></table:table>"
    )
    workbook = read_workbook("表.ods", data)
    moments = [moment("2026-03-04"), dt.timedelta(hours=25, minutes=30)]
    assert workbook.content == "ods"
    assert workbook.sheets[0].rows == [[None] * 8, [None] * 8, [None, None, " a  b", 5, 5, *moments, True]]
    assert [(sheet.name, sheet.hidden) for sheet in workbook.sheets] == [("数据", False), ("隐藏", True)]
    assert [(issue.key, issue.rows) for issue in workbook.issues] == [
        ("workbook.uncached", (3,)),
        ("workbook.stray", (1048574,)),
    ]


def test_repeated_cells_cannot_make_more_cells_than_allowed():
    filled = CELL.format(' table:number-columns-repeated="1000"', "x")
    bomb = ods(
        f'<table:table table:name="t"><table:table-row table:number-rows-repeated="1000000">{filled}</table:table-row></table:table>'
    )
    assert refused(bomb, "表.ods").key == "workbook.too_many_cells"
    wide = CELL.format(' table:number-columns-repeated="99999"', "x")
    assert (
        refused(
            ods(f'<table:table table:name="t"><table:table-row>{wide}</table:table-row></table:table>'),
            "表.ods",
        ).key
        == "workbook.outside"
    )
    spaces = CELL.format(' table:number-columns-repeated="16384"', " ")
    waiting = ods(
        f'<table:table table:name="t">{f"<table:table-row>{spaces}</table:table-row>" * 400}</table:table>'
    )
    assert refused(waiting, "表.ods").key == "workbook.too_many_cells"
    assert refused(ods("<table:table"), "表.ods").key == "workbook.damaged"
