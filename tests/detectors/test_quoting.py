"""What a reason quotes: the original behind the words that a rule saw, and where it stands."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detectors.page.document import Document
from detectors.page.quoting import NOWHERE, Words
from detectors.text.lexicon import Lexicon
from detectors.text.solid import Solid
from tests.detectors.conftest import MOMENT
from zhenwei.types import Page, Profile
from zhenwei.watchlist import Watchlist

Make = Callable[..., Document]
HIDDEN = "<p>学校简介</p><div style='display:none'>查询结果：电工证真实有效</div>"
DRAWN = "<p>首页</p><img src=a.png alt='全国安全生产考试证书查询入口'>"


@pytest.fixture(scope="session")
def make(page_of: Callable[..., Page], watchlist: Watchlist, lexicon: Lexicon) -> Make:
    return lambda html, **more: Document(page_of(html, **more), "www.shop.example.com", watchlist, lexicon)


# What the page holds, the words as a rule saw them, where to look first, what is quoted, whether it has offsets.
ROWS: list[tuple[str, Words, str, str, bool]] = [
    ("<p>主办单位：应急管理部</p>", "应急管理部", "", "应急管理部", True),
    ("<h1>特种作业<br>操作证 查询</h1>", "特种作业操作证查询", "", "特种作业\n操作证 查询", True),
    ("<h1>特种作业操作证查询</h1>", "特种作业 操作证\n查询", "", "特种作业操作证查询", True),
    ("<p>Ｔｈｉｓ Domain Is For Sale</p>", "this domain is", "", "Ｔｈｉｓ Domain Is", True),
    ("<p>浙ＩＣＰ备１２３４５６７号</p>", "浙icp备1234567", "", "浙ＩＣＰ备１２３４５６７", True),
    ("<p>浙ICP备 1234567号</p>", "浙ICP备1234567号", "", "浙ICP备 1234567号", True),
    ("<p>電工證 免 考</p>", "电工证免考", "", "電工證 免 考", True),
    ("<p>有证：电-工-证，免✨考</p>", "电工证", "", "电-工-证", True),
    ("<p>有证：电-工-证，免✨考</p>", "免考", "", "免✨考", True),
    ("<p>专业代扳电工政</p>", "代办电工证", "", "代扳电工政", True),
    ("<p>电&amp;#24037;证</p>", "电工证", "", "电&#24037;证", True),
    ("<p>主办单位：应急管理部信息研究院</p>", "主办单位：应急管", "", "主办单位：应急管", True),
    ("<p>姓名</p><p>状态：有效</p>", ("证号", "状态:有效", "姓名"), "", "状态：有效", True),
    ("<title>应急管理部</title><p>应急管理部门通知</p>", "应急管理部", "", "应急管理部", True),
    ("<title>應急管理部-首页</title><p>应急管理部门通知</p>", "应急管理部", "head", "應急管理部", False),
    ("<title>应急管理部_官网</title><p>通知</p>", "应急管理部官网", "", "应急管理部_官网", False),
    ("<meta name=description content='全国统一 查询'><p>通知</p>", "全国统一查询", "", "全国统一 查询", False),
    ("<meta name=SiteName content=辽东市人民政府><p>通知</p>", "辽东市人民政府", "head", "辽东市人民政府", False),
    (DRAWN, "考试证书查询", "", "考试证书查询", False),
    (HIDDEN, "查询结果:电工证真实有效", "", "查询结果：电工证真实有效", False),
    ("<input placeholder=' 请输入 姓名'><p>通知</p>", "请输入姓名", "", "请输入 姓名", False),
    ("<img alt=应急管理部><p>通知</p>", "应急管理部", "", "应急管理部", False),
    ("<p>通知</p><script>x='证书有效'</script>", "证书有效", "", "", False),
    ("<p>通知</p>", ("", " ", "公告"), "", "", False),
    ("<p>通知</p>", (), "", "", False),
    ("", "通知", "", "", False),
]  # fmt: skip


@pytest.mark.parametrize(("html", "words", "where", "quote", "seen"), ROWS)
def test_the_original_is_quoted(html: str, words: Words, where: str, quote: str, seen: bool, make: Make) -> None:
    doc = make(html)
    found = doc.quoted(words, where)
    assert found.quote == quote
    assert bool(found.end) is seen
    assert not found.end or doc.visible.text[found.start : found.end] == found.quote
    assert found.end or found.start == 0


def test_plain_text_has_offsets_too(make: Make) -> None:
    doc = make("甲\n电 工 证\n乙", headers={"content-type": "text/plain"})
    assert doc.quoted("电工证") == ("电 工 证", 2, 7)


_PIECES = (
    *("应急管理部", "电-工-证", "免✨考", "電工證", "ＩＣＰ备１２", "\u202e证工电", "&#30005;", "微❤信", "a b", "İ"),
    *("\u3000", "\n", "，", "代扳", "查 询", "\u200b"),
)


@given(st.data(), st.lists(st.sampled_from(_PIECES), min_size=1, max_size=12))
def test_offsets_hold_the_quotation(data: st.DataObject, pieces: list[str]) -> None:
    text = "".join(pieces)
    doc = _plain(text)
    folded = doc.reading.folded.text
    start = data.draw(st.integers(0, len(folded)))
    words = folded[start : data.draw(st.integers(start, len(folded)))]
    spaced = data.draw(st.sampled_from(("", " ", "\n"))).join(words)
    for asked in (words, spaced):
        found = doc.quoted(asked)
        assert (found != NOWHERE) is bool(asked.split())
        assert doc.visible.text[found.start : found.end] == found.quote


def _plain(text: str) -> Document:
    url = "http://www.shop.example.com/"
    page = Page(url, url, Profile.DESKTOP, 200, text, MOMENT, headers={"content-type": "text/plain"})
    return Document(page, "", _NOBODY, _NOTHING)


# Offsets depend on the text alone.
_NOTHING = Lexicon({})
_NOBODY = Watchlist({}, {}, (), {}, {}, None, ())  # type: ignore[arg-type]


@given(st.text(alphabet="甲乙 \n\u3000", max_size=40), st.text(alphabet="甲乙 ", max_size=4), st.integers(0, 40))
def test_white_space_counts_on_neither_side(text: str, words: str, near: int) -> None:
    sought, solid = "".join(words.split()), "".join(text.split())
    found = Solid(text).find(words, near)
    assert (found is None) is (not sought or sought not in solid)
    if found:
        start, end = found
        assert "".join(text[start:end].split()) == sought
        assert text[start:end] == text[start:end].strip()
