"""What readers see, what markup hides, and that broken markup breaks nothing."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.text.visible import read_html


@pytest.mark.parametrize(
    "style",
    [
        "display:none", "visibility: hidden", "position:absolute;left:-9999px", "text-indent:-5000px", "font-size:0",
        "height:0;overflow:hidden", "overflow:hidden;width:1px;height:1px", "opacity:0",
        "color:#fff;background:#ffffff",
    ],
)  # fmt: skip
def test_hidden_parts_are_kept_apart(style: str) -> None:
    seen = read_html(f"<p>看得见</p><div style='{style}'>藏<b>着</b></div><p>后面</p>")
    assert seen.text == "看得见\n后面"
    assert [h.text for h in seen.hidden] == ["藏着"]


@pytest.mark.parametrize(
    "style", ["font-size:10px", "left:-20px", "opacity:0.9", "height:0.5em", "color:#333;background:#fff", ""]
)
def test_shown_parts_are_shown(style: str) -> None:
    assert read_html(f"<div style='{style}'>字</div>").text == "字"


def test_rules_of_the_style_sheet_hide_too() -> None:
    seen = read_html(
        "<style>/* a */ .x, #y {display:none} .z{color:red}</style><p class='a x'>一</p><p id=y>二</p><p class=z>三</p>"
    )
    assert seen.text == "三"
    assert {h.text for h in seen.hidden} == {"一", "二"}


def test_pseudo_elements_are_read() -> None:
    assert "\u7535工证" in read_html("<style>.a:before{content:'\\7535工证'}</style><p class=a></p>").text


def test_scripts_and_comments_are_no_text() -> None:
    assert read_html("<p>甲<!-- 乙 --><script>丙</script>丁</p>").text == "甲丁"


@pytest.mark.parametrize(
    "source", ["", "   ", "\x00", "<", "<!-- x", "<?xml version='1.0' encoding='gbk'?><p>字</p>", "<div " * 500]
)
def test_odd_sources(source: str) -> None:
    assert isinstance(read_html(source).text, str)


@pytest.mark.parametrize("odd", ["<p<>", "<p<!-->", "<b <=2>", '<b x<y="1">', "<p<div>", "<i<b<u>", "<<p<>"])
def test_odd_names_of_elements_hide_no_text(odd: str) -> None:
    text = read_html(f"<div>前</div>{odd}办证<div>无需考试</div><p>后<div hidden>藏</div>").text
    assert [word for word in ("前", "办证", "无需考试", "后", "藏") if word in text] == ["前", "办证", "无需考试", "后"]


def test_deep_nesting_is_read_without_recursion() -> None:
    assert "底" in read_html("<div>" * 3000 + "底" + "</div>" * 3000).text


@given(st.text(alphabet="<>/divp style='display:none\"=字 &;!-", max_size=200))
@settings(max_examples=80, deadline=None)
def test_no_markup_breaks_it(source: str) -> None:
    read_html(source)


@pytest.mark.parametrize(
    "page",
    [
        "<html><body><p>正文</p></body></html>加微信<p>办证</p>",
        "<html><body><p>正文</p></BODY></HTML >加微信<html><body><div>办证</div></body></html>",
        "<body><p>正文</p></html><!-- </html> -->加微信<script>w('</html>')</script><p>办证",
    ],
)
def test_what_stands_behind_the_end_of_the_page_is_read(page: str) -> None:
    assert read_html(page).text == "正文\n加微信\n办证"


def test_scripts_keep_the_ends_of_pages_that_they_write() -> None:
    assert read_html("<body>甲</body></html>乙<script>w('<b></b></html>')</script>").scripts == ("w('<b></b></html>')",)
