"""The table of readings says what pypinyin says."""

from __future__ import annotations

import unicodedata

from pypinyin import lazy_pinyin
from pypinyin.pinyin_dict import pinyin_dict

from detectors.text.sounds import by_sound, sounds
from detectors.text.spellings import _syllables
from detectors.text.vocabulary import LONG, SHORT


def test_words_of_the_trade_are_read_as_pypinyin_reads_them() -> None:
    wrong = [word for word in (*LONG, *SHORT) if _syllables(word) != tuple(lazy_pinyin(word))]
    assert not wrong


def test_characters_are_read_by_their_usual_reading() -> None:
    assert len(sounds()) == 3755 == sum(map(len, by_sound().values()))
    assert [char for char, sound in sounds().items() if sound != _usual(char)] == []


def _usual(char: str) -> str:
    reading = unicodedata.normalize("NFD", pinyin_dict[ord(char)].split(",")[0])
    return "".join(c for c in reading if not unicodedata.combining(c))
