"""Text in pictures: what is read, in what plight, and that blank paper and long pages cost little."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import numpy
import pytest
from PIL import Image, ImageDraw

from bench.of_pages import drawn
from detectors.page.bands import BAND_PIXELS, bands
from detectors.page.looking import WHOLE
from detectors.page.ocr import Budget, read_text_in
from zhenwei.types import Picture

DATA = Path(__file__).parents[3] / "shared" / "data" / "fixtures"


def grey(image: Image.Image) -> numpy.ndarray:
    return numpy.asarray(image.convert("L"))


def test_blank_paper_has_no_bands() -> None:
    assert list(bands(grey(Image.new("RGB", (800, 600), "white")))) == []


def test_bands_hold_the_ink_and_little_else() -> None:
    page = Image.new("RGB", (1000, 3000), "white")
    draw = ImageDraw.Draw(page)
    draw.rectangle((100, 500, 300, 540), fill="black")
    draw.rectangle((100, 2000, 900, 2060), fill="black")
    found = list(bands(grey(page)))
    assert len(found) == 2
    for (top, bottom, left, right), (x0, y0, x1, y1) in zip(
        found, ((100, 500, 300, 540), (100, 2000, 900, 2060)), strict=True
    ):
        assert top <= y0 < y1 < bottom
        assert left <= x0 < x1 < right
        assert (bottom - top) * (right - left) < 4 * (y1 - y0) * (x1 - x0)


@pytest.mark.parametrize("size", [(1400, 3000), (300, 9000), (2000, 900), (1, 5000), (5000, 1)])
def test_bands_cover_a_busy_picture_in_parts_of_bounded_size(size: tuple[int, int]) -> None:
    busy = Image.effect_noise(size, 90)
    found = list(bands(grey(busy)))
    assert all((bottom - top) * (right - left) <= BAND_PIXELS + 200 * size[0] for top, bottom, left, right in found)
    assert all(one[1] <= other[0] for one, other in pairwise(found))
    if min(size) > 1:
        assert sum(bottom - top for top, bottom, _, _ in found) >= size[1] - 4


def test_an_empty_budget_opens_nothing() -> None:
    assert read_text_in((Picture("x", "image/png", b"not even looked at"),), Budget(0, 0, 0)) == ()


def needs_font() -> None:
    if not drawn.font_file():
        pytest.skip("no Chinese font on this machine (fonts-noto-cjk)")


def said(data: bytes, budget: Budget = WHOLE) -> str:
    lines = read_text_in((Picture("x", "image/png", data),), budget)
    return "".join("".join(lines).split()).replace(":", "：")


@pytest.mark.slow
@pytest.mark.parametrize("plight", drawn.banners())
def test_a_banner_is_read_in_every_plight(plight: str) -> None:
    needs_font()
    text = said(drawn.banners()[plight]())
    expected: tuple[str, ...] = ("低压电工证", "免考办理", "三天出证", "19000001234")
    if plight == "one line strip":
        expected = ("免考", "19000001234")
    if plight == "in columns":
        expected = expected[:3]
    assert [word for word in expected if word not in text] == []


def test_a_record_is_read() -> None:
    needs_font()
    text = said(drawn.png(drawn.lines(drawn.RECORD, 32)))
    assert [row for row in drawn.RECORD if row not in text] == []


def test_of_a_long_page_the_largest_lines_are_read() -> None:
    needs_font()
    page = drawn.screen(20, 900)
    page.paste(drawn.lines(("焊工证免考办理",), 60), (100, page.height // 2))
    lines = read_text_in((Picture("x", "image/png", drawn.png(page)),), Budget(1, 2_000_000, 60))
    assert "焊工证免考办理" in "".join(lines)
    assert sum(map(len, lines)) < 90


@pytest.mark.data
@pytest.mark.slow
def test_every_expected_word_of_the_fixtures_is_read(record_property: Callable[[str, object], None]) -> None:
    rows = [json.loads(line) for line in (DATA / "truth.jsonl").read_text("utf-8").splitlines()]
    missing = []
    for row in (r for r in rows if r["kind"] == "ocr"):
        text = said((DATA / row["file"]).read_bytes())
        expected = ["".join(words.split()).replace(":", "：") for words in row["expect"]["text_contains"]]
        missing += [(row["file"], words) for words in expected if words not in text]
    record_property("missing", missing)
    assert missing == []
