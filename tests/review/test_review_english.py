"""The English desk holds no Chinese but what pages, people and offices wrote; what is left stands here with its reason.

In English our words stand outside of ``<bdi>``, within it stands what others wrote. Chinese that the desk itself says
and has no English for is marked (``<span lang="zh-CN">``, the macro ``told``).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from sqlalchemy import select

from tests.review.every_page import every_page
from tests.review.letters_desk import LettersDesk, copied
from tests.review.review_desk import ServedDesk
from tests.review.walking import walk
from zhenwei.store.models import NightRow

CHINESE = re.compile(r"[\u3400-\u9fff]")
EMPTY = {"br", "hr", "img", "input", "link", "meta"}
SHOWN = {"alt", "aria-label", "placeholder", "title", "value", "content"}
# Where (path, and the last elements that hold it), what, and why it stays. What is no longer there fails.
LAW = r"(《|中华人民共和国|互联网信息服务管理办法|行政执法机关|市场监督管理行政处罚).*第\S+条"
LEFT = {
    "the other language's own name": ("", r"p\.tongues>a", "中文"),
    "an organ's or a region's name, to be chosen": ("/queue", "select>option", r"\S{2,12}(部|省|市|自治区)|全国"),
    "what is on a list, in the form that changes it": (r"/watchlist/(organs|lexicon)/\w", "input|textarea", ".*"),
    "a letter's own text, in the form that changes it": (r"/letters/\d+/edit", "textarea", ".*"),
    "a letter's number, as the office writes it": (r"/letters/\d+", r"p\.notice", r".* 某网信〔\d+〕\d+号 .*"),
    "what was looked for": ("/queue", r"label\.words>input", "证"),
    "a filter's name, as its owner gave it": ("/queue", r"span\.source>(a|form>button)", ".*本周新增.*"),
    "a receipt is handed to whoever reported: a document in Chinese": ("/reports/JB", ".*", ".*"),
    "a law is cited by its title": ("", "bdi", LAW),
    "what one profile was shown and another was not": ("/cases/", r"table\.faces.*bdi", ".*"),
    "remarks of a night about itself": ("/", r"ul\.said>li>span>bdi", ".*"),
    "a group's note, part of the list that it heads": ("/watchlist", "td>span>bdi", ".*"),
    "a report's figures and units are printed as the report has them": ("/monthly/", "bdi", ".*"),
}


class Chinese(HTMLParser):
    """Collect (where, text) of Chinese that is the desk's own."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if value and name in SHOWN and CHINESE.search(value):
                self.found.append((self._where(tag), value))
        if tag not in EMPTY:
            self._open.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        left = any("lang" in attrs for tag, attrs in self._open if tag != "html")
        theirs = any(tag == "bdi" for tag, _attrs in self._open) and not left
        if CHINESE.search(data) and not theirs:
            self.found.append((self._where(), data.strip()))

    def _where(self, *last: str) -> str:
        named = [tag + (f".{kind}" if (kind := attrs.get("class")) else "") for tag, attrs in self._open]
        return ">".join([*named, *last])


@pytest.fixture(scope="module")
def desk(full: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServedDesk]:
    with LettersDesk(copied(full, tmp_path_factory.mktemp("desk"))) as served:
        with served.store.transaction() as session:
            newest = session.scalars(select(NightRow).order_by(NightRow.id.desc())).first()
            assert newest is not None
            newest.summary = {**newest.summary, "warnings": ["3 次访问未能渲染"]}
        yield served


def found_on(text: str) -> list[tuple[str, str]]:
    reader = Chinese()
    reader.feed(text)
    return reader.found


def reason_for(path: str, where: str, text: str) -> str:
    fits = (
        name
        for name, (page, place, what) in LEFT.items()
        if re.match(page, path) and re.search(f"(?:{place})$", where) and re.fullmatch(what, text, re.S)
    )
    return next(fits, "")


def test_no_chinese_of_ours_is_on_an_english_page(desk: ServedDesk) -> None:
    client = desk.client("admin")
    client.cookies["zhenwei_lang"] = "en"
    pages = dict.fromkeys([*every_page(desk), *walk(desk, client)[0]])
    left: dict[tuple[str, str], str] = {}
    used: set[str] = set()
    for path in pages:
        for where, text in found_on(client.get(path).text):
            if reason := reason_for(path, where, text):
                used.add(reason)
            else:
                left.setdefault((where[-60:], text[:80]), path)
    assert not left, "\n".join(f"{k} {v}" for k, v in left.items())
    assert used == LEFT.keys()


@pytest.mark.parametrize(
    ("markup", "found"),
    [
        ("<p>已确认</p>", [("p", "已确认")]),
        ("<p>Said by <bdi>应急管理部</bdi></p>", []),
        ('<p><span lang="zh-CN"><bdi>没有英文</bdi></span></p>', [("p>span>bdi", "没有英文")]),
        ('<p class="a"><input placeholder="备注"><b>好</b></p>', [("p.a>input", "备注"), ("p.a>b", "好")]),
        ('<a data-x="好" href="/q?证">x</a>', []),
    ],
)
def test_what_counts_as_ours(markup: str, found: list[tuple[str, str]]) -> None:
    assert found_on(markup) == found
