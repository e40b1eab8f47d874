"""Each reason on a case's page with its quotation: in the text, in the title, around a contact, or not said twice."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from review.captured import head_of
from review.excerpt import Excerpt
from review.masking import stars
from review.views.faces import faces_of
from review.views.reasons import reasons_of
from tests.review.browsing import browsing
from tests.review.review_desk import Made, ServedDesk
from zhenwei.store.assessments import latest_assessment, save_assessment
from zhenwei.store.models import CaseRow, VisitRow
from zhenwei.types import Assessment, Contact, Finding, Side, Verdict

TEXT = "首页 办证联系微信 demo\n1900 或电话 190-0000-1234，先出证后付款。"
MARKUP = (
    "<html><head><title>应急管理部 - 官方网站</title><meta name=keywords content='电工证免考,焊工证'></head>"
    f"<body><p>{TEXT}</p><p style='display:none'>应急管理部电工证免考</p></body></html>"
)
PHONE = Contact("phone", "19000001234", "190****1234", "190-0000-1234", 20, 33)
WECHAT = Contact("wechat", "demo1900", "de****00", "demo 1900", 9, 18)
DRAWN = Contact("qq", "100001900", "100****00", "100001900", 0, 9, "picture")


@dataclass(frozen=True)
class Row:
    what: str
    detail: str
    quote: str
    end: int
    shown: Excerpt | None


NUMBER, HANDLE = stars("190-0000-1234"), stars("demo 1900")
START, END = f"首页 办证联系微信 {HANDLE} 或电话 ", "，先出证后付款。 应急管理部电工证免考"

ROWS = [
    Row("text", "先出证", "先出证后付款", 40, Excerpt(f"{START}{NUMBER}，", "先出证后付款", "。 应急管理部电工证免考")),
    Row("title", "标题自称“应急管理部”", "应急管理部", 0, Excerpt("", "应急管理部", " - 官方网站", "title")),
    Row("keywords", "标题或关键词本身就是招徕", "免考", 0, Excerpt("电工证", "免考", ",焊工证", "head")),
    Row(
        *("hidden", "招徕文字被隐藏（隐藏文字）", "应急管理部", 0),
        Excerpt(f"{START}{NUMBER}，先出证后付款。 ", "应急管理部", "电工证免考"),
    ),
    Row("drawn, beside a title", "图片自称“官方网站”", "官方网站", 0, None),
    Row("drawn, told already", "声明：低价办证", "低价 办证", 0, None),
    Row("drawn, told in another spelling", "备案号：浙ICP备1234567号", "浙ＩＣＰ备１２３４５６７号", 0, None),
    Row("drawn, more than the detail", "招徕办证", "低价办证", 0, Excerpt("", "低价办证", "")),
    Row("no words", "页面素材取自官方网站", "", 0, None),
    Row("phone", "招徕旁留有联系方式（phone：190****1234）", "", 0, Excerpt(START, NUMBER, END)),
    Row(
        *("handle over two lines", "招徕旁留有联系方式（wechat：de****00）", "", 0),
        Excerpt("首页 办证联系微信 ", HANDLE, f" 或电话 {NUMBER}{END}"),
    ),
    Row("contact in a picture", "招徕旁的二维码指向QQ（100****00）", "", 0, None),
]


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[ServedDesk]:
    with ServedDesk(tmp_path) as served:
        yield served


@pytest.fixture
def case(desk: ServedDesk) -> Callable[..., int]:
    """Make a case whose newest opinion has the findings of some rows."""

    def make(*rows: Row) -> int:
        number = desk.case(Made(markup=MARKUP))
        with desk.store.transaction() as session:
            site = session.get_one(CaseRow, number).site_id
            visits = session.query(VisitRow).filter_by(site_id=site).all()
            findings = tuple(
                Finding(
                    "P001", 1, Side.SALE, 30.0 - n, row.detail, row.quote, max(0, row.end - len(row.quote)), row.end
                )
                for n, row in enumerate(rows)
            )
            contacts = (PHONE, WECHAT, DRAWN)
            save_assessment(session, 1, site, visits, Assessment(Verdict.SALE, 0.0, 70.0, findings, contacts, "mem"))
        return number

    return make


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.what)
def test_a_quotation_stands_in_its_context(row: Row, case: Callable[..., int], desk: ServedDesk) -> None:
    number = case(row)
    root = desk.settings.evidence_dir
    with desk.store.transaction() as session:
        site = session.get_one(CaseRow, number).site_id
        opinion = latest_assessment(session, site)
        assert opinion is not None
        (reason,) = reasons_of(opinion, faces_of(session, site, root), {}, root)
    assert reason.excerpt == row.shown


@pytest.mark.browser
def test_reasons_as_read(case: Callable[..., int], desk: ServedDesk, chromium: Browser) -> None:
    number = case(*ROWS)
    with browsing(chromium, desk, "viewer") as (page, watch):
        page.goto(f"/cases/{number}")
        rows = page.locator(".reasons tbody tr")
        expect(rows).to_have_count(len(ROWS))
        for place, row in enumerate(ROWS):
            quotes = rows.nth(place).locator("blockquote")
            expect(quotes).to_have_count(1 if row.shown else 0)
            if row.shown:
                expect(quotes.locator("mark")).to_have_text(row.shown.quote)
        expect(rows.nth(1).locator("blockquote")).to_have_text("网页标题： 应急管理部 - 官方网站")
        expect(page.locator("#reasons")).not_to_contain_text("0000-1234")
        expect(page.locator("#reasons")).not_to_contain_text("demo")
        assert watch.said == []


def test_what_search_engines_show_of_a_page() -> None:
    assert head_of(MARKUP) == [("title", "应急管理部 - 官方网站"), ("head", "电工证免考,焊工证")]
    assert head_of("<svg><title>甲</title></svg><meta content=乙><meta name=x>") == [("title", "甲")]
    for nothing in ("", "<", "<p>甲</p>"):
        assert head_of(nothing) == []
