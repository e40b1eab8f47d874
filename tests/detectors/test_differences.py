"""What the profiles of an address were shown differently, as rows for people."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detectors.detector import Detector
from zhenwei.clock import now
from zhenwei.types import Difference, Outcome, Page, Profile, Site, Visit
from zhenwei.watchlist import load_watchlist

URL = "http://shop.example.com/"
SHOP = "<title>记忆面包</title><p>本店每日现烤面包，欢迎到店选购，地址在人民路二十号，电话预订可享优惠。</p>"
OFFER = "<title>电工证</title><p>电工证免考办理，三天出证，微信 demo1900</p>"
FORM = "<form><input placeholder=姓名><input placeholder=证件号码><button>查询</button></form>"
COPY = f"<title>应急管理部</title><h1>应急管理部</h1>{FORM}"
D, P, W, S, F = Profile


@pytest.fixture(scope="module")
def with_traits() -> Detector:
    return Detector(load_watchlist(None), with_traits=True)


def page(profile: Profile, html: str, status: int = 200, final: str = URL) -> Page:
    return Page(URL, final, profile, status, html, now())


def told(detector: Detector, *pages: Page, failed: tuple[Visit, ...] = ()) -> dict[str, Difference]:
    opinion = detector.assess(Site("shop.example.com", pages, failed=failed))
    return {one.kind: one for one in opinion.differences}


def test_one_page_for_all_is_no_difference(with_traits: Detector) -> None:
    dated = SHOP.replace("</p>", "，今日 2026-11-22</p>")
    assert told(with_traits, page(D, SHOP), page(P, SHOP), page(W, dated)) == {}


def test_an_offer_for_phones_is_named_with_its_contact_masked(with_traits: Detector) -> None:
    found = told(with_traits, page(D, SHOP), page(F, SHOP), page(P, OFFER), page(W, OFFER))
    assert set(found) == {"title", "text", "words", "contacts"}
    words = found["words"]
    assert (words.profiles, words.others) == ((P, W), (D, F))
    assert "免考" in words.detail
    assert "demo1900" not in found["contacts"].detail


def test_a_copy_for_phones_is_named(with_traits: Detector) -> None:
    assert "应急管理部" in told(with_traits, page(D, SHOP), page(P, COPY))["claims"].detail


@pytest.mark.parametrize(("status", "who"), [(404, D), (403, D), (404, S)])
def test_a_decoy_by_status(with_traits: Detector, status: int, who: Profile) -> None:
    found = told(with_traits, page(who, "<p>404 Not Found</p>", status), page(P, SHOP))
    assert found["status"].profiles == (who,)
    assert f"HTTP {status}" in found["status"].detail


@pytest.mark.parametrize(
    ("outcome", "said"),
    [(Outcome.TLS_FAILED, "TLS"), (Outcome.TIMEOUT, "一直加载"), (Outcome.REDIRECT_LOOP, "循环"), (Outcome.EGRESS, "")],
)
def test_an_error_for_one_is_told(with_traits: Detector, outcome: Outcome, said: str) -> None:
    failed = (Visit(1, "shop.example.com", URL, D, outcome=outcome),)
    found = told(with_traits, page(P, SHOP), page(W, SHOP), failed=failed)
    assert (said in found["error"].detail and found["error"].profiles == (D,)) if said else not found


def test_a_redirect_for_one_is_told_also_to_a_genuine_site(with_traits: Detector) -> None:
    led = replace(page(P, COPY), final_url="https://www.mem.gov.cn/")
    found = told(with_traits, page(D, SHOP), led)
    assert set(found) == {"redirect"}
    assert "www.mem.gov.cn" in found["redirect"].detail


def test_a_captcha_hides_nothing(with_traits: Detector) -> None:
    found = told(with_traits, page(D, "<p>请完成安全验证后继续访问</p>"), page(P, OFFER))
    assert "words" not in found
    assert "contacts" not in found


@pytest.mark.parametrize(
    ("shut", "open_", "outcome", "fires"),
    [
        ((D, S, F), (P, W), Outcome.TIMEOUT, True),
        ((D, F), (P, W), Outcome.TLS_FAILED, True),
        ((D,), (P, W), Outcome.TIMEOUT, False),  # one silence may be an accident
        ((D, F, P), (W,), Outcome.TIMEOUT, False),  # a slow site
        ((D, F), (P,), Outcome.UNREACHABLE, False),
        ((D, F), (P, W), Outcome.DNS_FAILED, False),  # says nothing of the server
        ((D, F), (P, W, S), Outcome.TIMEOUT, False),  # the spider is a computer too
    ],
)
def test_computers_that_are_all_shut_out_are_told_apart(
    with_traits: Detector, shut: tuple[Profile, ...], open_: tuple[Profile, ...], outcome: Outcome, fires: bool
) -> None:
    failed = tuple(Visit(n, "shop.example.com", URL, profile, outcome=outcome) for n, profile in enumerate(shut))
    opinion = with_traits.assess(Site("shop.example.com", tuple(page(p, OFFER) for p in open_), failed=failed))
    assert ("P117" in {f.rule for f in opinion.findings}) is fires
