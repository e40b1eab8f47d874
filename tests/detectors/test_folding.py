"""Folding finds the plain word behind its disguise and always leads back to the original."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detectors.text.fold import fold

_TRICKY = st.text(
    alphabet=st.sampled_from("电工证证証正办免考包过微薇信加vxQ扣❶③１一 \n-*·。，|✨\u200b\ufe0f&#;x7535u\\%E5🅐①"),
    max_size=80,
)


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("电-工-证", "电工证"),
        ("焊*工 證", "焊工证"),
        ("免✨考", "免考"),
        ("包\u200b过", "包过"),
        ("❶❸⓿", "130"),
        ("１３８", "138"),
        ("&#30005;工", "电工"),
        ("\\u7535工", "电工"),
        ("%E7%94%B5工", "电工"),
        ("加薇❤信", "加微信"),
        ("V信 vx 扣扣", "微信 微信 qq"),
        ("代扳电工正", "代办电工证"),
        ("🅥信", "微信"),
        ("電工本", "电工本"),
        ("办Z", "办证"),
        ("w x ： d e m o _ 1 9", "微信 : demo_19"),
        ("加微demo_1900 围信 demo_1900", "加微信demo_1900 微信 demo_1900"),
    ],
)
def test_disguises_fold(written: str, meant: str) -> None:
    assert fold(written).text == meant


@pytest.mark.parametrize(
    "plain",
    [
        "操作正常",
        "登高正面",
        "证明",
        "卫星电视",
        "Governor",
        "一、二、三。",
        "正版软件",
        "大厦A-B座",
        "选项 a b c",
        "包围信号",
        "1 2 3 4 5 6",
    ],
)
def test_ordinary_words_stay(plain: str) -> None:
    assert fold(plain).text == plain.lower()


def test_line_ends_and_full_stops_part_words() -> None:
    assert "电工" not in fold("电\n工").text
    assert "电工" not in fold("电。工").text


@given(st.text(max_size=120) | _TRICKY)
@settings(max_examples=120, deadline=None)
def test_every_character_leads_back(text: str) -> None:
    folded = fold(text)
    assert len(folded.text) == len(folded.starts) == len(folded.ends)
    assert folded.original == text
    last = 0
    for start, end in zip(folded.starts, folded.ends, strict=True):
        assert last <= start < end <= len(text)
        last = start


@given(st.text(alphabet="电工证免考包过查询", max_size=60))
def test_plain_hanzi_fold_to_themselves(text: str) -> None:
    folded = fold(text)
    assert folded.text == text
    assert folded.starts == tuple(range(len(text)))


@given(st.integers(min_value=1, max_value=40), _TRICKY)
@settings(max_examples=40, deadline=None)
def test_the_result_grows_with_the_text_and_no_faster(times: int, piece: str) -> None:
    """Linear by counting: repeating a line repeats its folding, whatever stands in it."""
    line = piece.replace("\\", "").replace("&", "").replace("%", "") + "。\n"
    once, often = fold(line), fold(line * times)
    assert len(often.text) == times * len(once.text)
    assert len(once.text) <= 18 * len(line)


def test_quotes_come_from_the_original() -> None:
    folded = fold("专办 电-工-证！")
    at = folded.text.index("电工证")
    assert folded.quote(at, at + 3) == "电-工-证"
    assert folded.span(at, at + 3) == (3, 8)
