"""Sentences of ours that were stored as plain text, found again: which one it is and what stands in its places.

A text may fit several sentences, and what stands in a place may be a sentence itself. The reading that leaves the
least text unexplained is taken. A place in quotation marks, or by the name ``words``, holds what a page or a person
wrote: it is never read as a sentence of ours, and one in quotation marks ends with the first that closes them, if the
text can be read so. Literals are looked for from left to right and never again, and what a
text may cost is bounded, so that no text, however hostile, is dear.
"""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

LONGEST = 2000  # characters; a longer text is left as it is
MOST_READINGS = 100  # tried for one text
THEIRS = "words"
CHINESE = re.compile(r"[\u3400-\u9fff]")
# A sentence of fewer characters of its own (“{before}、{last}”) is looked for last, and only seen where all that it
# joins is ours too.
OWN_WORDS = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """A sentence, and what stands in its places: text as it is, or again a reading. ``explained``: its own letters."""

    sentence: str
    values: Mapping[str, str | Reading]
    explained: int


@dataclass(frozen=True, slots=True)
class Form:
    """A sentence taken apart: its literals, one more than its places."""

    sentence: str
    literals: tuple[str, ...]
    names: tuple[str, ...]
    theirs: frozenset[str]
    quoted: frozenset[str]
    glue: bool

    @property
    def length(self) -> int:
        """How many characters are its own."""
        return sum(map(len, self.literals))

    def values(self, text: str) -> dict[str, str] | None:
        """Return what stands in the places of a text that has this form, each as short as can be from the left."""
        first, *between, last = self.literals if self.names else ("", *self.literals)
        at, end = len(first), len(text) - len(last)
        if at > end or not text.startswith(first) or not text.endswith(last):
            return None
        found: list[str] = []
        for literal in between:
            next_at = text.find(literal, at, end)
            if next_at < 0:
                return None
            found.append(text[at:next_at])
            at = next_at + len(literal)
        if not self.names:
            return {} if at == end else None
        found.append(text[at:end])
        values = dict(zip(self.names, found, strict=True))
        return values if all(values[name] == one for name, one in zip(self.names, found, strict=True)) else None


def taken_apart(sentence: str) -> Form:
    """Return the form of a sentence with placeholders."""
    literals, names = [""], list[str]()
    for literal, name, _spec, _conversion in string.Formatter().parse(sentence):
        literals[-1] += literal
        if name is not None:
            names.append(name)
            literals.append("")
    around = zip(literals, names, literals[1:], strict=False)
    quoted = frozenset(name for before, name, after in around if before.endswith("“") and after.startswith("”"))
    theirs = quoted | ({THEIRS} & set(names))
    own = sum(len(CHINESE.findall(literal)) for literal in literals)
    return Form(sentence, tuple(literals), tuple(names), theirs, quoted, bool(names) and own < OWN_WORDS)


class Recall:
    """The sentences of a catalogue, to be found again in what was stored."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self._by_first: dict[str, list[Form]] = defaultdict(list)
        for form in sorted(map(taken_apart, sentences), key=lambda form: (-form.length, form.sentence)):
            self._by_first[form.literals[0][:1]].append(form)

    def reading(self, text: str) -> Reading | None:
        """Return the sentence that a text is, None if it is none of ours."""
        return _Search(self._by_first).best(text) if len(text) <= LONGEST else None


class _Search:
    """One text. What was read once is not read again."""

    def __init__(self, by_first: Mapping[str, list[Form]]) -> None:
        self._by_first = by_first
        self._known: dict[str, Reading | None] = {}
        self._left = MOST_READINGS

    def best(self, text: str) -> Reading | None:
        if text not in self._known:
            self._known[text] = None  # a sentence that holds nothing but itself explains nothing
            forms = self._fitting(text) if CHINESE.search(text) else []
            plain = [one for one in forms if not any("”" in one[1][name] for name in one[0].quoted)]
            found = self._readings(plain, glue=False) or self._readings(plain, glue=True)
            found = found or self._readings(forms, glue=False)
            self._known[text] = max(found, key=lambda one: one.explained, default=None)
        return self._known[text]

    def _fitting(self, text: str) -> list[tuple[Form, dict[str, str]]]:
        forms = (*self._by_first.get(text[:1], ()), *self._by_first.get("", ()))
        return [(form, values) for form in forms if (values := form.values(text)) is not None]

    def _readings(self, forms: Iterable[tuple[Form, dict[str, str]]], *, glue: bool) -> list[Reading]:
        found = []
        for form, values in forms:
            if form.glue is not glue or self._left <= 0:
                continue
            self._left -= 1
            read = {name: value if name in form.theirs else self.best(value) or value for name, value in values.items()}
            unread = (one for name, one in read.items() if name not in form.theirs and isinstance(one, str))
            if glue and any(CHINESE.search(one) for one in unread):
                continue
            nested = sum(one.explained for one in read.values() if isinstance(one, Reading))
            found.append(Reading(form.sentence, read, form.length + nested))
        return found
