"""Every reason quotes the page, but for those that docs/rules.md lists with what they show instead."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest

from bench.of_pages.drawn import code, png
from detectors.detector import Detector
from detectors.rules import every_rule
from detectors.rules.p109_contact import _without_contact
from tests.detectors import test_rules_of_faces, test_rules_of_pictures, test_rules_of_sale
from tests.detectors.test_rules_of_impersonation import FOREIGN, PLATFORM, ROWS, judge_of
from zhenwei.types import Finding, Page, Picture, Site
from zhenwei.watchlist import Watchlist

HOST = "www.shop.example.com"
OLD, YOUNG = date(2012, 1, 1), date(2026, 9, 1)
PARTY = "<p>字</p><img src=https://bszs.conac.cn/conac.png>"
DRESSED = "电工证免考，电话①③⑧⓪⓪⓪⓪①②③④"


@pytest.fixture(scope="module")
def findings(watchlist: Watchlist, page_of: Callable[..., Page]) -> list[tuple[str, Finding]]:
    """(the visible text, finding) of each rule on the pages that its table says it catches."""
    judge, found = judge_of(watchlist, page_of), []
    for rule, site in _caught(page_of):
        opinion = judge.assess(site)
        ours = [f for f in opinion.findings if f.rule == rule]
        assert ours, (rule, site.pages[0].html)
        found += [(_shown(judge, site, f), f) for f in ours]
    return found


def _shown(judge: Detector, site: Site, finding: Finding) -> str:
    view = judge._view(site)
    return next(d.visible.text for d in view.documents if d.page.profile.value == finding.profile)


def _caught(page_of: Callable[..., Page]) -> Iterator[tuple[str, Site]]:
    for rule, fires, html, url in ROWS:
        if fires:
            host, favicon = url.split("/")[2], b"icon" if rule == "P012" else b""
            yield rule, Site(host, (page_of(html, url, favicon=favicon),))
    for rule, fires, html in (*test_rules_of_sale.ROWS, *test_rules_of_pictures.DRAWN):
        if fires:
            yield rule, Site(HOST, (page_of(html),))
    for rule, fires, _, rows in test_rules_of_faces.ROWS:
        if fires:
            yield rule, Site(HOST, test_rules_of_faces.pages(rows))
    coded = [*test_rules_of_pictures.LED, *(row[:4] for row in test_rules_of_pictures.SOLD)]
    for rule, fires, html, text in coded:
        if fires:
            yield rule, Site(HOST, (page_of(html, pictures=(Picture("q", "image/png", png(code(text))),)),))
    yield "P008", Site(HOST, (page_of(PARTY, FOREIGN),))
    yield "P020", Site(HOST, (page_of(f"<h1>{PLATFORM}</h1>"),), YOUNG)
    yield "P054", Site(HOST, (page_of("<p>字</p>"),), OLD)
    yield "P111", Site(HOST, (page_of(DRESSED),))


def listed() -> set[str]:
    """Return the rules of the table in docs/rules.md."""
    text = (Path(__file__).parents[2] / "docs" / "rules.md").read_text("utf-8")
    table = text.partition("## Reasons without a quotation")[2].partition("\n## ")[0]
    return set(re.findall(r"^\| (P\d{3}) \|", table, re.M))


def test_every_rule_quotes_or_is_listed(findings: list[tuple[str, Finding]]) -> None:
    assert {f.rule for _, f in findings} == set(every_rule())
    assert {f.rule for _, f in findings if not f.quote} == listed()


def test_a_quotation_stands_where_it_says(findings: list[tuple[str, Finding]]) -> None:
    for text, one in findings:
        if one.end:
            assert text[one.start : one.end] == one.quote, one
        else:
            assert one.start == 0, one


def test_no_contact_is_quoted_as_the_reason(findings: list[tuple[str, Finding]]) -> None:
    numbers = [f for _, f in findings if f.key[2] in ("phone", "wechat", "qq") and f.rule == "P109"]
    assert numbers
    assert not any(f.quote for f in numbers)
    assert _without_contact("电工证免考办理 微信 demo1900") == ""
    assert _without_contact("电工证免考办理") == "电工证免考办理"
