"""Sentences of ours that were stored as plain text, found again: which one it is and what stands in its places.

A text may fit several sentences, and what stands in a place may be a sentence itself. The reading that leaves the
least text unexplained is taken. A place in quotation marks, or by the name ``words``, holds what a page or a person
wrote: it is never read as a sentence of ours, and one in quotation marks ends with the first that closes them, if the
text can be read so. Literals are looked for from left to right and never again, and what a text may cost is bounded,
so that no text, however hostile, is dear.
"""

from __future__ import annotations

import re
import string
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LONGEST = 2000  # characters; a longer text is left as it is
MOST_LOOKS = 200  # at parts of one text
DEEPEST = 40  # parts within parts; a list has one more with each of its members
THEIRS = "words"
CHINESE = re.compile(r"[\u3400-\u9fff]")
Places = Mapping[str, str]
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

    @property
    def joint(self) -> str:
        """What stands between the two that the form only joins; empty for any other form."""
        plain = self.glue and len(self.names) == 2 and not self.literals[0] and not self.literals[2]
        return self.literals[1] if plain else ""


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
    """One text. What was looked at once is not looked at again, and no more than so many texts are."""

    def __init__(self, by_first: Mapping[str, list[Form]]) -> None:
        self._by_first = by_first
        self._known: dict[tuple[str, bool], Reading | None] = {}
        self._depth = 0

    def best(self, text: str, *, joined: bool = True) -> Reading | None:
        """Return what a text, or (not ``joined``) a part of a list, reads as."""
        key = (text, joined)
        if key not in self._known and len(self._known) < MOST_LOOKS and self._depth < DEEPEST and CHINESE.search(text):
            self._known[key] = None  # a sentence that holds nothing but itself explains nothing
            self._depth += 1
            forms = (*self._by_first.get(text[:1], ()), *self._by_first.get("", ()))
            fitting = [(form, values) for form in forms if (values := form.values(text)) is not None]
            self._known[key] = self._chosen(text, fitting, joined=joined)
            self._depth -= 1
        return self._known.get(key)

    def _chosen(self, text: str, fitting: Sequence[tuple[Form, Places]], *, joined: bool) -> Reading | None:
        plain = [one for one in fitting if not one[0].glue]
        closed = [one for one in plain if not any("”" in one[1][name] for name in one[0].quoted)]
        found = [self._read(form, values) for form, values in closed]
        if not found and joined:
            found = [one for form, values in fitting if form.glue and (one := self._joined(form, values, text))]
        if not found:
            found = [self._read(form, values) for form, values in plain]
        return max(found, key=lambda one: one.explained, default=None)

    def _read(self, form: Form, values: Places) -> Reading:
        read = {name: one if name in form.theirs else self.best(one) or one for name, one in values.items()}
        return Reading(form.sentence, read, form.length + _explained(read))

    def _joined(self, form: Form, values: Places, text: str) -> Reading | None:
        """Return a form of next to no words of its own, if all that it holds is ours. A list is read from its end."""
        if not form.joint:
            one = self._read(form, values)
            return one if _is_ours(form, one.values) else None
        before, last = form.names
        at = text.rfind(form.joint)
        while at >= 0 and len(self._known) < MOST_LOOKS:
            rest, end = text[:at], text[at + len(form.joint) :]
            if (read := self.best(end, joined=False)) or not CHINESE.search(end):
                both: dict[str, str | Reading] = {before: self.best(rest) or rest, last: read or end}
                if _is_ours(form, both):
                    return Reading(form.sentence, both, form.length + _explained(both))
            at = text.rfind(form.joint, 0, at)
        return None


def _explained(values: Mapping[str, str | Reading]) -> int:
    return sum(one.explained for one in values.values() if isinstance(one, Reading))


def _is_ours(form: Form, values: Mapping[str, str | Reading]) -> bool:
    """True if no value is Chinese that is neither read nor somebody else's."""
    return not any(isinstance(one, str) and CHINESE.search(one) for n, one in values.items() if n not in form.theirs)
