"""QR codes: read in the plights in which sellers' pages show them, and known for what they lead to."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from bench.of_pages.drawn import code, codes, png
from detectors.detector import Detector
from detectors.page.codes import codes_in
from detectors.page.targets import LEADS, code_contacts, masked, targets_of
from zhenwei.cli.assessing import as_json
from zhenwei.cli.pagelines import site_of
from zhenwei.evidence.capture import read_capture, write_capture
from zhenwei.types import Page, Picture, Site
from zhenwei.watchlist import Watchlist

TEXT = "https://u.wechat.com/EDemoDemoDemo1900000"
PLIGHTS = codes(TEXT)


@pytest.mark.parametrize("draw", PLIGHTS.values(), ids=PLIGHTS)
def test_a_code_is_read_in_every_plight(draw: Callable[[], bytes]) -> None:
    assert TEXT in codes_in(draw())


def test_two_codes_in_one_picture_are_both_read() -> None:
    from PIL import Image

    both = Image.new("RGB", (620, 320), "white")
    both.paste(code("wxp://f2f0demo1900"), (10, 10))
    both.paste(code(TEXT), (330, 10))
    assert set(codes_in(png(both))) == {"wxp://f2f0demo1900", TEXT}


CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:x\nTEL;TYPE=CELL:190 0000 1234\nEMAIL:Demo@example.com\nEND:VCARD"
LED = [
    (TEXT, [("wechat", "u.wechat.com/EDemoDemoDemo1900000")]),
    ("http://weixin.qq.com/r/demo1900", [("wechat", "weixin.qq.com/r/demo1900")]),
    ("https://work.weixin.qq.com/u/vcdemo", [("wechat", "work.weixin.qq.com/u/vcdemo")]),
    ("weixin://dl/chat?demo1900", [("wechat", "weixin://dl/chat?demo1900")]),
    ("https://qm.qq.com/cgi-bin/qm/qr?k=Demo1900&jump_from=webapi", [("qq", "qm.qq.com/Demo1900")]),
    ("https://jq.qq.com/?_wv=1027&k=5Demo", [("qq", "jq.qq.com/5Demo")]),
    ("http://wpa.qq.com/msgrd?v=3&uin=10001234&site=qq", [("qq", "10001234")]),
    ("tencent://message/?uin=10001234", [("qq", "10001234")]),
    ("wxp://f2f0demo1900", [("payment", "wxp://f2f0demo1900")]),
    ("HTTPS://QR.ALIPAY.COM/FKX1900", [("payment", "qr.alipay.com/FKX1900")]),
    ("https://payapp.weixin.qq.com/qrpay/demo", [("payment", "payapp.weixin.qq.com/qrpay/demo")]),
    ("https://t.me/Demo1900", [("telegram", "demo1900")]),
    ("tg://resolve?domain=demo1900", [("telegram", "demo1900")]),
    ("tel:+86-190-0000-1234", [("phone", "19000001234")]),
    ("SMSTO:19000001234:你好", [("phone", "19000001234")]),
    ("19000001234", [("phone", "19000001234")]),
    ("mailto:demo@example.com?subject=x", [("mail", "demo@example.com")]),
    (CARD, [("phone", "19000001234"), ("mail", "demo@example.com")]),
    ("MECARD:N:x;TEL:19000001234;URL:https\\://example.com;", [("phone", "19000001234"), ("address", "example.com")]),
    ("wxid_demo1900", [("wechat", "wxid_demo1900")]),
    ("微信号：demo1900", [("wechat", "demo1900")]),
    ("https://www.example.com/cx/?id=1#top", [("address", "example.com/cx?id=1")]),
    ("example.com/cx", [("address", "example.com/cx")]),
    ("https://mp.weixin.qq.com/s/demo", [("address", "mp.weixin.qq.com/s/demo")]),
    ("http://[", [("qr", "http://[")]),
    ("WIFI:S:demo;;", [("qr", "WIFI:S:demo;;")]),
    ("你好", [("qr", "你好")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), LED)
def test_what_a_code_leads_to(text: str, expected: list[tuple[str, str]]) -> None:
    found = targets_of(text)
    assert [(t.kind, t.value) for t in found] == expected
    assert all(t.leads == LEADS[t.kind] and t.text == text for t in found)


@pytest.mark.parametrize("text", [text for text, led in LED if led[0][0] not in ("address", "qr")])
def test_what_a_code_leads_to_is_shown_masked(text: str) -> None:
    for target in targets_of(text):
        assert "*" in masked(target) or target.kind == "address"
        assert target.contact().quote == text


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("https://cx.mem.gov.cn/special?index=0", []),
        ("https://www.shop.example.com/a", []),
        ("http://m.shop.example.com/", []),
        ("https://www.cleared.example.cn/", []),
        ("https://yjt.example.gov.cn/", []),
        ("http://www.given-up.gov.cn/", ["address"]),
        ("http://cx-mem.example.net/?id=1", ["address"]),
        (TEXT, ["wechat"]),
    ],
)
def test_genuine_and_own_addresses_are_no_contact(text: str, kinds: list[str], watchlist: Watchlist) -> None:
    assert [c.kind for c in code_contacts((text,), "www.shop.example.com", watchlist)] == kinds


OFFER = "<title>电工证</title><p>低压电工证 免考，扫码联系</p>"


def test_assess_reads_a_code_within_the_markup(detector: Detector) -> None:
    """The command has no field for pictures: they come in data: addresses alone."""
    inline = base64.b64encode(png(code(TEXT))).decode()
    for markup in (
        f'<img src="data:image/png;base64,{inline}">',
        f"<div style=\"background:url('data:image/png;base64,{inline}')\"></div>",
        f"<style>.q{{background:url(data:image/png;base64,{inline})}}</style><i class=q></i>",
        f'<svg><image href="data:image/png;base64,{inline}"/></svg>',
    ):
        row = json.dumps({"id": 1, "url": "http://www.shop.example.com/", "html": OFFER + markup})
        answer = as_json(detector.assess(site_of(row)[1]))
        assert answer["contacts"] == [{"kind": "wechat", "value": f"u.wechat.com/EDe{'*' * 15}00", "source": "qr"}]
        assert any(r["rule"] == "P112" and "微信" in r["detail"] for r in answer["reasons"])


def test_the_night_reads_a_code_from_a_capture(
    detector: Detector, page_of: Callable[..., Page], tmp_path: Path
) -> None:
    page = page_of(OFFER + "<img src=q.png>", pictures=(Picture("http://x/q.png", "image/png", png(code(TEXT))),))
    write_capture(tmp_path, "000001/shop/1-desktop", page, ())
    opinion = detector.assess(Site("www.shop.example.com", (read_capture(tmp_path, "000001/shop/1-desktop"),)))
    assert [(c.kind, c.source) for c in opinion.contacts] == [("wechat", "qr")]


def test_a_code_that_only_a_browser_draws_is_read_from_the_screenshot(
    detector: Detector, page_of: Callable[..., Page]
) -> None:
    shot, banner = codes(TEXT)["in a screenshot"](), Picture("/a.png", "image/png", png(code("你好")))
    for html, pictures in (
        ("", ()),
        (f"<p>{'低压电工、高压电工、焊工、登高。' * 60}</p>", (replace(banner, data=b"x"),)),
    ):
        page = page_of(f"<title>电工证免考</title>{html}", rendered=True, screenshot=shot, pictures=pictures)
        assert [c.kind for c in detector.assess(Site("www.shop.example.com", (page,))).contacts] == ["wechat"]
    plain = page_of(f"<p>{'手工面包每日现烤。' * 80}</p>", rendered=True, screenshot=shot)
    assert not detector.assess(Site("www.shop.example.com", (plain,))).contacts
