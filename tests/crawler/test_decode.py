"""Charsets: what a page says, what it is written in, and what it is read in."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from crawler.page.claims import charset_of, claims_of
from crawler.page.decode import decode
from crawler.page.likely import likeness

SIMPLE = (
    "特种作业操作证及安全生产知识考核合格信息查询平台，由应急管理部主办，证书真伪一查便知。"
    "联系电话见首页底部，工作日上午九时开始受理。"
)
FULL = (
    "特種作業操作證及安全生產知識考核合格資訊查詢平臺，由應急管理部主辦，證書真偽一查便知。"
    "聯絡電話見首頁底部，工作日上午九時開始受理。"
)
JAPANESE = "これは日本語のページです。特別教育の修了証に関するお問い合わせは、電話またはメールでお願いします。"
RUSSIAN = "Это обычная страница на русском языке, в которой нет ни одного китайского слова."
SPANISH = "Esta página está en español, con eñes y acentos: año, mañana, corazón."
SHARED = Path(__file__).resolve().parents[3] / "shared" / "data" / "fixtures"


def page(text: str, meta: str = "") -> str:
    tag = f'<meta charset="{meta}">' if meta else ""
    return f"<html><head>{tag}<title>{text[:12]}</title></head><body><p>{text}</p></body></html>"


def euc_tw(text: str) -> bytes:
    """Plane 1 of EUC-TW, by the tables of the decoder read backwards."""
    from crawler.page.rare import _plane

    back = {c: bytes((0xA0 + row, 0xA0 + cell)) for (row, cell), c in _plane(1).items()}
    return b"".join(back.get(c, b"?") if ord(c) > 127 else c.encode() for c in text)


@pytest.mark.parametrize(
    ("text", "written", "header", "meta", "read"),
    [
        (SIMPLE, "utf-8", "gbk", "gb2312", "utf-8"),
        (SIMPLE, "gb18030", "utf-8", "utf-8", "gb18030"),
        (SIMPLE, "gb18030", "", "", "gb18030"),
        (SIMPLE, "gb18030", "big5", "", "gb18030"),
        (SIMPLE, "gb18030", "shift_jis", "", "gb18030"),
        (SIMPLE, "gb18030", "euc-kr", "", "gb18030"),
        (SIMPLE, "gb18030", "windows-1251", "", "gb18030"),
        (SIMPLE, "gb18030", "utf-16", "", "gb18030"),
        (FULL, "gb18030", "gbk", "", "gb18030"),
        (FULL, "gb18030", "big5", "", "gb18030"),
        (FULL, "big5", "big5", "", "big5"),
        (FULL, "big5", "", "", "big5"),
        (FULL, "big5", "gb2312", "utf-8", "big5"),
        (SIMPLE, "utf-16-le", "", "utf-16", "utf-16-le"),
        (SIMPLE, "utf-16-be", "utf-8", "", "utf-16-be"),
        (SIMPLE, "utf-16", "utf-8", "", "utf-16-le"),
        (SIMPLE, "utf-32-le", "", "", "utf-32-le"),
        (SIMPLE, "utf-32-be", "gbk", "", "utf-32-be"),
        (SIMPLE, "utf-32", "", "", "utf-32-le"),
        (SIMPLE, "hz", "hz-gb-2312", "", "hz"),
        (SIMPLE, "hz", "utf-8", "", "hz"),
        # spared: pages that are not Chinese and say what they are
        (JAPANESE, "euc-jp", "euc-jp", "", "euc_jp"),
        (JAPANESE, "shift_jis", "", "shift_jis", "cp932"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp", "", "iso2022_jp"),
        (RUSSIAN, "cp1251", "windows-1251", "", "cp1251"),
        (SPANISH, "cp1252", "iso-8859-1", "", "cp1252"),
        (SPANISH, "cp1252", "", "", "cp1252"),
        (SPANISH, "cp1252", "utf-8", "", "cp1252"),
        ("plain ASCII ~{ and no more", "ascii", "gbk", "", "utf-8"),
    ],
)
def test_a_page_is_read_as_it_is_written(text: str, written: str, header: str, meta: str, read: str) -> None:
    body = page(text, meta).encode(written)
    found = decode(body, f"text/html; charset={header}" if header else "text/html")
    assert found.charset.replace("_", "-").lower() == read.replace("_", "-")
    assert text in found.text
    assert found.claimed == (charset_of(header) or found.claimed)


def test_euc_tw_and_iso_2022_cn() -> None:
    found = decode(page(FULL).replace("臺", "台").encode("ascii", "ignore") + euc_tw(FULL * 2), "text/html")
    assert found.charset == "euc-tw"
    assert "安全生產知識考核合格" in found.text
    pairs = bytes(byte & 0x7F for byte in SIMPLE.encode("gb2312"))
    seven = b"<html><p>\x1b$)A\x0e" + pairs + b"\x0f</p>"
    assert decode(seven, "text/html; charset=iso-2022-cn").text == f"<html><p>{SIMPLE}</p>"
    assert decode(seven, "text/html").charset == "iso-2022-cn"


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff"])
def test_a_byte_order_mark_that_lies_is_no_mark(mark: bytes) -> None:
    found = decode(mark + page(SIMPLE, "gbk").encode("gb18030"), "text/html; charset=utf-8")
    assert (found.charset, SIMPLE in found.text) == ("gb18030", True)


def test_some_wrong_bytes_do_not_turn_a_page_over() -> None:
    for charset in ("utf-8", "gb18030"):
        whole = page(SIMPLE * 5).encode(charset)
        cut = whole.index("应急".encode(charset)) + 1
        broken = whole[:cut] + b"</b>" + whole[cut + 1 :]  # a writer that cuts strings by bytes
        found = decode(broken, "text/html; charset=utf-8")
        assert found.charset == charset
        assert "操作证及安全生产知识考核合格信息查询平台" in found.text


def test_a_page_of_two_charsets_is_read_in_the_one_of_most_of_it() -> None:
    body = page(SIMPLE * 4, "gbk").encode("gb18030") + "<p>版权所有</p>".encode()
    found = decode(body, "text/html; charset=gbk")
    assert (found.charset, SIMPLE in found.text) == ("gb18030", True)


@pytest.mark.parametrize(
    ("head", "claims"),
    [
        (b"<meta charset=gbk>", ["gb18030"]),
        (b"<META HTTP-EQUIV=Content-Type CONTENT='text/html; charset=GB2312'>", ["gb18030"]),
        (b"<?xml version='1.0' encoding='big5'?><meta charset=gbk>", ["big5", "gb18030"]),
        (b"<!-- <meta charset=big5> --><meta charset=utf-8>", ["utf-8"]),
        (b"<script>'<meta charset=big5>'</script><meta charset=utf-8>", ["utf-8"]),
        (b"<title><meta charset=big5></title><meta charset=utf-8>", ["utf-8"]),
        (b"<!-- <meta charset=big5>", []),
        (b" " * 2000 + b"<meta charset=gbk>", ["gb18030"]),
        (b" " * 9000 + b"<meta charset=gbk>", []),
        (b"<meta charset=nonsense>", []),
        (b"<meta name=x content='no charset here'>", []),
        (b"<meta charset>", []),
        (b"<meta" + b" x" * 3000, []),
    ],
)
def test_a_meta_element_counts_where_browsers_see_it(head: bytes, claims: list[str]) -> None:
    assert claims_of(head, "") == claims


def test_the_header_comes_before_the_page() -> None:
    assert claims_of(b"<meta charset=gbk>", 'text/html; charset="UTF-8"') == ["utf-8", "gb18030"]
    assert claims_of(b"", "text/html; charset=x-unknown") == []


@pytest.mark.parametrize(
    "body", [b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xff\xfe\x00\x00", b"\0", b"\xff" * 999, b"\x80"]
)
def test_nothing_breaks_it(body: bytes) -> None:
    decode(body, "text/html; charset=gbk")
    decode(body, "\xff\x00;charset=")


def test_likeness_tells_a_right_reading_from_a_wrong_one() -> None:
    for text, right, wrong in (
        (SIMPLE, "gb18030", "big5hkscs"),
        (FULL, "big5", "gb18030"),
        (SIMPLE, "utf-8", "gb18030"),
    ):
        body = text.encode(right)
        assert likeness(body.decode(right)).score > 1.2
        assert likeness(body.decode(wrong, "replace")).score < 1.0


@pytest.mark.data
def test_real_pages_with_wrong_labels() -> None:
    wrong = []
    for line in (SHARED / "truth.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        wanted = row["expect"]
        if row["kind"] != "hostile" or "encoding" not in wanted:
            continue
        found = decode((SHARED / row["file"]).read_bytes(), "text/html")
        title = re.search(r"<title>\s*(.*?)\s*</title>", found.text, re.DOTALL | re.IGNORECASE)
        said = title[1] if title else ""
        right = (wanted.get("contains") or "") in found.text and wanted.get("title", said) == said
        if not right or found.charset != wanted["encoding"]:
            wrong.append((row["file"], found.charset))
    assert wrong == []
