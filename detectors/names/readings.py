"""How a Han name is typed in Latin letters: in full, as initials, mixed, with the other reading of a character.

pypinyin reads by phrase and so gives the right reading; people who do not know the place type another one. The table
below holds those characters of offices and places of which two readings are really typed, not all that a dictionary
knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise, product

from pypinyin import lazy_pinyin

from detectors.names.parts import Row
from detectors.names.regions import OTHER_SPELLINGS

_HAN = re.compile(r"[\u3400-\u9fff]")
# Character: every reading that is typed for it.
POLYPHONES = {
    row.split()[0]: tuple(row.split()[1:])
    for row in """
    行 xing hang
    厦 xia sha
    重 chong zhong
    长 chang zhang
    乐 le yue
    六 liu lu
    番 pan fan
    禺 yu ou
    会 hui kuai
    都 du dou
    朝 chao zhao
    埠 bu fu
    亳 bo hao
    莘 shen xin
    单 dan shan
    漯 luo ta
    蔚 wei yu
    尉 wei yu
    洞 dong tong
    查 cha zha
    核 he hu
    种 zhong chong
    藏 zang cang
    解 jie xie
    曾 zeng ceng
    荥 xing ying
    铅 qian yan
    歙 she xi
    枞 zong cong
    泌 mi bi
    浚 xun jun
    珲 hun hui
    阿 a e
    莞 guan wan
    儋 dan zhan
    濮 pu bu
    圳 zhen chuan
    涪 fu pei
    郴 chen lin
    衢 qu ju
    石 shi dan
    大 da dai
    度 du duo
    率 lv shuai
    校 xiao jiao
    传 chuan zhuan
    调 diao tiao
    吕 lv lu lyu
    绿 lv lu lyu
    旅 lv lu lyu
    女 nv nu nyu
    律 lv lu lyu
    略 lve lue
    掖 ye yi
    邯 han gan
    坻 di chi
    盱 xu yu
    眙 yi tai
    """.strip().splitlines()
}
# The last character of an office's name.
RANKS = "部厅局委办署院"


@dataclass(frozen=True, slots=True)
class Spelling:
    """One way to type a name. ``kind``: pinyin, initials, mixed or polyphone; ``cost`` in decibels."""

    text: str
    kind: str
    cost: int


def syllables(name: str) -> tuple[str, ...]:
    """Return the syllable of every Han character, read by phrase, without tones, ü as v."""
    return tuple(lazy_pinyin("".join(_HAN.findall(name))))


def words_of(name: str) -> tuple[str, ...]:
    """Cut an official name into its words: the place, then pairs of characters, the rank of the office alone."""
    name = "".join(_HAN.findall(name))
    for start in ("中华人民共和国",):
        if name.startswith(start):
            return (start, *words_of(name[len(start) :]))
    tail = name[-1:] if len(name) % 2 and name[-1:] in RANKS else ""
    body = name[: len(name) - len(tail)]
    return tuple(body[at : at + 2] for at in range(0, len(body), 2)) + ((tail,) if tail else ())


def spellings(name: str) -> Iterator[Spelling]:
    """Yield the ways to type a name, each text once, roughly the likeliest first."""
    seen: set[str] = set()
    for found in _all(name):
        if found.text and found.text not in seen:
            seen.add(found.text)
            yield found


def _all(name: str) -> Iterator[Spelling]:
    chunks = words_of(name)
    full = syllables(name)
    yield Spelling("".join(full), "pinyin", 0)
    yield Spelling("".join(s[0] for s in full), "initials", 0)
    typed = [_typed(chunk, full, at) for at, chunk in _placed(chunks)]
    if len(typed) < 7:
        for choice in product((0, 1), repeat=len(typed)):
            # A change between full and short spelling is rare; each further one rarer.
            turns = sum(a != b for a, b in pairwise(choice))
            if turns:
                text = "".join(pair[pick] for pair, pick in zip(typed, choice, strict=True))
                yield Spelling(text, "mixed", 1 + 3 * turns)
    for at, character in enumerate(_HAN.findall(name)):
        for other in POLYPHONES.get(character, ()):
            if other != full[at]:
                changed = (*full[:at], other, *full[at + 1 :])
                yield Spelling("".join(changed), "polyphone", 6)
                if other[0] != full[at][0]:
                    yield Spelling("".join(s[0] for s in changed), "polyphone", 8)


def _placed(chunks: tuple[str, ...]) -> Iterator[tuple[int, str]]:
    at = 0
    for chunk in chunks:
        yield at, chunk
        at += len(chunk)


def _typed(chunk: str, full: tuple[str, ...], at: int) -> tuple[str, str]:
    own = full[at : at + len(chunk)]
    return "".join(own), "".join(s[0] for s in own)


def place_spellings(name: str) -> tuple[Row, ...]:
    """Return how a place is typed: in full, as initials, and as it is known otherwise."""
    rows: dict[str, int] = {}
    for at, text in enumerate(OTHER_SPELLINGS.get(name, ())):
        rows.setdefault(text, at)
    for found in spellings(name):
        if found.kind != "mixed":
            dear = {"pinyin": 0, "initials": 1, "polyphone": 2}[found.kind]
            rows.setdefault(found.text, dear)
    return tuple(rows.items())
