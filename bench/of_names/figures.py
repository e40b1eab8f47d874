"""What a part hands back: figures by key, and lines for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

# ``None``: not measured here; a line in ``notes`` says why.
Figures = dict[str, float | int | None]


@dataclass
class Findings:
    """Figures of one part, what was set or left out (``notes``), and names to look at (``lists``, by title)."""

    figures: Figures = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    lists: dict[str, list[str]] = field(default_factory=dict)


def left_out(keys: Iterable[str], why: str) -> Findings:
    """Return findings whose figures were not measured."""
    return Findings(dict.fromkeys(keys), [why])
