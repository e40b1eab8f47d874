"""Offers: which sellers' words a text speaks as its own, and what stands beside them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import accumulate
from typing import Any, TypeVar

from detectors.text.anchors import Anchored
from detectors.text.contacts import find_contacts
from detectors.text.dealing import MESSAGE, Dealing, deal_in
from detectors.text.fold import Folded, fold
from detectors.text.lexicon import PROMISES, Hit, Lexicon
from detectors.text.papers import papers_of
from detectors.text.pitch import pitch_of
from detectors.text.quotation import Quotation
from detectors.text.sentences import Sentences, sentences_of
from detectors.weights import weights
from zhenwei.types import Contact

T = TypeVar("T")
# A verb and a paper with fewer signs of a seller is how everybody speaks.
LEAST, CERTAIN = 4, 6
_PRICE = Anchored(
    r"(?:价格|费用|仅需|只要|只需|低至|特价|优惠价|全包|每本|每张|一本|一张|一套)[^\n。]{0,6}?(\d{2,4})\s{0,9}(?:元|块|米|r(?![a-z])|起|/)|"
    r"[¥￥]\s{0,9}\d{2,4}(?!\d)|\d{2,4}\s{0,9}(?:元|块钱?)\s{0,9}(?:一|每|/)?\s{0,9}(?:本|张|个证|套|证)"
)


@dataclass(frozen=True)
class Reading:
    """One text read for offers: its folding, all hits, contacts, and for each promise whether it is an offer.

    ``seen``: the watched words (see ``trades``) that the text holds.
    """

    folded: Folded
    hits: tuple[Hit, ...]
    contacts: tuple[Contact, ...]
    source: str = "text"
    seen: frozenset[str] = frozenset()

    @cached_property
    def sentences(self) -> Sentences:
        """The sentences of the folded text."""
        return sentences_of(self.folded.text)

    @cached_property
    def quotation(self) -> Quotation:
        """Tells reported words from offered ones."""
        return Quotation(self.folded.text, self.sentences, self.hits, self._contact_places())

    @cached_property
    def offered(self) -> dict[str, tuple[Hit, ...]]:
        """The promise words that the text speaks as its own, by group."""
        return {g: tuple(h for h in self.of(g) if not self.quotation.is_reported(h)) for g in PROMISES}

    @cached_property
    def reported(self) -> tuple[Hit, ...]:
        """The promise words that are quoted, negated or reported."""
        return tuple(h for g in PROMISES for h in sorted({*self.of(g)} - {*self.offered[g]}, key=lambda h: h.start))

    @cached_property
    def prices(self) -> tuple[Hit, ...]:
        """Prices of a piece."""
        return tuple(Hit("price", m[0], m.start(), m.end()) for m in _PRICE.finditer(self.folded.text))

    @cached_property
    def papers(self) -> tuple[Hit, ...]:
        """The papers of persons that the text names, in order; ``group`` is the kind."""
        return tuple(papers_of(self.folded.text, self._by_group))

    @cached_property
    def deal(self) -> Dealing | None:
        """The offer of papers that the text makes by its grammar, if it makes one."""
        found = deal_in(self)
        told = found is not None and (found.verb or found.signs & {"bare", "proof"})
        if found is not None and (found.weight < LEAST or (not told and found.weight == LEAST)):
            found = None
        if found is not None and found.weight >= CERTAIN:
            return found
        return _by_pitch(self, found)

    @cached_property
    def _by_group(self) -> dict[str, tuple[Hit, ...]]:
        groups: dict[str, list[Hit]] = {}
        for hit in self.hits:
            groups.setdefault(hit.group, []).append(hit)
        return {group: tuple(hits) for group, hits in groups.items()}

    def noted(self, name: str, work: Callable[[Reading], T]) -> T:
        """Return what ``work`` makes of this reading, worked out once under a name."""
        if name not in self._notes:
            self._notes[name] = work(self)
        found: T = self._notes[name]
        return found

    @cached_property
    def _notes(self) -> dict[str, Any]:
        return {}

    def of(self, group: str) -> tuple[Hit, ...]:
        """Return the hits of one group."""
        return self._by_group.get(group, ())

    def words(self, group: str) -> set[str]:
        """Return the distinct words found of one group."""
        return {h.word for h in self.of(group)}

    def ordered(self, words: Iterable[str]) -> list[str]:
        """Return words by where they first stand in the folded text, those that it lacks last."""
        text = self.folded.text
        return sorted(words, key=lambda word: (word not in text, text.find(word)))

    def near(self, hits: Sequence[Hit], places: Sequence[Hit], reach: int) -> tuple[Hit, ...]:
        """Return the hits that stand within ``reach`` characters of any of the places."""
        if not hits or not places:
            return ()
        ordered = sorted(places, key=lambda p: p.start)
        starts = [p.start for p in ordered]
        ends = list(accumulate((p.end for p in ordered), max))  # of all places that begin no later
        found = []
        for hit in hits:
            before = bisect_right(starts, hit.start + reach)
            if before and ends[before - 1] >= hit.start - reach:
                found.append(hit)
        return tuple(found)

    def quote(self, hit: Hit) -> tuple[str, int, int]:
        """Return the original words of a hit with their offsets."""
        start, end = self.folded.span(hit.start, hit.end)
        return self.folded.original[start:end], start, end

    def _contact_places(self) -> list[int]:
        # Contacts carry original offsets.
        return [self.folded.place(c.start) for c in self.contacts]


def _by_pitch(reading: Reading, found: Dealing | None) -> Dealing | None:
    """Return the offer that is told by all the words around papers together, or the one found by grammar."""
    if reading.source == "head":
        return found
    by = weights().pitch
    pitch = pitch_of(reading, by.hint) if found is None else pitch_of(reading)
    if pitch is None:
        return found
    likely = pitch.odds >= by.likely and not pitch.doubted
    weighed = CERTAIN if pitch.odds >= by.clear else CERTAIN - 1 if likely else LEAST
    if found is not None and pitch.doubted and pitch.odds < by.veto:
        return replace(found, weighed=LEAST)  # its own grammar offers, all that stands around it does not
    if pitch.odds < by.hint or (found is not None and found.weight >= weighed):
        return found
    return Dealing(pitch.hit, pitch.papers, pitch.kinds, 0, len(reading.folded.text) <= MESSAGE, weighed)


def read(text: str, lexicon: Lexicon, source: str = "text", lent: bool = False) -> Reading:
    """Fold a text and find everything in it that rules about offers look at. ``lent``: see ``Lexicon.find``."""
    folded = fold(text)
    seen: set[str] = set()
    hits = tuple(lexicon.find(folded, lent, seen))
    return Reading(folded, hits, find_contacts(folded, source), source, frozenset(seen))
