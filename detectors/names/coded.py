"""Names beyond ASCII at the sieve: punycode decoded, homographs folded, then asked what they hold."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cached_property

import opencc

from detectors.finder import Finder
from detectors.names.confusables import latin
from detectors.names.pinyin import is_han
from detectors.names.vocabulary import Word


class Coded:
    """The same question as the sieve's, a hundred times slower, for the few names that need it."""

    def __init__(self, han: Iterable[Word], passes: Callable[[str], bool]) -> None:
        """``passes``: the sieve for one ASCII name."""
        self._han = Finder({word.text: word for word in han})
        self._passes = passes

    def tells(self, name: str) -> bool:
        """True if a name with punycode labels or other letters must be judged."""
        text = latin(".".join(map(_decoded, name.strip().lower().split("."))))
        # A label that does not decode is looked at without its prefix: the sieve would send it here again.
        plain = "".join(c if c.isascii() else "-" for c in text).replace("xn--", "")
        if not self._passes(plain):
            return True
        return is_han(text) and next(iter(self._han.find(self._simplify.convert(text))), None) is not None

    @cached_property
    def _simplify(self) -> opencc.OpenCC:
        return opencc.OpenCC("t2s")


def _decoded(label: str) -> str:
    """Return a label as letters, without the checks of IDNA: what is none is judged as it stands."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, IndexError, OverflowError):
        return label
