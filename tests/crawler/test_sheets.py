"""What is kept of markup between the profiles of a visit, and which hosts are left alone on the way."""

from __future__ import annotations

import base64
from pathlib import Path

import pytest

from crawler.page.parts import sheet_of
from crawler.policy import left_alone
from crawler.profiles import referer
from crawler.sheets import HEAVIEST, Sheets
from zhenwei.types import Profile, Visit
from zhenwei.watchlist import load_watchlist

URL = "http://a.example/"


def test_one_answer_is_read_once_and_what_is_kept_is_bounded() -> None:
    sheets = Sheets(most=3)
    first = sheets.of(URL, "<title>甲</title>")
    assert sheets.of(URL, "<title>甲</title>") is first
    assert sheets.of("http://b.example/", "<title>甲</title>").parts.favicon == "http://b.example/favicon.ico"
    for number in range(10):
        sheets.of(URL, f"<title>{number}</title>")
    assert len(sheets) == 3
    assert sheets.of(URL, "<title>甲</title>") is not first


def test_heavy_sheets_are_not_kept() -> None:
    sheets = Sheets()
    picture = base64.b64encode(b"x" * (HEAVIEST + 1)).decode()
    sheets.of(URL, f"<img src='data:image/png;base64,{picture}'>")
    assert len(sheets) == 0


def test_invisible_frames_are_no_frames() -> None:
    hidden = (
        "<iframe src=/a width=0></iframe><iframe src=/b style='display: none'></iframe><iframe src=/c hidden></iframe>"
    )
    shown = "<iframe src=/d width=100%></iframe><frameset><frame src=/e></frameset>"
    assert sheet_of(URL, hidden).parts.frames == ()
    assert sheet_of(URL, shown).parts.frames == ("http://a.example/d", "http://a.example/e")


def test_addresses_are_relative_to_the_base() -> None:
    sheet = sheet_of(URL, "<base href='//b.example/x/'><img src=q.png><meta http-equiv=refresh content='0;url=y'>")
    assert sheet.parts.pictures == ("http://b.example/x/q.png",)
    assert sheet.base == "http://b.example/x/"


@pytest.mark.parametrize(
    ("host", "site", "alone"),
    [
        ("cx.mem.gov.cn", "fake.example", True),
        ("cleared.example", "fake.example", True),
        ("www.cleared.example", "fake.example", True),
        ("www.mem.gov.cn", "fake.example", False),  # its front page may be seen, it is no look-up
        ("cx.mem.gov.cn", "cx.mem.gov.cn", False),
        ("cx.mem.gov.cn", "www.mem.gov.cn", False),  # the organ's own way to its own look-up
        ("seller.example", "fake.example", False),
    ],
)
def test_who_is_left_alone_on_the_way(tmp_path: Path, host: str, site: str, alone: bool) -> None:
    cleared = '[[host]]\nname = "cleared.example"\nwhy = "核实过"\nby = "测试"\non = 2026-11-01\n'
    (tmp_path / "lawful.toml").write_text(cleared, "utf-8")
    visit = Visit(1, site, f"http://{site}/", Profile.DESKTOP)
    assert left_alone(load_watchlist(tmp_path))(host, visit) is alone


@pytest.mark.parametrize(
    ("url", "target", "sent"),
    [
        ("http://a.example/x?y#z", "http://a.example/q", "http://a.example/x?y"),
        ("http://a.example/x", "http://b.example/", "http://a.example/"),
        ("https://a.example/x", "http://a.example/", ""),
        ("http://a.example/x", "https://a.example/", "http://a.example/"),
    ],
)
def test_the_referrer_is_what_browsers_send(url: str, target: str, sent: str) -> None:
    assert referer(url, target) == sent
