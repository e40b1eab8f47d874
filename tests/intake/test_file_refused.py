"""What is refused, in one line that says what to do; and no bytes that end in a traceback."""

from __future__ import annotations

import io
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.intake.office_files import delimited, read, refused, xlsx
from zhenwei.intake import workbook
from zhenwei.intake.report import BadRow, Report

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def zipped(**parts: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as book:
        for name, data in parts.items():
            book.writestr(name.replace("__", "/"), data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (OLE + "Workbook".encode("utf-16-le"), "旧版 Excel（.xls）；请在 Excel 或 WPS 中打开，另存为 .xlsx"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "加密的工作簿；请在 Excel 中打开，取消密码"),
        (OLE + "WordDocument".encode("utf-16-le"), "旧版 Word"),
        (b"%PDF-1.7\n", "是 PDF"),
        (b"\x89PNG\r\n", "是图片"),
        (b"Rar!\x1a\x07", "是压缩包"),
        (b"\x1f\x8b\x08", "是压缩包"),
        (b"<html><table><tr><td>x", "是网页或 XML"),
        (b'<?xml version="1.0"?><Workbook/>', "是网页或 XML"),
        (zipped(**{"word__document.xml": b"<x/>"}), "是 Word 文档"),
        (zipped(**{"content.xml": b"<x/>"}), "是 OpenDocument"),
        (zipped(**{"xl__workbook.bin": b"x"}), "二进制工作簿"),
        (zipped(**{"a.csv": b"url\na.example"}), "是压缩包"),
        (zipped(**{"xl__workbook.xml": b"<x", "[Content_Types].xml": b"<x"}), "不是可读的 XLSX"),
        (b"PK\x03\x04 not a workbook", "不是可读的 XLSX"),
        (b"\x00\x01\x02", "既不是文本也不是 XLSX"),
        (b"\xff\xff\xff\xff", "既不是 UTF-8 也不是 GB 18030"),
        (b"\xff\xfe\x00\x00a\x00\x00\x00", "UTF-32"),
        (
            "url,note\na.example,特种作业操作证查询平台是假的\n".encode().replace("台".encode(), b"\xe5\x8f"),
            "有损坏的字节",
        ),
        ("姓名,电话\n某某,1\n".encode(), "没有网址一列"),
        (xlsx((("姓名", "电话"), ("某某", "1"))), "没有网址一列"),
        (b'{"url": "a.example"}\n{', "第 2 行不是 JSON"),
        (b'{"url": "a.example"}\n[1]', "第 2 行不是 JSON 对象"),
        (b'[{"a":' + b"[" * 100_000, "不是 JSON"),
        (b'url\n"a.example\n', "行不是合法的 CSV"),
    ],
)
def test_files_that_are_none_of_ours(data: bytes, said: str) -> None:
    message = refused(data)
    assert said in message
    assert "\n" not in message


def test_a_bomb_is_measured_and_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "LARGEST_UNPACKED", 100_000)
    monkeypatch.setattr(workbook, "LARGEST_STRINGS", 50_000)
    assert "解压后超过" in refused(zipped(**{"xl__worksheets__sheet1.xml": b" " * 200_000}))
    assert "文字超过" in refused(zipped(**{"xl__sharedStrings.xml": b" " * 60_000}))


def test_a_sheet_that_claims_to_be_endless_ends() -> None:
    data = xlsx((("网址", "说明"), ("a.example", "x")))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = part.replace(b'ref="A1:B2"', b'ref="A1:XFD1048576"')
            new.writestr(name, part)
    assert len(read(out.getvalue())[0]) == 1


def test_entities_of_a_sheet_are_not_unfolded() -> None:
    data = xlsx((("网址", "说明"), ("a.example", "x")))
    lol = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "lol"}">' for n in range(10))
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            part = old.read(name)
            if name.endswith("sheet1.xml"):
                part = b"<!DOCTYPE x [" + lol.encode() + b"]>" + part.replace(b"a.example", b"&l9;")
            new.writestr(name, part)
    assert "XLSX" in refused(out.getvalue())


@pytest.mark.parametrize(
    ("rows", "what"),
    [
        ("张某某 190-0000-2222,,\n", "网址写法不对"),
        (",,x\n", "网址为空"),
        ("a.example,last week,\n", "举报时间无法识别"),
        ("a.example,,,b\n", "的格数多于表头的列数"),
    ],
)
def test_a_bad_row_is_named_without_its_content(rows: str, what: str) -> None:
    good, bad, _ = read(f"网址,举报时间,说明\n{rows}b.example,,\n".encode())
    assert [row.what for row in bad] == [what]
    assert bad[0].where == "第 2 行"
    assert len(good) == 1


WORDS = (
    "网址",
    "url",
    ",",
    ";",
    "\t",
    '"',
    "\n",
    "\r",
    "a.example",
    "http://",
    "{",
    "}",
    "[",
    '"url":',
    "2026-11-03",
    "://[",
)
MARKS = (
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\x00",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0",
    b"\xed\xa0\x80",
    "网址".encode("gbk"),
)
FRAGMENTS = st.sampled_from([*(word.encode() for word in WORDS), *MARKS])
QUICK = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def survives(data: bytes) -> None:
    said = refused(data)
    assert "\n" not in said
    if said:
        return
    good, bad, _ = read(data)
    assert all(isinstance(one, Report) for one in good)
    assert all(isinstance(one, BadRow) for one in bad)
    for one in good:
        one.note.encode("utf-8")
        assert "\x00" not in f"{one.note}{one.account}{one.reference}{one.identity}{one.addresses}"


@QUICK
@given(st.lists(FRAGMENTS | st.binary(max_size=12), max_size=30).map(b"".join))
def test_any_bytes_are_rows_or_one_line(data: bytes) -> None:
    survives(data)


@QUICK
@given(st.text(max_size=200), st.sampled_from(["utf-8", "gb18030", "utf-16"]))
def test_any_text_under_a_header_is_rows_or_one_line(text: str, encoding: str) -> None:
    survives(f"网址,说明,举报时间,编号,联系人\n{text}".encode(encoding, "ignore"))


WHOLE = xlsx()


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=6))
def test_a_damaged_workbook_is_rows_or_one_line(place: int, damage: bytes) -> None:
    survives(WHOLE[:place] + damage + WHOLE[place + len(damage) :])


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 60))
def test_a_file_cut_anywhere_is_rows_or_one_line(cut: int) -> None:
    survives(delimited().encode("gb18030")[:cut])
    survives(WHOLE[: len(WHOLE) * cut // 60])
