"""A letter's text as a form, one field a paragraph.

A line more in a field is a paragraph more, an empty field one less: no script is needed for either.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from takedown.render import Mark

# Fields of these are one line each; the others grow with their text.
SINGLE = (Mark.TITLE, Mark.TO)
A_LINE = 30  # characters that a field surely shows on a line


@dataclass(frozen=True, slots=True)
class Field:
    """A paragraph with its mark; ``rows``: how many lines the field shows."""

    mark: str
    text: str
    rows: int


def fields_of(text: str) -> list[Field]:
    """Return the fields of a marked text; a line without a known mark goes to the paragraph before it."""
    found: list[tuple[str, str]] = []
    for line in text.splitlines():
        mark, _, rest = line.strip().partition(" ")
        if mark in tuple(Mark):
            found.append((mark, rest))
        elif line.strip():
            last = found.pop() if found else (Mark.TEXT.value, "")
            found.append((last[0], "\n".join(filter(None, (last[1], line.strip())))))
    return [Field(mark, rest, _rows(mark, rest)) for mark, rest in found]


def text_of(marks: Sequence[str], texts: Sequence[str]) -> str:
    """Return the marked text of a form's fields."""
    lines = [
        f"{mark} {line.strip()}"
        for mark, text in zip(marks, texts, strict=False)
        for line in text.splitlines()
        if line.strip()
    ]
    return "".join(f"{line}\n" for line in lines)


def lines_of(text: str) -> list[str]:
    """Return the paragraphs of a marked text, each with its mark, as the form would send them back."""
    fields = fields_of(text)
    return text_of([field.mark for field in fields], [field.text for field in fields]).splitlines()


def _rows(mark: str, text: str) -> int:
    lines = sum(len(line) // A_LINE + 1 for line in text.split("\n"))
    return max(2 if mark in SINGLE else 3, lines)
