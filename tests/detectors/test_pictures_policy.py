"""When pictures are looked at, and that nothing is spent on a page that gives no reason."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PIL import Image

from bench.of_pages.drawn import code, png
from detectors.detector import Detector
from detectors.page.document import Document
from detectors.page.looking import BANNER, NOTHING, WHOLE, Reason
from detectors.page.ocr import Budget, read_text_in
from detectors.text.lexicon import Lexicon
from zhenwei.types import Page, Picture, Site
from zhenwei.watchlist import Watchlist

LONG = "手工面包每日现烤，欢迎到店品尝。" * 60


@pytest.mark.parametrize(
    ("reason", "text", "codes", "screenshot"),
    [
        (Reason(0, False, False, False), WHOLE, True, True),
        (Reason(80, False, False, False), WHOLE, True, True),
        (Reason(300, False, False, False), WHOLE, True, False),
        (Reason(5000, False, False, False), NOTHING, False, False),
        (Reason(5000, True, False, True), BANNER, True, False),
        (Reason(5000, True, True, True), NOTHING, True, False),
        (Reason(5000, False, False, True), NOTHING, True, False),
    ],
)
def test_how_far_pictures_are_looked_at(reason: Reason, text: Budget, codes: bool, screenshot: bool) -> None:
    assert (reason.text, reason.codes, reason.screenshot) == (text, codes, screenshot)


@pytest.mark.parametrize(
    ("html", "words", "codes"),
    [
        (f"<p>{LONG}</p>", 0, False),
        ("<p>联系我们</p>", 1, True),
        (f"<h1>电工证培训</h1><p>{LONG}</p>", 1, True),
        (f"<h1>电工证免考</h1><p>{LONG}</p>", 0, True),
        (f"<h1>毕业证</h1><p>{LONG}</p>", 0, True),
    ],
)
def test_pages_are_read_only_with_a_reason(
    html: str,
    words: int,
    codes: bool,
    watchlist: Watchlist,
    lexicon: Lexicon,
    page_of: Callable[..., Page],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    spent: list[Budget] = []

    def counted(pictures: tuple[Picture, ...], budget: Budget) -> tuple[str, ...]:
        spent.append(budget)
        return ()

    monkeypatch.setattr("detectors.page.document.read_text_in", counted)
    page = page_of(html, pictures=(Picture("q", "image/png", png(code("wxp://demo1900"))),))
    doc = Document(page, "www.shop.example.com", watchlist, lexicon)
    assert doc.readings
    assert sum(not budget.empty for budget in spent) == words
    assert bool(doc.codes) is codes


def test_pictures_within_markup_and_capture_count_once(
    watchlist: Watchlist, lexicon: Lexicon, page_of: Callable[..., Page]
) -> None:
    import base64

    data = png(code("wxp://demo1900"))
    html = f'<img src="data:image/png;base64,{base64.b64encode(data).decode()}">'
    page = page_of(html * 3, pictures=(Picture("data:inline-1", "image/png", data),))
    assert len(Document(page, "a.example.com", watchlist, lexicon).pictures) == 1


def test_what_several_visitors_are_shown_is_read_once(
    detector: Detector, page_of: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    read: list[bytes] = []

    def counted(data: bytes, *_: object) -> int:
        read.append(data)
        return 0

    monkeypatch.setattr("detectors.page.ocr._find", counted)
    picture = (Picture("/once.png", "image/png", png(code("https://example.com/once"))),)
    pages = tuple(page_of("<p>您好</p>", profile=p, pictures=picture) for p in ("desktop", "phone", "wechat"))
    detector.assess(Site("www.shop.example.com", pages))
    assert len(read) == 1


@pytest.mark.parametrize(("size", "started"), [((1, 1), False), ((32, 32), False), ((200, 80), True)])
def test_dots_and_icons_do_not_start_the_reader(
    size: tuple[int, int], started: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    starts: list[int] = []
    monkeypatch.setattr("detectors.page.ocr._engine", lambda: starts.append(1))
    assert read_text_in((Picture("x", "image/png", png(Image.new("RGB", size))),), WHOLE) == ()
    assert bool(starts) is started


def test_a_screenshot_is_read_only_where_it_is_all_there_is(
    watchlist: Watchlist, lexicon: Lexicon, page_of: Callable[..., Page]
) -> None:
    def shown(html: str, **more: object) -> list[str]:
        page = page_of(html, screenshot=png(code("x")), **more)
        return [p.url for p in Document(page, "a.example.com", watchlist, lexicon).shown]

    assert shown("<canvas></canvas>") == ["screenshot:"]
    assert shown(f"<p>{LONG}</p>") == []
    assert shown("<img src=a.png>", pictures=(Picture("a.png", "image/png", b"x"),)) == ["a.png"]


def test_a_bread_shop_is_judged_without_any_reader_of_pictures(
    detector: Detector, page_of: Callable[..., Page], monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object) -> None:
        raise AssertionError("looked at")

    for name in ("detectors.page.codes.decode", "detectors.page.ocr.decode", "detectors.page.screens.decode"):
        monkeypatch.setattr(name, never)
    page = page_of(f"<p>{LONG}</p>", pictures=(Picture("q", "image/png", png(code("x"))),), screenshot=png(code("y")))
    assert not detector.assess(Site("www.shop.example.com", (page,))).flagged
