"""Where two pictures differ: a table of what is marked and what is spared, and the pictures that the desk draws."""

from __future__ import annotations

import io
import random
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw

from review.differing import MOST_BOXES, differences
from tests.review.review_desk import Made, ServedDesk, make_visit
from zhenwei.store.leads import site_for
from zhenwei.store.models import CaseRow


def drawing(
    *, above: int = 0, height: int = 1600, seed: int = 1, stamp: bool = False, words: bool = True
) -> Image.Image:
    """Return a page of 1366: a band, lines of bars for words; ``above`` moves all of it down under a banner."""
    page = Image.new("RGB", (1366, height + above), "white")
    pen, dice = ImageDraw.Draw(page), random.Random(seed)
    for x in range(100, 1200, 50) if above else ():
        pen.rectangle((x, 20, x + 30, above - 20), fill=(200, 0, 0))
    pen.rectangle((0, above, 1366, above + 200), fill=(20, 60, 140))
    for y in range(above + 260, above + height - 60, 40) if words else ():
        x = 80
        while x < 1200:
            wide = dice.randint(20, 90)
            pen.rectangle((x, y, x + wide, y + 16), fill=(40, 40, 40))
            x += wide + dice.randint(12, 40)
    if stamp:
        pen.rectangle((700, above + 900, 1100, above + 1100), fill=(255, 80, 80))
    return page


@pytest.mark.parametrize(
    ("mine", "theirs", "marked", "least_same"),
    [
        (drawing(), drawing(), 0, 1.0),
        (drawing(above=130), drawing(), 1, 0.85),  # the banner, and nothing below it
        (drawing(), drawing(above=130), 0, 0.85),  # something missing marks the other picture
        (drawing(stamp=True), drawing(), 1, 0.85),
        (drawing(seed=2), drawing(), 1, 0.0),
        (drawing(words=False), drawing(words=False, height=1500), 0, 0.9),  # empty ground is no difference
        (Image.new("RGB", (1, 1)), drawing(), None, 0.0),
        (Image.new("RGB", (1400, 9000), "white"), Image.new("RGB", (20, 9000), "white"), 0, 0.0),
    ],
)
def test_what_is_marked_and_what_is_spared(
    mine: Image.Image, theirs: Image.Image, marked: int | None, least_same: float
) -> None:
    found = differences(mine, theirs)
    if marked is not None:
        assert (len(found.mine) >= 1) == (marked >= 1), found
    assert least_same <= found.same <= 1
    for box in found.mine + found.theirs:
        assert 0 <= box.left < box.right <= 1
        assert 0 <= box.top < box.bottom


def shapes(*places: tuple[int, int, int, int], ground: str = "white") -> Image.Image:
    page = Image.new("RGB", (1366, 1600), ground)
    for place in places:
        ImageDraw.Draw(page).rectangle(place, fill=(40, 40, 40))
    return page


def one_line_changed() -> Image.Image:
    page = drawing()
    pen = ImageDraw.Draw(page)
    pen.rectangle((0, 900, 1366, 916), fill="white")
    pen.rectangle((300, 900, 700, 916), fill=(40, 40, 40))
    return page


BLANK = shapes()
ABOVE, BELOW = (80, 100, 500, 300), (800, 900, 1300, 1200)


@pytest.mark.parametrize(
    ("mine", "theirs", "least", "most"),
    [
        (drawing(), drawing(), 1.0, 1.0),
        (one_line_changed(), drawing(), 0.9, 0.99),
        (drawing(above=130), drawing(), 0.8, 0.95),  # a banner more
        (shapes(ABOVE), shapes(BELOW), 0.0, 0.02),  # nothing in common but the ground
        (drawing(), BLANK, 0.0, 0.02),  # a page that did not draw itself
        (shapes(ABOVE, BELOW), shapes(ABOVE), 0.2, 0.5),  # most of what is shown is missing
        (shapes(ABOVE, ground="navy"), shapes(ABOVE), 0.0, 0.1),  # the ground itself differs
        (BLANK, BLANK, 1.0, 1.0),
        (BLANK, shapes(ground="navy"), 0.0, 0.0),
    ],
)
def test_the_share_counts_what_is_shown_and_no_empty_ground(
    mine: Image.Image, theirs: Image.Image, least: float, most: float
) -> None:
    assert least <= differences(mine, theirs).same <= most
    assert least <= differences(theirs, mine).same <= most


def test_a_mark_stands_where_the_difference_is() -> None:
    (box,) = differences(drawing(stamp=True), drawing()).mine
    assert [round(part * 1366 / 20) * 20 for part in (box.top, box.bottom)] == pytest.approx([900, 1100], abs=30)
    assert box.left * 1366 > 600
    assert box.right * 1366 < 1200


def test_noise_has_an_end() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (300, 200, 3), np.uint8)
    page = Image.fromarray(noise).resize((1400, 2100), Image.Resampling.NEAREST)
    found = differences(page, Image.new("RGB", (1400, 2100), "white"))
    assert len(found.mine) <= MOST_BOXES


def encoded(picture: Image.Image) -> bytes:
    out = io.BytesIO()
    picture.save(out, "PNG")
    return out.getvalue()


def test_the_desk_draws_the_marks(tmp_path: Path) -> None:
    with ServedDesk(tmp_path) as desk:
        made = desk.made(Made(screenshot=encoded(drawing(stamp=True))))
        with desk.store.transaction() as session:
            site = site_for(session, "www.mem.gov.cn")
            site.organ = "mem"
            page = Made(screenshot=encoded(drawing()))
            genuine = make_visit(session, desk.settings, site.id, "http://www.mem.gov.cn/", page, purpose="official").id
            assert session.get_one(CaseRow, made.case).target == "mem"
        client = desk.client("viewer")
        text = client.get(f"/cases/{made.case}").text
        paths = [f"/pictures/{made.visit}/unlike/{genuine}.webp", f"/pictures/{genuine}/missed/{made.visit}.webp"]
        assert all(path in text for path in paths)
        answer = client.get(paths[0])
        assert answer.headers["content-type"] == "image/webp"
        red = np.asarray(Image.open(io.BytesIO(answer.body)).convert("RGB")).astype(int)
        assert (red[:, :, 0] - red[:, :, 1] > 120).sum() > 1000
        assert f"/pictures/{made.visit}.webp" in client.get(f"/cases/{made.case}?marks=0").text
        figures = client.get(f"/cases/{made.case}/differences/{made.visit}/{genuine}")
        assert "涉案页面不同 1 处" in figures.text
        assert client.get(f"/cases/{made.case}/differences/{genuine}/{genuine}").status == 404
        assert client.get(f"/pictures/{made.visit}/unlike/99999.webp").status == 404
        assert client.get(f"/pictures/{made.visit}/window.webp").status == 404
