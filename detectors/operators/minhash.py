"""One-permutation MinHash (Li, Owen, Zhang 2012) of texts and of sets, and the tag paths of a page.

A hash chooses a slot and competes there; empty slots take their right neighbour's value, so that little compares too.
"""

from __future__ import annotations

import hashlib
import zlib
from collections import Counter
from collections.abc import Iterable

from lxml import html

SHINGLE = 4
SLOTS = 64
_PRIME = (1 << 61) - 1
_LONGEST = 20_000


def minhash(text: str) -> tuple[int, ...]:
    """Return the MinHash of a text's character 4-grams: 64 slots of 32 bits; empty for texts under 40 characters."""
    clean = "".join(text.split())[:_LONGEST]
    if len(clean) < 40:
        return ()
    shingles = {clean[i : i + SHINGLE] for i in range(len(clean) - SHINGLE + 1)}
    mixed = ((zlib.crc32(one.encode()) * 0x9E3779B97F4A7C15 + 0x7F4A7C15) % _PRIME for one in shingles)
    return _filled((value % SLOTS, (value >> 8) & 0xFFFFFFFF) for value in mixed)


def minhash_of(items: Iterable[str]) -> tuple[int, ...]:
    """Return the MinHash of a set of texts: 64 slots of 32 bits; empty for none."""
    digests = (hashlib.blake2b(item.encode(), digest_size=8).digest() for item in set(items))
    return _filled((value % SLOTS, value >> 32) for value in map(_number, digests))


def _number(digest: bytes) -> int:
    return int.from_bytes(digest, "big")


def _filled(pairs: Iterable[tuple[int, int]]) -> tuple[int, ...]:
    """Return the least value of each slot; an empty slot has its right neighbour's."""
    slots: dict[int, int] = {}
    for slot, value in pairs:
        if slot not in slots or value < slots[slot]:
            slots[slot] = value
    taken = sorted(slots)
    return tuple(slots[next((t for t in taken if t >= slot), taken[0])] for slot in range(SLOTS)) if slots else ()


def structure(tree: html.HtmlElement | None) -> dict[str, int]:
    """Return how often each path of three tags (with the element's first class) occurs; the 200 most frequent."""
    if tree is None:
        return {}
    paths: Counter[str] = Counter()
    for element in tree.iter():
        if not isinstance(element.tag, str) or element.tag in ("script", "style", "br", "html", "head"):
            continue
        parent = element.getparent()
        above = parent.getparent() if parent is not None else None
        first = (element.get("class") or "").split()[:1]
        paths["/".join([*(str(e.tag) for e in (above, parent) if e is not None), str(element.tag), *first])] += 1
    return dict(sorted(paths.items(), key=lambda item: (-item[1], item[0]))[:200])
