"""The template of a page: the words and the tags that stay when a skin is changed; and which pages share one.

A fingerprint is two MinHashes as hexadecimal text: of the frame of words (without digits and Latin letters, so without
contacts and prices), and of the tag paths with how often they occur. Equality of slots estimates the Jaccard index.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from operator import eq

from lxml import etree

from detectors.operators.minhash import minhash, minhash_of, structure
from detectors.operators.union import Union
from detectors.page import sketch
from detectors.page.reference import Impression, Reference

_NOT_HAN = re.compile(r"[^\u4e00-\u9fff]+")
# Less than this is no template but a line or two.
_LEAST_WORDS, _LEAST_PATHS, _LEAST_TAGS = 50, 12, 15
_LONGEST = 20_000
_SLOT = 8  # hexadecimal digits
_BAND = 4 * _SLOT
ALIKE_TEXT, ALIKE_TREE = 0.65, 0.8
# From here on a page is taken for a copy of a protected one.
_GENUINE_TEXT, _GENUINE_TREE = 0.35, 0.6


def fingerprint(text: str, tree: etree._Element | None) -> str:
    """Return the fingerprint of a page, or "" if there is too little of it."""
    words = _NOT_HAN.sub("", text[:_LONGEST])
    if tree is None or len(words) < _LEAST_WORDS:
        return ""
    paths = structure(tree)
    if not _is_much(paths):
        return ""
    of_text, of_tree = minhash(words), minhash_of(f"{path}:{min(count, 4)}" for path, count in paths.items())
    return f"{_hex(of_text)}.{_hex(of_tree)}"


def layout(tree: etree._Element | None) -> str:
    """Return a digest of which tag paths a page has, or "" if they are few."""
    paths = structure(tree)
    if not _is_much(paths):
        return ""
    return hashlib.sha256("\n".join(sorted(paths)).encode()).hexdigest()[:32]


def _is_much(paths: Mapping[str, int]) -> bool:
    return len(paths) >= _LEAST_PATHS and sum(paths.values()) >= _LEAST_TAGS


def is_genuine(seen: Impression, references: Sequence[Reference]) -> bool:
    """True if a page looks like a protected one: any two copies of that would be alike for this reason alone."""
    return any(
        sketch.overlap(seen.text, one.text) >= _GENUINE_TEXT or sketch.overlap(seen.shape, one.shape) >= _GENUINE_TREE
        for one in references
    )


def _hex(slots: Sequence[int]) -> str:
    return "".join(f"{slot & 0xFFFFFFFF:08x}" for slot in slots)


Slots = tuple[Sequence[int], Sequence[int]]


def _slots(one: str) -> Slots:
    words, _, tags = one.partition(".")
    try:
        return memoryview(bytes.fromhex(words)).cast("I").tolist(), memoryview(bytes.fromhex(tags)).cast("I").tolist()
    except (ValueError, TypeError):
        return (), ()  # written by another version: like nothing but itself


def alike(one: str, other: str) -> bool:
    """True if two fingerprints are of one template: words and tags both."""
    return one == other or _alike(_slots(one), _slots(other))


def _alike(one: Slots, other: Slots) -> bool:
    return _share(one[0], other[0]) >= ALIKE_TEXT and _share(one[1], other[1]) >= ALIKE_TREE


def _share(one: Sequence[int], other: Sequence[int]) -> float:
    return sum(map(eq, one, other)) / len(one) if one and len(one) == len(other) else 0.0


def clusters(fingerprints: Iterable[str]) -> dict[str, str]:
    """Return for each fingerprint the smallest of those that it is alike to, directly or by others.

    Candidates share a band of four slots of words (locality-sensitive hashing). In a band each is compared with the
    first only, so the cost stays linear whatever hostile pages do. Order does not matter: the input is sorted.
    """
    known = sorted(set(fingerprints))
    union = Union[int]()
    words = max((one.find(".") for one in known), default=0)
    slots = lru_cache(10_000)(lambda number: _slots(known[number]))
    for start in range(0, words, _BAND):
        first_of: dict[str, int] = {}
        for number, one in enumerate(known):
            first = first_of.setdefault(one[start : start + _BAND], number)
            if first != number and union.root(number) != union.root(first) and _alike(slots(first), slots(number)):
                union.join(first, number)
    return {one: known[union.root(number)] for number, one in enumerate(known)}


def short(value: str) -> str:
    """Return a short name for a fingerprint."""
    return hashlib.sha256(value.encode()).hexdigest()[:12]
