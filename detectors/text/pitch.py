"""How a text speaks around papers: kinds of words, counted once each and weighed together.

A wider road beside the grammar of `dealing`: no verb has to stand beside the paper. Twenty kinds of sellers' words and
eleven of lawful writers' (`pitch.toml`) are looked for in the passage that names papers; what each is worth was learned
(`[pitch]` in weights.toml). A passage is read only if it names a paper or a trade.
"""

from __future__ import annotations

import math
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import combinations, islice
from typing import TYPE_CHECKING

from detectors.text.lexicon import PROMISES, Hit
from detectors.text.signs import Words, signs
from detectors.weights import weights

if TYPE_CHECKING:
    from detectors.text.offers import Reading

# A passage; longer texts are read around their papers, at most so many times.
_PASSAGE, _PASSAGES, _MESSAGE = 420, 4, 220
# So many kinds of sellers' words a passage needs, unless it is very short.
_LEAST_KINDS = 4
# So many words of one lawful kind are the tone of a text.
_MUCH = 3
# What a passage without a paper of the lists holds at least, if it names one.
_MAY_NAME = re.compile("[证正本章卡焊叉塔压驾历籍凭消建师员]|登高|高空|高处|信号|zheng|茶叶|梦|红|文|查询|q\\d")
# How a program lists words.
_LITERALS = re.compile(r"[\"'],\s*[\"']")

# Kinds that say more together than each alone.
_TELLING = (
    "away",
    "check",
    "data",
    "done",
    "enter",
    "fast",
    "inside",
    "later",
    "make",
    "net",
    "price",
    "reach",
    "real",
)


@dataclass(frozen=True, slots=True)
class Pitch:
    """The words around papers: their kinds, the place, and how much they speak for a seller (log odds)."""

    hit: Hit
    kinds: frozenset[str]
    papers: frozenset[str]
    odds: float
    doubted: bool


class _Kinds:
    def __init__(self, table: Mapping[str, Mapping[str, Mapping[str, object]]]) -> None:
        parts = {side: {n: Words.model_validate(p) for n, p in kinds.items()} for side, kinds in table.items()}
        self.seller = {n: p.pattern for n, p in parts["seller"].items()}
        self.lawful = {n: p.pattern for n, p in parts["lawful"].items()}
        self.spoken = {n: p.spoken for n, p in parts["seller"].items()}


@cache
def kinds() -> _Kinds:
    """Return the kinds of words that ship with the program."""
    return _Kinds(tomllib.loads(resources.files("detectors.text").joinpath("pitch.toml").read_text("utf-8")))


def pitch_of(reading: Reading, least: float = -math.inf) -> Pitch | None:
    """Return the passage that speaks most for a seller, if any names papers. ``least``: odds that matter."""
    best: Pitch | None = None
    for hit, found in passages(reading, least):
        odds = _odds(found)
        doubted = bool(found & kinds().lawful.keys())
        if doubted:
            odds = round(odds - weights().pitch.doubt, 3)
        if (best is None or odds > best.odds) and not _is_told(reading, hit):
            named = frozenset(h.group for h in reading.papers if hit.start <= h.start < hit.end)
            best = Pitch(hit, found & kinds().seller.keys() | found & {"contact", "bent", "list"}, named, odds, doubted)
    return best


def _is_told(reading: Reading, hit: Hit) -> bool:
    """True if the passage reports or studies; a message has its words of law and doubt weighed instead."""
    if len(_LITERALS.findall(hit.word)) > 2:
        return True  # a program's list of words
    voice = reading.quotation.voice
    if voice.analysis >= 3 or voice.genre >= 2 or len(reading.folded.text) > _MESSAGE:
        return voice.analysis >= 3 or voice.genre >= 2 or reading.quotation.is_reported(hit)
    return False


def passages(reading: Reading, least: float = -math.inf) -> Iterator[tuple[Hit, frozenset[str]]]:
    """Yield (place, kinds of words) for each passage about papers; lawful words are not looked for where the sellers'
    alone come to less than ``least``."""
    text = reading.folded.text
    if len(text) <= _PASSAGE:
        named = _MAY_NAME.search(text) and (
            kinds().seller["trades"].search(text) or kinds().seller["papers"].search(text)
        )
        if reading.papers or named:
            yield Hit("deal", text, 0, len(text)), _within(reading, 0, len(text), least)
        return
    if not (reading.contacts or reading.of("contact_word")) or not any(reading.of(group) for group in PROMISES):
        return  # a page that sells promises something, in some word of the lists
    done, read = 0, 0
    for paper in reading.papers:
        if paper.start < done:
            continue
        start = max(0, paper.start - _PASSAGE // 4)
        done = min(len(text), start + _PASSAGE)
        yield Hit("deal", text[start:done], start, done), _within(reading, start, done, least)
        read += 1
        if read == _PASSAGES:
            return


def _within(reading: Reading, start: int, end: int, least: float) -> frozenset[str]:
    said = reading.folded.text[start:end]
    known = kinds()
    found = {name for name, pattern in known.seller.items() if pattern.search(said)}
    if len(found) < _LEAST_KINDS and len(said) > 40:
        return frozenset(found)
    near = [h for h in reading.papers if start <= h.start < end]
    if reading.contacts or signs().masked.search(said):
        found.add("contact")
    if len({h.word for h in near}) > 2:
        found.add("list")
    if len({h.group for h in near} - {"any", "money"}) > 1:
        found.add("offices")
    if near:
        found.add("named")
    if any(h.bent for h in reading.hits if start <= h.start < end):
        found.add("bent")
    if len(said) <= 30:
        found.add("brief")
    spoken = len(found & known.seller.keys())
    found |= {f"kinds_{n}" for n in (5, 7, 9, 11) if spoken >= n}
    found |= {f"{a}+{b}" for a, b in combinations(_TELLING, 2) if a in found and b in found}
    found |= {
        f"said_{g}"
        for g in ("skip_exam", "pay_later", "forging", "kit", "fast_issue")
        if any(start <= h.start < end for h in reading.offered[g])
    }
    if least == -math.inf or _odds(found) >= least:
        found |= _lawful(reading.folded.text[max(0, start - _PASSAGE) : end + _PASSAGE])
    return frozenset(found)


def _odds(found: Iterable[str]) -> float:
    by = weights().pitch
    return round(by.start + math.fsum(by.worth.get(name, 0) for name in found), 3)


def _lawful(around: str) -> set[str]:
    """Return the kinds of lawful writers' words: who writes is told by more than the passage."""
    found = set()
    for name, pattern in kinds().lawful.items():
        number = sum(1 for _ in islice(pattern.finditer(around), _MUCH))
        if number:
            found.add(name)
        if number == _MUCH:
            found.add(f"{name}_much")
    return found
