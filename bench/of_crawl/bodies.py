"""The pages of the farm: 4 to 40 KB of markup, every one different, always the same under the same number.

A pool of pages as in ``bench/of_pages/made_up.py`` (of ten seven about something else, two about certificates, one an
offer), each given out many times with a title and a paragraph of its own, so that no two have the same digest.
"""

from __future__ import annotations

from bench.of_pages.made_up import page

POOL = 120
# Characters of text; with the markup around it 4 to 40 KB of UTF-8.
_FEWEST, _MOST = 700, 11_600
_UNIQUE = "<h1>"


class Bodies:
    """``body(number)`` for any number; the pool is made once."""

    def __init__(self) -> None:
        step = (_MOST - _FEWEST) // (POOL - 1)
        # 37 has no factor with POOL, so sizes and kinds are mixed.
        lengths = [_FEWEST + step * (number * 37 % POOL) for number in range(POOL)]
        self._parts = [_halves(page(number, length)[1]) for number, length in enumerate(lengths)]

    def body(self, number: int) -> bytes:
        """Return the markup of the page of that number."""
        before, after = self._parts[number % POOL]
        return b"%s<h1>%d</h1><p>No. %d, %x</p>%s" % (before, number, number, number * 2654435761 & 0xFFFFFFFF, after)


def _halves(markup: str) -> tuple[bytes, bytes]:
    before, after = markup.encode().split(_UNIQUE.encode(), 1)
    return before, _UNIQUE.encode() + after
