"""What only a browser shows: pages laid out by a real Chromium, their likeness, and what scripts draw on them."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest

from bench.of_pages import drawn
from crawler.browser import find_browser
from detectors.detector import Detector
from detectors.page.screens import screen_likeness, screen_print
from zhenwei.config import Settings
from zhenwei.types import Page, Site, Verdict

pytestmark = pytest.mark.browser

Shoot = Callable[[str], bytes]


@pytest.fixture(scope="module")
def shoot() -> Iterator[Shoot]:
    """Lay a page out at 1366 x 900 and return its whole screenshot."""
    from playwright.sync_api import sync_playwright

    browser = find_browser(Settings(), os.environ)
    assert browser is not None
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=str(browser.path), args=["--no-sandbox"])

        def take(html: str) -> bytes:
            tab = chromium.new_page(viewport={"width": 1366, "height": 900})
            tab.set_content(f"<!doctype html><meta charset=utf-8>{html}")
            picture: bytes = tab.screenshot(full_page=True)
            tab.close()
            return picture

        yield take
        chromium.close()


STYLE = """<style>body{{margin:0;font:14px sans-serif}}header{{background:{head};color:#fff;height:120px}}
header h1{{margin:0;padding:30px 180px;font-size:40px}}nav{{background:#0b3d78;height:44px;padding:0 180px}}
nav a{{color:#fff;line-height:44px;margin-right:40px}}main{{width:1000px;margin:20px auto}}
.b{{height:200px;background:{banner}}}
.g{{display:grid;grid-template-columns:repeat({columns},1fr);gap:20px}}.x{{border:1px solid #ccc;padding:10px}}
li{{line-height:30px}}li i{{float:right}}p{{line-height:30px}}</style>"""


def portal(
    text: int = 3, head: str = "#1a5fb4", banner: str = "#c01c28", bar: int = 0, columns: int = 2, name: str = "ABCDEFG"
) -> str:
    """A bureau's home page. Letters instead of hanzi: what is compared is the layout, and no machine lacks them."""
    rows = [f"<li>{'mn' * (6 + (text * 5 + n * 3) % 9)}<i>2026-{1 + n % 9:02}-11</i></li>" for n in range(28)]
    boxes = "".join(f"<div class=x><h3>ABCD</h3><ul>{''.join(rows[n * 7 : n * 7 + 7])}</ul></div>" for n in range(4))
    above = f"<div style='height:{bar}px;background:#ffd'></div>" if bar else ""
    style = STYLE.format(head=head, banner=banner, columns=columns)
    nav = "".join(f"<a>MN{n}XY</a>" for n in range(8))
    body = f"<div class=b></div><div class=g>{boxes}</div>"
    return f"{style}{above}<header><h1>{name}</h1></header><nav>{nav}</nav><main>{body}</main>"


def article() -> str:
    lines = "".join(f"<p>{'mnop qrst ' * (9 + n % 5)}</p>" for n in range(20))
    return portal().split("<main>")[0] + f"<main><h2 style='text-align:center'>ABCDEF GHIJ</h2>{lines}</main>"


@pytest.mark.parametrize(
    ("page", "near"),
    [
        (portal(), True),
        (portal(text=8), True),
        (portal(banner="#26a269"), True),
        (portal(head="#a51d2d"), True),
        (portal(name="QRSTUVWXYZ"), True),
        (portal(bar=40), True),
        (portal(bar=90, text=6), True),
        (article(), False),
        (portal(head="#2e7d32", columns=3, text=7, name="X"), False),
        ("<h1>404 Not Found</h1><hr><center>nginx</center>", False),
        ("", False),
    ],
)
def test_likeness_of_pages_as_a_browser_shows_them(page: str, near: bool, shoot: Shoot) -> None:
    genuine = screen_print(shoot(portal()))
    assert screen_likeness(shoot(page), [genuine])[0].is_near is near


def test_a_card_that_a_script_draws_is_read(detector: Detector, page_of: Callable[..., Page], shoot: Shoot) -> None:
    if not drawn.font_file():
        pytest.skip("no Chinese font on this machine (fonts-noto-cjk)")
    rows = ",".join(f'"{row}"' for row in drawn.RECORD)
    html = (
        "<title>证照</title><canvas id=c width=800 height=560></canvas><script>const x=c.getContext('2d');"
        f"x.font='30px sans-serif';[{rows}].forEach((row,n)=>x.fillText(row,40,60+70*n))</script>"
    )
    page = page_of(html, "http://qr.show.example.com/", rendered=True, screenshot=shoot(html))
    opinion = detector.assess(Site("qr.show.example.com", (page,)))
    assert {"P006", "P031"} <= {f.rule for f in opinion.findings}
    assert opinion.verdict is Verdict.COUNTERFEIT


def test_a_code_that_a_script_draws_is_read(detector: Detector, page_of: Callable[..., Page], shoot: Shoot) -> None:
    small = drawn.code("https://u.wechat.com/EDemo1900", 1).convert("L")
    dots = [n for n, value in enumerate(small.tobytes()) if value < 128]
    html = (
        "<title>电工证免考</title><p>扫码</p><canvas id=c width=400 height=400></canvas>"
        "<script>const x=c.getContext('2d');"
        f"{dots}.forEach(n=>x.fillRect(5*(n%{small.width}),5*Math.floor(n/{small.width}),5,5))</script>"
    )
    page = page_of(html, rendered=True, screenshot=shoot(html))
    opinion = detector.assess(Site("www.shop.example.com", (page,)))
    assert [(c.kind, c.value) for c in opinion.contacts] == [("wechat", "u.wechat.com/EDemo1900")]
