"""A text in which words are found whatever white space stands in either."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property

_WORD = re.compile(r"\S+")


class Solid:
    """Readers of one page differ in where they put spaces and line ends, so none of them counts here."""

    def __init__(self, text: str) -> None:
        self.text = text

    def find(self, words: str, near: int = 0) -> tuple[int, int] | None:
        """Return where words stand (start, end), preferring the place nearest to an offset; None if nowhere."""
        sought = "".join(words.split())
        found = -1
        best: tuple[int, int] | None = None
        while sought and (found := self._solid.find(sought, found + 1)) >= 0:
            here = (self._place(found), self._place(found + len(sought) - 1) + 1)
            if best is not None and abs(here[0] - near) >= abs(best[0] - near):
                break
            best = here
        return best

    @cached_property
    def _solid(self) -> str:
        return "".join(self.text.split())

    @cached_property
    def _runs(self) -> tuple[list[int], list[int]]:
        """Where each run without white space begins: in the solid text, and how much further in the text itself."""
        begins, shifts = [], []
        length = 0
        for match in _WORD.finditer(self.text):
            begins.append(length)
            shifts.append(match.start() - length)
            length += match.end() - match.start()
        return begins, shifts

    def _place(self, solid: int) -> int:
        begins, shifts = self._runs
        return solid + shifts[bisect_right(begins, solid) - 1]
