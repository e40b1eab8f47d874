"""Colours that can be read, light and dark: WCAG 2.2, 1.4.3 (text, 4.5 to 1), 1.4.11 (edges of fields, 3 to 1)."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import review
from takedown.clocks import Stand

STATIC = Path(review.__file__).parent / "static"
SHEETS = [path for path in sorted(STATIC.glob("*.css")) if path.name != "colours.css"]
BLOCKS = re.findall(r":root[^{]*{([^}]*)}", (STATIC / "colours.css").read_text("utf-8"))
LIGHT, DARK, CHOSEN_DARK = (dict(re.findall(r"--([\w-]+): (#\w{6})", block)) for block in BLOCKS)
GROUNDS = ("paper", "ground", "shade", "hover", "blue-soft")
TEXTS = ("ink", "soft", "link", "head", "quote")
PAIRS = [
    *((text, ground) for text in TEXTS for ground in GROUNDS),
    *((color, "paper") for color in ("red", "amber", "green", "blue", "violet", "imp", "sale")),
    *((color, f"{color}-soft") for color in ("red", "amber", "green", "blue", "violet")),
    ("on-deep", "deep"), ("on-deep", "red-fill"), ("ink", "press"), ("ink", "field"), ("ink", "mark"),
    ("quote", "mark"),
]  # fmt: skip
EDGES = [("field-line", "field"), ("field-line", "paper"), ("imp", "meter"), ("sale", "meter"), ("link", "ground")]


def channel(value: int) -> float:
    part = value / 255
    return part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4


def light(color: str) -> float:
    red, green, blue = (channel(int(color[n : n + 2], 16)) for n in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    bright, dark = sorted((light(one), light(other)), reverse=True)
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), PAIRS)
def test_text_can_be_read(colours: dict[str, str], text: str, ground: str) -> None:
    assert contrast(colours[text], colours[ground]) >= 4.5


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("edge", "ground"), EDGES)
def test_edges_can_be_seen(colours: dict[str, str], edge: str, ground: str) -> None:
    assert contrast(colours[edge], colours[ground]) >= 3


def test_dark_is_the_same_by_choice_and_by_the_system() -> None:
    assert DARK == CHOSEN_DARK
    assert DARK.keys() == LIGHT.keys()


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_no_sheet_has_a_colour_of_its_own(sheet: Path) -> None:
    text = sheet.read_text("utf-8")
    assert re.findall(r".*:[^;{}]*#[0-9a-fA-F]{3,8}\b.*", text) == []
    assert set(re.findall(r"var\(--([\w-]+)", text)) <= LIGHT.keys(), "a name that colours.css has"


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_a_ground_and_its_text_fit(sheet: Path) -> None:
    """Every rule that sets both is measured, so that a new badge cannot slip through."""
    for rule in re.findall(r"{([^{}]*)}", sheet.read_text("utf-8")):
        ground = re.search(r"background(?:-color)?: var\(--([\w-]+)\)", rule)
        text = re.search(r"(?<![\w-])color: var\(--([\w-]+)\)", rule)
        if ground and text:
            for colours in (LIGHT, DARK):
                assert contrast(colours[str(text[1])], colours[str(ground[1])]) >= 4.5, rule


@pytest.mark.parametrize("stand", Stand)
def test_every_stand_of_a_clock_has_its_colour(stand: Stand) -> None:
    assert re.search(rf"\.ck-{stand.value} {{", (STATIC / "desk.css").read_text("utf-8"))
