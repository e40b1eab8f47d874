"""Spans of a text: where a string stands, and spans drawn together that touch."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

Span = tuple[int, int]


def occurrences(text: str, string: str) -> Iterator[int]:
    """Yield every place of a string, overlapping ones too."""
    at = text.find(string)
    while at >= 0:
        yield at
        at = text.find(string, at + 1)


def merged(spans: Iterable[Span], gap: int = 0) -> list[Span]:
    """Return spans, given by rising start, with those drawn together that are at most ``gap`` characters apart."""
    found: list[Span] = []
    for start, end in spans:
        if found and start <= found[-1][1] + gap:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found
