"""Names beyond ASCII at the sieve: punycode decoded, homographs folded, then asked what they hold."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from detectors.finder import Finder
from detectors.names.confusables import latin
from detectors.names.pinyin import is_han
from detectors.names.vocabulary import Word
from detectors.text.characters import simplified

_HAN = re.compile(r"[\u3400-\u9fff]+")
_BEYOND = re.compile(r"[^\x00-\x7f]+")


class Coded:
    """The same question as the sieve's, a hundred times slower, for the few names that need it."""

    def __init__(self, han: Iterable[Word], holds: Callable[[str], bool]) -> None:
        """``holds``: whether the sieve keeps one ASCII name."""
        self._han = Finder({word.text: word for word in han})
        self._holds = holds

    def tells(self, name: str) -> bool:
        """True if a name with punycode labels or other letters must be judged."""
        text = ".".join(map(_decoded, name.strip().lower().split(".")))
        if is_han(text):
            if self._has_word(text) or self._has_word(simplified(text)):
                return True
            text = _HAN.sub("-", text)
        # A label that does not decode is looked at without its prefix: the sieve would send it here again.
        return self._holds(_BEYOND.sub("-", latin(text)).replace("xn--", ""))

    def _has_word(self, text: str) -> bool:
        return next(iter(self._han.find(text)), None) is not None


def _decoded(label: str) -> str:
    """Return a label as letters, without the checks of IDNA: what is none is judged as it stands."""
    if not label.startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except (UnicodeError, ValueError, IndexError, OverflowError):
        return label
