"""Reading pages: charsets, steps of a chain, parts, shells."""

from __future__ import annotations

import base64

import pytest

from crawler.page.decode import decode
from crawler.page.hops import next_step
from crawler.page.parts import parts_of, with_frame

TEXT = "特种作业操作证查询平台，应急管理部主办，证书真伪一查便知"
HERE = "http://shop.example/a/"


@pytest.mark.parametrize(
    ("written", "header", "meta", "read"),
    [
        ("utf-8", "utf-8", "", "utf-8"),
        ("gb18030", "gbk", "", "gb18030"),
        ("gb18030", "", "gb2312", "gb18030"),
        ("gb18030", "utf-8", "utf-8", "gb18030"),  # says UTF-8, is GBK
        ("utf-8", "gbk", "gb2312", "utf-8"),  # says GBK, is UTF-8
        ("gb18030", "iso-8859-1", "", "gb18030"),
        ("gb18030", "big5", "", "gb18030"),
        ("utf-8", "", "", "utf-8"),
        ("utf-8", "nonsense-9", "also-none", "utf-8"),
        ("utf-8-sig", "gbk", "", "utf-8"),
        ("utf-16", "utf-8", "", "utf-16-le"),
    ],
)
def test_a_page_is_read_in_the_charset_it_is_written_in(written: str, header: str, meta: str, read: str) -> None:
    tag = f'<meta charset="{meta}">' if meta else ""
    found = decode(f"<html>{tag}<p>{TEXT}".encode(written), f"text/html; charset={header}" if header else "text/html")
    assert TEXT in found.text
    assert found.charset == read


def test_traditional_chinese_is_not_taken_for_gbk() -> None:
    text = "特種作業操作證查詢，證書真偽的查詢在這裡，我們是中國的網站，電話" * 3
    assert text in decode(text.encode("big5"), "text/html; charset=big5").text


def test_a_body_cut_inside_a_character_keeps_its_charset() -> None:
    assert decode(TEXT.encode()[:-1], "").charset == "utf-8"
    assert decode(TEXT.encode("gb18030")[:-1], "text/html; charset=gbk").charset == "gb18030"


@pytest.mark.parametrize(
    ("html", "step"),
    [
        ('<meta http-equiv="refresh" content="0;url=/b">', ("meta", "http://shop.example/b")),
        ("<META HTTP-EQUIV=Refresh CONTENT='3; URL=http://x.example/'>", ("meta", "http://x.example/")),
        ("<script>location.href='/b'</script>", ("script", "http://shop.example/b")),
        ('<script>window.location = "b.html"</script>', ("script", "http://shop.example/a/b.html")),
        ('<script>top.location.replace("http://x.example/")</script>', ("script", "http://x.example/")),
        (
            "<script>setTimeout(function(){window.location.href='/b'}, 500)</script>",
            ("script", "http://shop.example/b"),
        ),
        ("<body onload=\"location.assign('/b')\">", ("script", "http://shop.example/b")),
        # spared: what a visitor does not follow by just looking
        ('<meta http-equiv="refresh" content="600">', None),
        ('<meta http-equiv="refresh" content="0;url=/a/">', None),
        ('<noscript><meta http-equiv="refresh" content="0;url=/b"></noscript>', None),
        ("<a onclick=\"location.href='/b'\">下一页</a>", None),
        ("<script>function go(){location.href='/b'}</script>", None),
        ("<script>location.href='javascript:void(0)'</script>", None),
        ("<script>location.href='/b'</script><p>" + TEXT * 20, None),
        ("<script>var relocation = 'x'; if (location.href == '/b') {}</script>", None),
        ("", None),
    ],
)
def test_where_a_page_sends_its_visitor(html: str, step: tuple[str, str] | None) -> None:
    assert next_step(HERE, html) == step


def test_parts_are_absolute_bounded_and_the_telling_ones_come_first() -> None:
    pictures = "".join(f"<img src='p{i}.png'>" for i in range(20)) + "<img src='/x/weixin-qr.png'>"
    found = parts_of(HERE, f"<title> 查 询 </title><link rel='shortcut icon' href='/i.ico'>{pictures}<iframe src='f'>")
    assert found.pictures[0] == "http://shop.example/x/weixin-qr.png"
    assert len(found.pictures) == 8
    assert found.favicon == "http://shop.example/i.ico"
    assert found.frames == ("http://shop.example/a/f",)
    assert found.title == "查 询"


@pytest.mark.parametrize("source", ["javascript:x", "data:text/html,x", "http://[", "", "   ", "mailto:a@b.example"])
def test_what_is_no_web_address_is_no_part(source: str) -> None:
    assert parts_of(HERE, f'<img src="{source}"><iframe src="{source}"></iframe>').pictures == ()
    assert parts_of(HERE, f'<iframe src="{source}"></iframe>').frames == ()


def test_a_picture_inside_the_markup_is_kept() -> None:
    data = base64.b64encode(b"\x89PNG....").decode()
    found = parts_of(HERE, f'<img src="data:image/png;base64,{data}"><img src="data:image/png;base64,***">')
    assert [(p.media_type, p.data) for p in found.inline] == [("image/png", b"\x89PNG....")]


def test_a_frame_is_appended_with_its_address_and_without_its_head() -> None:
    html = with_frame(
        "<frameset><frame src=x></frameset>", "http://x.example/?a=1&b=2", f"<title>标题</title><p>{TEXT}</p>"
    )
    assert html.startswith("<frameset>")
    assert 'data-zhenwei-frame="http://x.example/?a=1&amp;b=2"' in html
    assert TEXT in html
    assert "标题" in html
