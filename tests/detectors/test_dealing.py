"""The reading of offers by their grammar: papers as an open class, signs counted once, places kept."""

from __future__ import annotations

import pytest

from detectors.text.dealing import Skeleton
from detectors.text.lexicon import Lexicon
from detectors.text.offers import read
from detectors.text.signs import P, signs


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("毕业证、房产证和车牌", ["school", "home", "car"]),
        ("二手车评估师证", ["skill"]),
        ("找我办证", ["any"]),
        ("各类证办理", ["any"]),
        ("身份证号、毕业证复印件、证件照", []),
        ("保证质量，见证付款，持证上岗，许可证", []),
        ("办本人业务", []),
    ],
)
def test_papers(text: str, kinds: list[str], lexicon: Lexicon) -> None:
    assert [h.group for h in read(text, lexicon).papers] == kinds


def test_a_skeleton_keeps_places(lexicon: Lexicon) -> None:
    reading = read("长期办毕业证、房产证，电话", lexicon)
    skeleton = Skeleton(reading.folded.text, reading.papers)
    assert skeleton.text.count(P) == 2
    for hit, at in zip(reading.papers, (i for i, c in enumerate(skeleton.text) if c == P), strict=True):
        assert skeleton.place(at) == hit.start
    assert skeleton.place(len(skeleton.text)) == len(reading.folded.text)


@pytest.mark.parametrize(
    ("less", "more"),
    [
        ("办毕业证，电话19000001234", "长期办毕业证，电话19000001234"),
        ("长期办毕业证，电话19000001234", "长期办毕业证、房产证，电话19000001234"),
        ("长期办毕业证，电话19000001234", "长期办毕业证，货到付款，电话19000001234"),
        ("长期办毕业证，电话19000001234", "长期定做毕业证，电话19000001234"),
    ],
)
def test_every_sign_weighs(less: str, more: str, lexicon: Lexicon) -> None:
    first, second = read(less, lexicon).deal, read(more, lexicon).deal
    assert first is not None
    assert second is not None
    assert first.weight < second.weight


@pytest.mark.parametrize(
    "text",
    [
        "持毕业证、房产证办理，长期有效，电话19000001234",
        "从不代办各种证件，电话19000001234",
        "培训合格后长期办理各种操作证，电话19000001234",
        "长期",
        "",
    ],
)
def test_no_offer(text: str, lexicon: Lexicon) -> None:
    assert read(text, lexicon).deal is None


def test_a_title_is_no_message(lexicon: Lexicon) -> None:
    assert read("毕业证 可查 包邮 19000001234", lexicon).deal is not None
    assert read("毕业证 可查 包邮 19000001234", lexicon, "head").deal is None


def test_every_sign_has_a_name_for_people() -> None:
    assert all(signs().spoken.values())
    assert {"contact", "bare", "proof", "bent", "list"} <= set(signs().spoken)
