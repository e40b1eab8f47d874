"""Sentences that can be said in another language later: the Chinese with its placeholders, and their values.

The Chinese sentence is the id of its translation (``review/texts/<language>/said.po``), as with gettext. The command
line prints it as it is; the desk, which knows who reads, says it in their language (``review.messages.Messages.said``).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any


class Said(str):
    """A finished Chinese sentence that remembers what it was made of: a ``str`` to whoever only prints it."""

    sentence: str
    values: Mapping[str, Any]

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (self.sentence, dict(self.values))


def said(sentence: str, /, **values: object) -> Said:
    """Return a sentence with its placeholders filled. An error as a value stands for its own sentence."""
    for name, value in values.items():
        if isinstance(value, Exception):
            values[name] = spoken(value)
    whole = Said(sentence.format(**values))
    whole.sentence, whole.values = sentence, values
    return whole


def listed(parts: Iterable[str], *, clauses: bool = False) -> str:
    """Return parts joined by 、 (``clauses``: by ；), each of which may be a sentence; empty for none."""
    whole = ""
    for part in parts:
        if not whole:
            whole = part
        elif clauses:
            whole = said("{before}；{last}", before=whole, last=part)
        else:
            whole = said("{before}、{last}", before=whole, last=part)
    return whole


def spoken(value: object) -> object:
    """Return the sentence that an error was raised with, anything else as it is."""
    told = value.args[0] if isinstance(value, Exception) and value.args else value
    return told if isinstance(told, Said) else value


def without(text: str, part: str) -> str:
    """Return a sentence with something cut out of its values, such as the name of a temporary folder."""
    if not isinstance(text, Said):
        return text.replace(part, "")
    values = {
        name: value if isinstance(value, int) else without(value if isinstance(value, Said) else str(value), part)
        for name, value in text.values.items()
    }
    return said(text.sentence, **values)


def _again(sentence: str, values: Mapping[str, object]) -> Said:
    return said(sentence, **values)
