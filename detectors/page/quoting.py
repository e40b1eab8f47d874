"""Where on a page the words stand that a rule speaks of.

A rule saw them folded, without white space, or cut: the original behind them is what people are shown. What they see of
the page comes first, then its title, its pictures, what is hidden from them, and what its markup says besides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, Protocol

from lxml import etree

from detectors.text.fold import Folded, fold
from detectors.text.solid import Solid

# Of what readers see, which alone has offsets.
VISIBLE = "visible"
# Several of them: the first that is found is quoted.
Words = str | Sequence[str]
# Words that readers see although they are no text: in fields, instead of pictures, in what the head says.
_SAID = ("placeholder", "alt", "title", "aria-label", "value", "content")
_LONGEST_SAID = 20_000


class Quoted(NamedTuple):
    """Original words; they stand at ``start:end`` of the visible text, or elsewhere if both are 0."""

    quote: str
    start: int
    end: int


NOWHERE = Quoted("", 0, 0)


class Said(Protocol):
    """What holds a folded text, as a ``Reading`` does."""

    @property
    def folded(self) -> Folded: ...


class Place:
    """A part of a page in which words may stand; ``name`` as in ``Document.readings``."""

    def __init__(self, name: str, said: Said) -> None:
        self.name = name
        self._said = said

    @property
    def _folded(self) -> Folded:
        return self._said.folded

    @cached_property
    def _solid(self) -> Solid:
        return Solid(self._folded.text)

    @cached_property
    def _original(self) -> Solid:
        return Solid(self._folded.original)

    def find(self, words: str) -> Quoted | None:
        """Return the original of words that were seen folded or as they stand; None if they are not here."""
        span = next((found for form in _forms(words) if (found := self._span(form))), None)
        start, end = span or self._original.find(words) or (0, 0)
        if start >= end:
            return None
        quote = self._folded.original[start:end]
        return Quoted(quote, start, end) if self.name == VISIBLE else Quoted(quote, 0, 0)

    def _span(self, words: str) -> tuple[int, int] | None:
        at = self._folded.text.find(words)
        found = (at, at + len(words)) if at >= 0 else self._solid.find(words)
        return self._folded.span(*found) if found else None


def quoted(words: Words, places: Sequence[Place], where: str = "") -> Quoted:
    """Return the original of the first words that stand in a place, ``where`` before the others. Linear in the text."""
    ordered = sorted(places, key=lambda place: place.name != where)
    for said in (words,) if isinstance(words, str) else words:
        for place in ordered if (bare := said.strip()) else ():
            if found := place.find(bare):
                return found
    return NOWHERE


class InMarkup:
    """What fields, pictures and the head say in attributes, a line each; read only when somebody asks."""

    def __init__(self, tree: etree._Element | None) -> None:
        self._tree = tree

    @cached_property
    def folded(self) -> Folded:
        return fold("\n".join(_attributes(self._tree)) if self._tree is not None else "")


def _forms(words: str) -> Iterable[str]:
    yield words
    if (folded := fold(words).text) != words:
        yield folded


def _attributes(tree: etree._Element) -> Iterator[str]:
    left = _LONGEST_SAID
    for element in tree.iter("input", "textarea", "img", "meta"):
        for key in _SAID:
            if said := str(element.get(key) or ""):
                yield said
                left -= len(said)
        if left < 0:
            return
