"""Copies of genuine pages and sites against reprints, quotations and sites that only look alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.detector import Detector
from detectors.page import sketch
from detectors.page.learned import learned, merged, record
from detectors.page.reference import Reference, reference_of
from detectors.page.sketch import VERSION, Sketch
from zhenwei.errors import BadInput, WatchlistError
from zhenwei.types import Page, Site
from zhenwei.watchlist import Watchlist

FOREIGN = "http://www.copy-one.example.com/a.html"
OWN = "https://www.mem.gov.cn/a.html"
PLAIN = {"content-type": "text/plain"}
MENU = [f"第{c}栏目名称" for c in "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地人和东南西北"]
FOOT = "<p>主办单位：某某办事机构</p><p>网站标识码：bm99000001</p><p>京ICP备99000001号</p>"
SCHOOL = ["恒源学校首页", "课程安排一览", "师资队伍介绍", "学员风采展示", "报名须知事项", "恒源职业培训学校 版权所有"]


def _text(seed: int, sentences: int) -> str:
    """Return running text that is like no other seed's."""
    letters = [chr(0x4E00 + (seed * 7919 + i * i * 31 + i * 17) % 6000) for i in range(sentences * 24)]
    return "。\n".join("".join(letters[i * 24 : i * 24 + 24]) * 3 for i in range(sentences))


def _framed(article: str, extra: str = "", menu: list[str] = MENU, foot: str = FOOT) -> str:
    links = "".join(f"<li class=m{i}><a href=/c{i}>{name}</a></li>" for i, name in enumerate(menu))
    body = "".join(f"<p>{line}</p>" for line in article.split("\n"))
    return (
        f"<title>通知-某某</title><link href=/css/site.css><script src=/js/top.js></script>"
        f"<div class=nav id=top><ul>{links}</ul></div><div class=con>{body}{extra}</div><div class=footer>{foot}</div>"
    )


LAW = "某某管理条例\n任何单位和个人不得伪造、变造、转让、出租、出借许可证件，违反者由主管部门没收。"
ARTICLE, OTHER = _text(1, 12), _text(2, 12)
PAGE = _framed(ARTICLE)
PARAGRAPH = f"<p>{_text(3, 1)}</p>"
SIGNED = "".join(f"<p>{line}</p>" for line in SCHOOL)

ADVERTISED = "<p>本周美食特惠</p><p>新房火热开盘</p><p>点击了解更多</p>"
MARKUP = [
    ("the very page", True, PAGE),
    ("a paragraph more", True, _framed(ARTICLE, PARAGRAPH)),
    ("a block of advertising more", True, _framed(ARTICLE, ADVERTISED)),
    ("a paragraph less", True, _framed("\n".join(ARTICLE.split("\n")[1:]))),
    ("another text in the same frame", True, _framed(OTHER)),
    ("a reprint in a frame of its own", False, _framed(ARTICLE, menu=SCHOOL, foot=SIGNED)),
    ("a quotation of a third", False, _framed("\n".join([*ARTICLE.split("\n")[:4], OTHER]), menu=SCHOOL, foot=SIGNED)),
    ("the bare article", False, "".join(f"<p>{line}</p>" for line in ARTICLE.split("\n"))),
    ("another text in another frame", False, _framed(OTHER, menu=SCHOOL, foot=SIGNED)),
    ("an empty page", False, "<p></p>"),
]  # fmt: skip
TEXTS = [
    ("the very text", True, LAW),
    ("other spaces and breaks", True, LAW.replace("\n", " \n\n")),
    ("a comment around it", False, "学员问：这一条怎么理解？老师答：先看条文，再看例子，最后做题巩固。" + LAW),
    ("a line of it", False, LAW.split("\n")[0]),
    ("lines of a school around it", False, "\n".join([*SCHOOL[:3], LAW, *SCHOOL[3:]])),
]


@pytest.fixture(scope="module")
def judge(watchlist: Watchlist, page_of: Callable[..., Page]) -> Detector:
    known = (reference_of(page_of(PAGE, OWN), "mem"), reference_of(page_of(LAW, OWN, headers=PLAIN), "mem"))
    return Detector(watchlist, known, date(2026, 11, 21))


@pytest.mark.parametrize(
    ("_what", "copied", "html"), MARKUP, ids=lambda v: v if isinstance(v, str) and len(v) < 60 else ""
)
def test_copies_of_a_page(_what: str, copied: bool, html: str, judge: Detector, page_of: Callable[..., Page]) -> None:
    opinion = judge.assess(Site("www.copy-one.example.com", (page_of(html, FOREIGN),)))
    assert ("P011" in {f.rule for f in opinion.findings}) is copied
    assert opinion.flagged is copied
    for host, url in (("www.mem.gov.cn", OWN), ("", "")):  # at home, and without an address, nothing is copied
        assert not judge.assess(Site(host, (page_of(html, url),))).flagged


@pytest.mark.parametrize(
    ("_what", "copied", "text"), TEXTS, ids=lambda v: v if isinstance(v, str) and len(v) < 30 else ""
)
def test_copies_of_a_text(_what: str, copied: bool, text: str, judge: Detector, page_of: Callable[..., Page]) -> None:
    opinion = judge.assess(Site("www.copy-one.example.com", (page_of(text, FOREIGN, headers=PLAIN),)))
    assert opinion.flagged is copied


def test_the_finding_says_what_and_whose(judge: Detector, page_of: Callable[..., Page]) -> None:
    opinion = judge.assess(Site("www.copy-one.example.com", (page_of(PAGE, FOREIGN),)))
    finding = next(f for f in opinion.findings if f.rule == "P011")
    assert finding.target == opinion.target == "mem"
    assert finding.against == OWN
    assert "100%" in finding.detail


def test_a_page_of_scripts_is_known_by_its_source(watchlist: Watchlist, page_of: Callable[..., Page]) -> None:
    script = "<script>" + "".join(f"rows.push(['{c}', '{ord(c)}']);" for c in ARTICLE[:80]) + "</script>"
    known = Detector(watchlist, (reference_of(page_of(script, OWN), "mem"),), date(2026, 11, 21))
    assert known.assess(Site("a.example.com", (page_of(script, "http://a.example.com/"),))).flagged
    other = script.replace("rows.push", "table.add")[:900] + "</script>"
    assert not known.assess(Site("a.example.com", (page_of(other, "http://a.example.com/"),))).flagged


@given(st.text(max_size=300), st.text(max_size=300))
@settings(max_examples=60, deadline=None)
def test_shares_are_bounded_and_turn_with_their_arguments(one: str, other: str) -> None:
    a, b = sketch.of_text(one), sketch.of_text(other)
    assert sketch.shares(a, b) == tuple(reversed(sketch.shares(b, a)))
    assert all(0 <= share <= 1 for share in sketch.shares(a, b))
    assert Sketch.from_json(json.loads(json.dumps(a.to_json()))) == a


def test_a_part_lies_wholly_in_its_whole() -> None:
    whole, part = sketch.of_text(ARTICLE + OTHER), sketch.of_text(ARTICLE)
    inside, outside = sketch.shares(part, whole)
    assert inside == 1
    assert 0.3 < outside < 0.7


def test_width_case_and_spaces_do_not_count() -> None:
    assert sketch.of_text("ＡＢＣ１２３ 条例 全文，公布") == sketch.of_text("abc123条例全文公布")


def test_fingerprints_survive_their_file(tmp_path: Path, page_of: Callable[..., Page]) -> None:
    one = reference_of(page_of(PAGE, OWN), "mem")
    file = record(tmp_path, "mem", merged((), [one, one]))
    assert learned(tmp_path, {"mem"})["mem"] == (one,)
    assert "伪造" not in file.read_text("utf-8")
    changed = reference_of(page_of(_framed(ARTICLE, PARAGRAPH), OWN), "mem")
    assert merged((one,), [changed]) == (changed,)
    assert len(merged((one,), [reference_of(page_of(_framed(OTHER), OWN), "mem")])) == 2


@pytest.mark.parametrize(
    ("content", "word"),
    [
        ("{", "无法读取"),
        ("[]", "version"),
        ('{"version": 0, "pages": []}', "版本"),
        (f'{{"version": {VERSION}, "pages": [], "page": 1}}', "'page'"),
        (f'{{"version": {VERSION}, "pages": [1]}}', "列表"),
        (f'{{"version": {VERSION}, "pages": [{{"organ": "mem"}}]}}', "第 1 页"),
    ],
)
def test_a_damaged_file_is_named(tmp_path: Path, content: str, word: str) -> None:
    file = tmp_path / "organs" / "mem.pages.json"
    file.parent.mkdir()
    file.write_text(content, "utf-8")
    with pytest.raises(WatchlistError, match=word) as error:
        learned(tmp_path, {"mem"})
    assert str(file) in str(error.value)


def test_a_file_without_its_organ_is_named(tmp_path: Path, page_of: Callable[..., Page]) -> None:
    record(tmp_path, "nobody", [reference_of(page_of(PAGE, OWN), "nobody")])
    with pytest.raises(WatchlistError, match=r"nobody\.toml"):
        learned(tmp_path, {"mem"})


def test_a_row_that_is_no_fingerprint() -> None:
    with pytest.raises(BadInput, match="text"):
        Reference.from_json({"organ": "mem"})
    with pytest.raises(BadInput, match="损坏"):
        Sketch.from_json([3, "???"])
