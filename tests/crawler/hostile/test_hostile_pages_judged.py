"""What the farm serves goes through evidence and detectors: nothing raises, and what a page offers is still seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from crawler.page.decode import decode
from crawler.page.hops import next_step
from crawler.page.links import leads_to
from crawler.page.parts import parts_of
from crawler.render import is_shell
from detectors.detector import Detector
from tests.crawler.hostile.answers import SALE
from tests.crawler.hostile.attacks_body import SVG, gif, markup, mislabelled, png
from tests.crawler.hostile.raw_farm import Answer
from zhenwei.clock import now
from zhenwei.evidence.capture import read_capture, write_capture
from zhenwei.evidence.exchange import Exchange
from zhenwei.types import Page, Picture, Profile, Site
from zhenwei.watchlist import load_watchlist

URL = "http://attack.example/"


class _Sink:
    """Takes what an answer sends."""

    def __init__(self) -> None:
        self.sent = b""

    async def send(self, *pieces: bytes) -> None:
        self.sent += b"".join(pieces)


def body_of(answer: Answer) -> tuple[str, bytes]:
    """Return content type and body of an answer that sends all at once."""
    sink = _Sink()
    coroutine = answer(sink)  # type: ignore[arg-type]
    with pytest.raises(StopIteration):
        coroutine.send(None)  # type: ignore[attr-defined]
    head, _, body = sink.sent.partition(b"\r\n\r\n")
    return head.decode("latin-1").split("Content-Type: ")[1].split("\r\n")[0], body


PAGES = {host: attack.answer for host, attack in {**markup(), **mislabelled()}.items()}


@pytest.fixture(scope="module")
def detector() -> Detector:
    return Detector(load_watchlist(None))


@pytest.mark.parametrize("host", sorted(PAGES))
def test_a_hostile_page_is_captured_and_judged(host: str, tmp_path: Path, detector: Detector) -> None:
    kind, body = body_of(PAGES[host])
    read = decode(body, kind)
    parts = parts_of(URL, read.text)
    page = Page(URL, URL, Profile.DESKTOP, 200, read.text, now(), charset=read.charset, pictures=parts.inline)
    next_step(URL, read.text)
    is_shell(page)
    assert len(list(leads_to(page))) <= 21
    exchange = Exchange(URL, "GET", (), 200, "OK", (("Content-Type", kind),), body, now())
    write_capture(tmp_path, "000001/attack.example/1-desktop", page, [exchange])
    kept = read_capture(tmp_path, "000001/attack.example/1-desktop")
    opinion = detector.assess(Site("attack.example", (kept,)))
    assert 0 <= opinion.sale <= 100
    if read.text.startswith(SALE[:60]) and host != "nul.example":
        assert opinion.sale > 0, "the offer at the top is no longer seen"


@pytest.mark.parametrize(
    "data",
    [png(50_000, 50_000), png(1, 60_000_000), gif(40_000), SVG, b"GIF89a", b"\x89PNG\r\n\x1a\n", b"\0" * 900_000],
)
def test_a_hostile_picture_breaks_nothing(data: bytes, detector: Detector) -> None:
    pictures = tuple(Picture(f"{URL}{kind}", f"image/{kind}", data) for kind in ("png", "gif", "svg+xml", "../../x"))
    page = Page(URL, URL, Profile.DESKTOP, 200, SALE, now(), pictures=pictures, favicon=data, screenshot=data)
    opinion = detector.assess(Site("attack.example", (page,)))
    assert opinion.sale > 0
