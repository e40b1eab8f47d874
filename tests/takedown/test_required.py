"""What no letter may be without: over cases made at random, a missing fact is an error that names it and the case."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from takedown.basis import choose_for
from takedown.build import compose
from takedown.clean import defanged, plain
from takedown.content import Letter, Table
from takedown.documents import Document
from takedown.facts import ContactFacts, Filing, FindingFacts, Place, Regime, SiteFacts
from takedown.gate import check_letter, printed
from takedown.grouping import Plan
from takedown.kinds import KINDS
from takedown.masking import mask, printable
from takedown.render import Block, Mark
from takedown.scanner import personal_data
from takedown.words import findings_of, letter_facts
from takedown.writing import write
from tests.takedown.facts_world import DIGEST, a_capture, a_plan, a_site
from zhenwei.errors import BadInput, EvidenceError, WatchlistError, ZhenweiError
from zhenwei.types import Verdict
from zhenwei.watchlist import Law, Watchlist

DAY = date(2026, 11, 22)
FLAGGED = [verdict for verdict in Verdict if verdict.flagged]
# Text of hostile pages as it reaches the facts: anything at all, with what hurts mixed in.
NASTY = [
    "\n# 新标题", "\r\n@ 某某：", "{{ sender }}", "{% include 'x' %}", "=cmd()", "\u2028== b", "a|b", "\u202egnp.exe",
    "<script>alert(1)</script>", "http://evil.example/x", "www.evil.example", "javascript:alert(1)", "”，已查证属实。“",
    "19000004321", "微信：daiban_8888", "①⑨⓪00004321", "\x00\x07", "🔥", "电·工·証",
]  # fmt: skip
raw = st.lists(st.one_of(st.sampled_from(NASTY), st.text(max_size=12)), max_size=4).map("".join)
texts = raw.map(lambda text: printable(text, 80))


def findings() -> st.SearchStrategy[tuple[FindingFacts, ...]]:
    """Findings as gathering leaves them: masked, on one line."""
    rules = st.sampled_from(["P001", "P005", "P007", "P014", "P020", "P101", "P109", "P121", "P999"])
    sides = st.sampled_from(["impersonation", "sale"])
    one = st.builds(FindingFacts, rules, sides, st.just(20.0), texts, texts)
    return st.lists(one, max_size=4).map(tuple)


def contacts() -> st.SearchStrategy[tuple[ContactFacts, ...]]:
    values = st.text(min_size=1, max_size=20).map(plain)
    kinds = st.sampled_from(["phone", "wechat", "qq", "payment", "qr", "mail"])
    one = st.builds(lambda kind, value: ContactFacts(kind, value, mask(value)), kinds, values)
    return st.lists(one, max_size=3).map(tuple)


@st.composite
def sites(draw: st.DrawFn) -> SiteFacts:
    first = draw(st.dates(date(2024, 1, 1), date(2026, 11, 20)))
    filing = draw(st.sampled_from(Filing))
    return a_site(
        case=draw(st.integers(1, 999)),
        title=defanged(draw(texts)),
        finding=draw(st.sampled_from(FLAGGED)),
        sells=draw(st.booleans()),
        organ=draw(st.sampled_from([None, a_site().organ])),
        operator=draw(st.sampled_from(["", "op-1"])),
        alive_from=first,
        alive_to=first + timedelta(days=draw(st.integers(0, 700))),
        place=draw(st.sampled_from(Place)),
        filing=filing,
        icp=() if filing is Filing.MISSING else ("京ICP备05010518号",),
        addresses=draw(st.sampled_from([(), ("198.18.0.7",), ("198.18.0.7", "2001:db8::7")])),
        registrar=draw(texts),
        registered_on=draw(st.none() | st.dates(date(2000, 1, 1), date(2026, 1, 1))),
        regimes=draw(st.lists(st.sampled_from(Regime), unique=True).map(tuple)),
        contacts=draw(contacts()),
        findings=draw(findings()),
        disowned=draw(st.booleans()),
        sellers=draw(st.lists(texts.map(defanged), max_size=2).map(tuple)),
        platform=draw(st.sampled_from([None, a_site().platform])),
        empty=draw(st.booleans()),
        borrowed=draw(st.booleans()),
    )


def composed(watchlist: Watchlist, plan: Plan) -> Letter:
    return compose(plan, watchlist, DIGEST, DAY)


def attempted(watchlist: Watchlist, plan: Plan) -> Letter | str:
    """Return the letter, or the error's text."""
    try:
        return composed(watchlist, plan)
    except ZhenweiError as error:
        return str(error)


class Held:
    """A watchlist whose representation is short, for the reports of hypothesis."""

    def __init__(self, watchlist: Watchlist) -> None:
        self.watchlist = watchlist


@pytest.fixture(scope="session")
def held(watchlist: Watchlist) -> Held:
    return Held(watchlist)


@settings(max_examples=40, deadline=None)
@given(
    kind=st.sampled_from(sorted(KINDS)),
    found=st.lists(sites(), min_size=1, max_size=3),
    document=st.sampled_from(Document),
)
def test_a_letter_is_whole_or_an_error_names_what_it_lacks(
    held: Held, kind: str, found: list[SiteFacts], document: Document
) -> None:
    plan = a_plan(kind, *found, document=document)
    letter = attempted(held.watchlist, plan)
    if isinstance(letter, str):
        assert re.search(r"案件 \d+", letter)
        assert "\n" not in letter
        return
    assert letter.citations
    assert [block.mark for block in letter.blocks[:2]] == [Mark.TITLE, Mark.TO]
    assert DIGEST in "".join(block.text for block in letter.blocks)
    for where, text in printed(letter):
        assert not personal_data(text), where
        assert not re.search(r"https?://|javascript:", text, re.I), where
        assert not re.search(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2066-\u2069]", text), where
    for site in found:
        for contact in site.contacts:
            if len(contact.value) >= 5:
                assert all(contact.value not in text for _, text in printed(letter))


LACKING: list[tuple[str, Callable[[SiteFacts], SiteFacts], type[ZhenweiError], str]] = [
    ("address", lambda s: replace(s, url=" "), BadInput, "缺少事实“涉案网址”"),
    ("host", lambda s: replace(s, host=""), BadInput, "缺少事实“涉案网址”"),
    ("person", lambda s: replace(s, confirmed_by=""), BadInput, "缺少事实“人工确认”"),
    ("finding", lambda s: replace(s, finding=Verdict.BENIGN), BadInput, "缺少事实“确认的违法情形”"),
    ("dates", lambda s: replace(s, alive_to=s.alive_from - timedelta(days=1)), BadInput, "可访问的起止日期"),
    ("captures", lambda s: replace(s, captures=()), EvidenceError, "没有可引用的取证"),
    ("digest", lambda s: replace(s, captures=(a_capture(manifest_sha256=""),)), EvidenceError, "没有清单校验值"),
    ("files", lambda s: replace(s, captures=(a_capture(), a_capture(files=()))), EvidenceError, "清单没有文件"),
    ("zone", lambda s: replace(s, captures=(a_capture(captured_at=datetime(2026, 1, 1)),)), EvidenceError, "没有时区"),  # noqa: DTZ001
    ("organ", lambda s: replace(s, organ=None), BadInput, "缺少事实“被仿冒机关”"),
]


@pytest.mark.parametrize(("lacks", "error", "message"), [row[1:] for row in LACKING], ids=[row[0] for row in LACKING])
@settings(max_examples=5, deadline=None)
@given(found=st.lists(sites(), max_size=3))
def test_each_lack_is_named_with_its_case(
    held: Held,
    lacks: Callable[[SiteFacts], SiteFacts],
    error: type[ZhenweiError],
    message: str,
    found: list[SiteFacts],
) -> None:
    kind = "confirmation"
    whole = [replace(site, organ=a_site().organ) for site in found]
    plan = a_plan(kind, *whole, lacks(a_site(case=4711)))
    with pytest.raises(error, match=message) as caught:
        composed(held.watchlist, plan)
    assert "案件 4711" in str(caught.value)
    assert re.search("请", str(caught.value)), "an error says what to do"


def test_no_office_no_sender_no_sites(watchlist: Watchlist) -> None:
    nameless = a_plan("disposal").office.model_copy(update={"name": " "})
    with pytest.raises(WatchlistError, match="案件 7缺少收文单位全称"):
        composed(watchlist, replace(a_plan("disposal"), office=nameless))
    for key, what in (("name", "发文机关全称"), ("code", "机关代字")):
        sender = watchlist.sender.model_copy(update={key: ""})
        with pytest.raises(WatchlistError, match=what):
            composed(replace(watchlist, sender=sender), a_plan("disposal"))
    with pytest.raises(BadInput, match="没有涉案网站"):
        write(replace(a_plan("disposal"), sites=()), watchlist.sender, (), (), DIGEST)


def unverified(law: Law) -> Law:
    nobody = {"verified": False, "verified_by": "", "verified_on": None}
    return Law.model_validate(law.model_dump() | {"article": [row.model_dump() | nobody for row in law.article]})


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_without_a_verified_article_there_is_no_letter(watchlist: Watchlist, kind: str) -> None:
    laws = {slug: unverified(law) for slug, law in watchlist.laws.items()}
    with pytest.raises(WatchlistError, match="没有可引用的已核实法律条款：《") as caught:
        composed(replace(watchlist, laws=laws), a_plan(kind))
    assert "案件 7" in str(caught.value)
    assert "待核实" in str(caught.value)
    with pytest.raises(WatchlistError, match="法律表中没有与该类函件有关的条款"):
        composed(replace(watchlist, laws={}), a_plan(kind))


def test_only_hijacked_sites_have_an_owner_to_be_told(watchlist: Watchlist) -> None:
    with pytest.raises(BadInput, match="网站被植入的认定"):
        composed(watchlist, a_plan("owner-notice", a_site()))
    with pytest.raises(BadInput, match="所在平台"):
        composed(watchlist, a_plan("platform-notice", a_site(platform=None)))


def test_the_gate_names_what_is_personal_and_where(watchlist: Watchlist) -> None:
    letter = composed(watchlist, a_plan("disposal"))
    check_letter(letter)
    edited = (*letter.blocks[:3], Block(Mark.TEXT, "联系人电话19000004321。"), *letter.blocks[3:])
    with pytest.raises(BadInput, match=r"正文第4段含有未遮挡的电话号码（190\*+21）"):
        check_letter(replace(letter, blocks=edited))
    register = letter.annexes[0]
    last = register.parts[-1]
    assert isinstance(last, Table)
    table = replace(last, rows=(("微信", "微信号：daiban_8888"),))
    spoilt = replace(register, parts=(*register.parts[:-1], table))
    with pytest.raises(BadInput, match=r"附件1“涉案网站登记表”.*微信号"):
        check_letter(replace(letter, annexes=(spoilt, *letter.annexes[1:])))
    check_letter(replace(letter, annexes=(replace(spoilt, separate=True), *letter.annexes[1:])))


def test_a_template_that_asks_for_more_names_kind_and_case(watchlist: Watchlist, monkeypatch: Any) -> None:
    def poor(*args: Any) -> dict[str, Any]:
        return {key: value for key, value in letter_facts(*args).items() if key != "topic"}

    monkeypatch.setattr("takedown.writing.letter_facts", poor)
    with pytest.raises(BadInput, match=r"案件 7：函件模板 disposal.txt 缺少事实“违法嫌疑”（topic），请补充"):
        composed(watchlist, a_plan("disposal"))


def test_citations_are_of_the_days_on_which_the_site_was_alive(watchlist: Watchlist) -> None:
    old = a_site(alive_from=date(2025, 3, 1), alive_to=date(2025, 4, 1))
    plan = a_plan("disposal", old)
    days = [(old.alive_from, old.alive_to)]
    cited, _ = choose_for("disposal", findings_of(plan.sites), watchlist.laws.values(), plan.kind.uses, days)
    body = "".join(b.text for b in write(plan, watchlist.sender, cited, (), DIGEST).blocks)
    assert "第四十六条" in body
    assert "第四十八条" not in body
