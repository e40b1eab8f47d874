"""Likeness of screenshots: copies of a page's look are near, everything else is not. Pages are drawn as boxes."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import pytest
from PIL import Image, ImageDraw

from bench.of_pages.drawn import png
from detectors.detector import Detector
from detectors.page.reference import Reference, reference_of
from detectors.page.screens import COLUMNS, ROWS, screen_likeness, screen_print
from zhenwei.types import Page, Site
from zhenwei.watchlist import Watchlist


def portal(
    *,
    head: str = "#1a5fb4",
    banner: str = "#c01c28",
    shift: int = 0,
    text: int = 3,
    name: int = 420,
    columns: int = 2,
    height: int = 1700,
    width: int = 1366,
) -> Image.Image:
    """A home page of a bureau: head with a name, menu, banner, boxes with lists. ``text`` varies the lines."""
    page = Image.new("RGB", (width, height), "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, width, shift), fill="#ffffdd")
    y = shift
    draw.rectangle((0, y, width, y + 120), fill=head)
    draw.rectangle((180, y + 35, 180 + name, y + 85), fill="white")
    draw.rectangle((0, y + 120, width, y + 164), fill="#0b3d78")
    for item in range(8):
        draw.rectangle((180 + 125 * item, y + 134, 250 + 125 * item, y + 150), fill="white")
    draw.rectangle((183, y + 184, width - 183, y + 400), fill=banner)
    draw.rectangle((240, y + 250, 700, y + 300), fill="white")
    wide = (width - 366 - 20 * (columns - 1)) // columns
    for box in range(3 * columns):
        left, top = 183 + (wide + 20) * (box % columns), y + 430 + 330 * (box // columns)
        draw.rectangle((left, top, left + wide, top + 300), outline="#bbbbbb")
        draw.rectangle((left + 12, top + 12, left + 110, top + 40), fill=head)
        for line in range(7):
            long = wide * (45 + (text * 7 + box * 5 + line * 11) % 30) // 100
            draw.rectangle((left + 20, top + 58 + 33 * line, left + 20 + long, top + 72 + 33 * line), fill="#555555")
            draw.rectangle(
                (left + wide - 90, top + 58 + 33 * line, left + wide - 15, top + 72 + 33 * line), fill="#aaaaaa"
            )
    return page


def article() -> Image.Image:
    """A page of running text under the same head."""
    page = portal()
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 165, 1366, 1700), fill="white")
    draw.rectangle((400, 210, 960, 250), fill="#222222")
    for line in range(40):
        draw.rectangle((240, 300 + 32 * line, 1120 - (line * 97) % 300, 316 + 32 * line), fill="#444444")
    return page


def error() -> Image.Image:
    page = Image.new("RGB", (1366, 900), "white")
    ImageDraw.Draw(page).rectangle((520, 300, 840, 350), fill="#333333")
    return page


GENUINE = screen_print(png(portal()))
LIKE = {
    "itself": portal(),
    "other text": portal(text=8),
    "another banner": portal(banner="#26a269"),
    "another name": portal(name=300),
    "recoloured": portal(head="#a51d2d"),
    "a bar above": portal(shift=40),
    "a bar above, other text": portal(shift=90, text=5),
    "longer": portal(height=4000),
}
UNLIKE = {
    "an article of the same system": article(),
    "an error page": error(),
    "a blank page": Image.new("RGB", (1366, 900), "white"),
    "another office's page": portal(head="#2e7d32", columns=3, name=260, text=6),
    "on a phone": portal(width=700, columns=1),
    "a photograph": Image.effect_noise((1366, 1700), 80),
    "too small": Image.new("RGB", (100, 80), "black"),
}


@pytest.mark.parametrize("page", LIKE.values(), ids=LIKE)
def test_copies_of_a_look_are_near(page: Image.Image) -> None:
    assert screen_likeness(png(page), [GENUINE])[0].is_near


@pytest.mark.parametrize("page", UNLIKE.values(), ids=UNLIKE)
def test_other_looks_are_not(page: Image.Image) -> None:
    assert not screen_likeness(png(page), [GENUINE])[0].is_near


def test_a_print_is_small_and_stable() -> None:
    assert len(GENUINE) == 1 + COLUMNS * ROWS
    assert screen_print(png(portal())) == GENUINE
    assert sum(map(len, GENUINE)) < 400


@pytest.mark.parametrize("known", [(), ("",), ("0" * 16,) * 5])
def test_prints_that_do_not_fit_are_like_nothing(known: tuple[str, ...]) -> None:
    assert not screen_likeness(png(portal()), [known])[0].is_near


def test_plain_pages_have_no_print() -> None:
    assert screen_print(png(error())) == ()
    assert screen_print(b"") == ()


@pytest.fixture
def reference(page_of: Callable[..., Page]) -> Reference:
    page = page_of("<title>某平台</title>", "https://cx.mem.gov.cn/", rendered=True, screenshot=png(portal()))
    return reference_of(page, "mem")


def test_a_reference_keeps_its_print_in_a_file(reference: Reference) -> None:
    assert reference.screen == GENUINE
    assert Reference.from_json(reference.to_json()) == reference
    old = {k: v for k, v in reference.to_json().items() if k not in ("screen", "icon_look")}
    assert Reference.from_json(old).screen == ()


@pytest.mark.parametrize(("page", "fires"), [("another banner", True), ("a bar above", True), ("an error page", False)])
def test_p012_compares_screenshots(
    page: str, fires: bool, reference: Reference, watchlist: Watchlist, page_of: Callable[..., Page]
) -> None:
    shot = png((LIKE | UNLIKE)[page])
    shown = page_of("<title>查询</title>", rendered=True, screenshot=shot)
    opinion = Detector(watchlist, (reference,), date(2026, 11, 21)).assess(Site("www.shop.example.com", (shown,)))
    found = [f for f in opinion.findings if f.rule == "P012"]
    assert bool(found) is fires
    assert not opinion.flagged
