"""Likeness of two pages: MinHash over text shingles, counted tag paths of the DOM. Pure arithmetic, no downloads."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Sequence

from lxml import html

SHINGLE = 4
SLOTS = 64
_PRIME = (1 << 61) - 1
_LONGEST = 20_000


def minhash(text: str) -> tuple[int, ...]:
    """Return a one-permutation MinHash of character 4-grams: 64 slots of 32 bits; empty for texts under 40 characters.

    Each shingle's CRC-32 is mixed once; its low bits choose the slot, its value competes there (Li, Owen, Zhang 2012).
    Empty slots take their right neighbour's value, so that short pages compare too.
    """
    clean = "".join(text.split())[:_LONGEST]
    if len(clean) < 40:
        return ()
    slots: list[int | None] = [None] * SLOTS
    for shingle in {clean[i : i + SHINGLE] for i in range(len(clean) - SHINGLE + 1)}:
        mixed = (zlib.crc32(shingle.encode()) * 0x9E3779B97F4A7C15 + 0x7F4A7C15) % _PRIME
        slot, value = mixed % SLOTS, (mixed >> 8) & 0xFFFFFFFF
        held = slots[slot]
        if held is None or value < held:
            slots[slot] = value
    filled = [(i, v) for i, v in enumerate(slots) if v is not None]
    return tuple(v if v is not None else _borrowed(filled, i) for i, v in enumerate(slots))


def _borrowed(filled: Sequence[tuple[int, int]], slot: int) -> int:
    return next((v for i, v in filled if i > slot), filled[0][1])


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
