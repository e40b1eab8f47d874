"""Which genuine page is a page a copy of? All references at once, by their lowest hashes, then the near ones exactly.

A copy of a page holds the genuine page and little else. A copy of a site holds its frame (menus, foot, template) around
some other text. A reprint holds the text within a frame of its own; whoever quotes holds a part: neither is a copy.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detectors.page.reference import Impression, Reference
from detectors.page.sketch import Sketch, overlap, shares

# How many of the lowest hashes of a reference lead to it, and what share of them a page must hold to be compared.
_PROBES_OF_TEXT = 16
_PROBES_OF_LINES = 24
_SHARE = 0.3
_CLOSEST = 6
# A short line that pages of so many organs hold is one of all offices and leads nowhere.
_WIDESPREAD = 12
# Of a text that very many references hold, so many are compared.
_MOST_HOLDERS = 64
# Texts below so many shingles must be equal nearly to the letter.
_SHORT_TEXT = 60
_LEAST_TEXT = 16


@dataclass(frozen=True, slots=True)
class Likeness:
    """How a page compares with a reference; all values 0 to 1 but ``common`` and ``own``, which count short lines.

    ``taken``: share of the genuine text that the page holds; ``filled``: share of the page's text that is genuine;
    ``frame_taken``, ``frame_filled``: the same of short lines. ``own``: short lines that the genuine page lacks.
    """

    reference: Reference
    taken: float
    filled: float
    frame_taken: float
    frame_filled: float
    common: int
    own: int
    shape: float
    files: float

    @property
    def weight(self) -> float:
        """For choosing the nearest of several."""
        return self.taken + self.filled + 0.5 * (self.frame_taken + self.frame_filled) + 0.1 * self.shape

    @property
    def is_text(self) -> bool:
        """True if the text of the page is that of the genuine page, give or take an insertion."""
        least = min(self.taken, self.filled)
        return least >= 0.9 if self.reference.text.size < _SHORT_TEXT else least >= 0.6 and self.taken >= 0.65

    def is_reprint(self, *, signed: bool) -> bool:
        """True if the text stands in somebody else's frame, or in none. ``signed``: the page names its own operator."""
        if self.reference.framed and self.reference.lines.size >= 12 and self.frame_taken < 0.25:
            return True  # of a page with menus and a foot only the document is left
        if self.own < 3 or (self.reference.framed and self.frame_taken >= 0.75):
            return False  # the genuine frame is still there, whatever was added
        if min(self.taken, self.filled) >= 0.995 and not signed:
            return False  # nothing of its own but how the lines are broken
        return signed or self.own >= 8 or self.own >= 0.3 * (self.own + self.common)

    @property
    def is_frame(self) -> bool:
        """True if menus, foot and template are those of the genuine site, whatever the text."""
        if not self.reference.framed or self.common < 10 or self.frame_taken < 0.5 or self.frame_filled < 0.4:
            return False
        return max(self.shape, self.files) >= 0.4 or not self.reference.shape

    @property
    def is_whole_frame(self) -> bool:
        """True if the frame leaves no doubt: nearly all of it, nearly nothing else, on the same template."""
        alike = min(self.frame_taken, self.frame_filled) >= 0.65
        if not self.reference.framed:  # a small page without menus: everything else must be the same
            return alike and self.common >= 10 and self.own < 8 and min(self.shape, self.files) >= 0.8
        alike = alike and self.common >= 15
        return alike and (max(self.shape, self.files) >= 0.55 or not self.reference.shape)


class Known:
    """All references, indexed once for a detector."""

    def __init__(self, references: Sequence[Reference]) -> None:
        self._references = tuple(references)
        self._texts = [min(_PROBES_OF_TEXT, len(r.text.values)) for r in self._references]
        self._lines = [min(_PROBES_OF_LINES, len(r.lines.values)) for r in self._references]
        self._by_text = _index([r.text for r in self._references], _PROBES_OF_TEXT)
        by_line = _index([r.lines for r in self._references], _PROBES_OF_LINES)
        self._by_line = {value: held for value, held in by_line.items() if self._is_telling(held)}

        self._owners = {mark: r.organ for r in self._references for mark in r.marks}

    def _is_telling(self, held: Sequence[int]) -> bool:
        """True for a line that few organs have."""
        return len(held) <= _WIDESPREAD or len({self._references[n].organ for n in held}) <= _WIDESPREAD

    def owner_of(self, mark: str) -> str:
        """Return the organ on whose pages a filing number or code stands, or ""."""
        return self._owners.get(mark, "")

    def __bool__(self) -> bool:
        return bool(self._references)

    def nearest(self, seen: Impression) -> Likeness | None:
        """Return how the page compares with the genuine page that it is nearest to; None if none is near."""
        if not self._references:
            return None
        near = {*_hits(self._by_text, seen.text, self._texts), *_hits(self._by_line, seen.lines, self._lines)}
        found = [likeness(seen, self._references[number]) for number in sorted(near)]
        return max(found, key=lambda one: (one.weight, one.reference.url), default=None)


def likeness(seen: Impression, reference: Reference) -> Likeness:
    """Compare a page with one reference."""
    taken, filled = shares(reference.text, seen.text)
    if reference.text.size < _LEAST_TEXT:
        taken = filled = 0.0
    frame_taken, frame_filled = shares(reference.lines, seen.lines)
    common = round(frame_filled * seen.lines.size)
    return Likeness(
        reference, taken, filled, frame_taken, frame_filled, common, seen.lines.size - common,
        overlap(reference.shape, seen.shape), overlap(reference.files, seen.files),
    )  # fmt: skip


def _index(sketches: Sequence[Sketch], probes: int) -> dict[int, list[int]]:
    """Return for each of the lowest hashes which references hold it."""
    found: dict[int, list[int]] = {}
    for number, sketch in enumerate(sketches):
        for value in sketch.values[:probes]:
            if value in found:
                found[value].append(number)
            else:
                found[value] = [number]
    return found


def _hits(index: Mapping[int, Sequence[int]], sketch: Sketch, probes: Sequence[int]) -> list[int]:
    """Return the references of which a page holds enough of the lowest hashes, the likeliest first."""
    count: Counter[int] = Counter()
    for value in sketch.values:
        if value in index:
            count.update(index[value][:_MOST_HOLDERS])
    return [number for number, hits in count.most_common(_CLOSEST) if hits >= max(3, _SHARE * probes[number])]
