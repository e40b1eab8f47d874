"""Titles break by sense, into a trapezium or a diamond; nothing is torn apart."""

from __future__ import annotations

import pytest

from takedown import layout
from takedown.titles import FEWEST, shapely, title_lines


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("甲办|关于移送|涉嫌制售证书|线索的函", ["甲办关于移送", "涉嫌制售证书线索的函"]),
        ("短|函", ["短函"]),
        ("很" * 45, ["很" * 15] * 3),
        ("关于商请核实网站的函", ["关于商请核实网站的函"]),
    ],
)
def test_titles_break_by_sense(title: str, lines: list[str]) -> None:
    found = title_lines(title)
    assert all(len(line) <= layout.MOST_TITLE for line in found)
    assert "".join(found) == title.replace("|", "")
    assert len(found) <= len(lines)


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        # The issuer's name is never broken, and no line begins with 的 or 和.
        (
            "东江市互联网信息办公室|关于提请依法处置|涉嫌仿冒应急管理部网站|线索的函",
            ["东江市互联网信息办公室", "关于提请依法处置", "涉嫌仿冒应急管理部网站线索的函"],
        ),
        (
            "东江市互联网信息办公室|关于协助核实有关网站|是否属于你单位的函",
            ["东江市互联网信息办公室", "关于协助核实有关网站是否属于你单位的函"],
        ),
    ],
)
def test_names_stay_whole(title: str, lines: list[str]) -> None:
    found = title_lines(title)
    assert "东江市互联网信息办公室" in found[0]
    assert "".join(found) == "".join(lines)
    assert not any(line[0] in "的和与及、，函" for line in found)
    assert all(len(line) >= FEWEST for line in found)


def test_a_piece_too_long_alone_breaks_at_a_word_that_begins_a_phrase() -> None:
    found = title_lines("东江市互联网信息办公室关于移送涉嫌买卖特种作业操作证网站有关线索的函")
    assert found == ["东江市互联网信息办公室关于移送", "涉嫌买卖特种作业操作证网站有关线索的函"]


def test_latin_words_and_numbers_stay_whole() -> None:
    found = title_lines("东江市互联网信息办公室协查网站example12345678901号有关情况的函")
    assert any("example12345678901" in line for line in found)


@pytest.mark.parametrize(
    ("widths", "good"),
    [
        ([10, 14], True),
        ([14, 10], True),
        ([10, 14, 18], True),
        ([10, 16, 10], True),
        ([16, 10, 16], False),
        ([12, 12], False),
    ],
)
def test_trapezium_and_diamond(widths: list[float], good: bool) -> None:
    assert shapely(widths) is good


def test_the_issuer_stands_centred_over_the_date() -> None:
    name, day = layout.signature_indents("东江市互联网信息办公室", "2026年11月22日")
    assert day == 4.0
    assert name == 4 + (7 - 11) / 2
    assert layout.signature_indents("某" * 30, "2026年1月2日")[0] == 0.0


@pytest.mark.parametrize(("length", "size", "scale"), [(4, 42, 100), (11, 42, 100), (16, 29, 100), (30, 22, 70)])
def test_the_flag_is_as_large_as_its_line_holds(length: int, size: float, scale: int) -> None:
    name = "某" * length
    assert layout.flag_size(name) == size
    assert abs(layout.flag_scale(name) - scale) <= 2
    assert size * layout.flag_scale(name) / 100 * length <= layout.pt(layout.LINE_WIDTH)
