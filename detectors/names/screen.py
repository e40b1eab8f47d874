"""Screening: which of very many names imitate a protected organ or the look-up of its certificates.

Most names end at one pass of an automaton over the plain and the blurred spelling; only what holds a telling word is
split by the public suffix list, cut into words and judged. See docs/names.md for the rules.
"""

from __future__ import annotations

from collections.abc import Iterable

import ahocorasick
import opencc

from detectors.names.confusables import blurred, latin, readings
from detectors.names.government import government_marks, government_word, path_mark
from detectors.names.judge import Weigher
from detectors.names.opinion import NameOpinion, Reason
from detectors.names.pinyin import is_han
from detectors.names.segment import Segmenter
from detectors.names.spare import spared
from detectors.names.split import SplitName, split_name
from detectors.names.vocabulary import TELLING, Word, han_words, latin_words, national
from zhenwei.address import registrable
from zhenwei.watchlist import Watchlist


class Screener:
    """Judges names against one watchlist. Building one takes tens of milliseconds: build once a process."""

    def __init__(self, watchlist: Watchlist) -> None:
        self._watchlist = watchlist
        vocabulary = latin_words(watchlist)
        self._segmenter = Segmenter(vocabulary)
        self._han = han_words(watchlist)
        self._simplify = opencc.OpenCC("t2s")
        self._weigher = Weigher(watchlist, national(watchlist))
        self._filter = _first_filter(vocabulary.values())
        self._retired = tuple(domain for organ in watchlist.organs.values() for domain in organ.retired)

    def screen(self, name: str) -> NameOpinion:
        """Judge a host name or address, ASCII or Unicode. Raises BadInput for what is neither."""
        if self.passes(name):
            host = name.strip().rstrip(".").lower()
            return NameOpinion(host, host, registrable(host), "", 0.0)
        return self._judge(split_name(name))

    def passes(self, name: str) -> bool:
        """True if the first filter sees nothing in a plain ASCII host name, so that it needs no judging."""
        low = name.strip().lower()
        if not low.isascii() or "xn--" in low or "/" in low or ":" in low or " " in low or "." not in low:
            return False
        if low.startswith(("*", ".", "-")) or any(low.rstrip(".").endswith(domain) for domain in self._retired):
            return False
        plain = low.replace("-", "").replace(".", "")
        if next(self._filter.iter(plain), None) is not None:
            return False
        return next(self._filter.iter(blurred(low)), None) is None

    def _judge(self, name: SplitName) -> NameOpinion:
        if organ := self._watchlist.retired_organ(name.host):
            why = f"“{organ.name}”曾经使用、现已停用的域名：再次出现可能已落入他人之手"
            return self._opinion(name, organ.slug, (Reason("N008", 90, why),))
        if reason := spared(name, self._watchlist):
            return self._opinion(name, "", (reason,))
        target, reasons = self._best_reading(name)
        return self._opinion(name, target, reasons)

    def _best_reading(self, name: SplitName) -> tuple[str, tuple[Reason, ...]]:
        body, before = latin(name.chosen), latin(_decoded(name))
        best = self._weigh(name, body, before, disguised=body != name.chosen.lower())
        for other, other_before in zip(_aligned(body), _aligned(before), strict=True):
            if other != body or other_before != before:
                found = self._weigh(name, other, other_before, disguised=True)
                if _total(found[1]) > _total(best[1]) + 0.01:
                    best = found
        return best

    def _weigh(self, name: SplitName, body: str, before: str, *, disguised: bool) -> tuple[str, tuple[Reason, ...]]:
        tokens = [token.word for token in self._segmenter.tokens(_ascii_only(body))]
        tokens += self._han_tokens(body)
        government = government_marks(name, before) or path_mark(name.path)
        if name.path:
            tokens += [token.word for token in self._segmenter.tokens(_ascii_only(name.path.split("/")[0]))]
        return self._weigher.weigh(name, tokens, government, government_word(before), disguised=disguised)

    def _han_tokens(self, body: str) -> list[Word]:
        if not is_han(body):
            return []
        text, found = self._simplify.convert(body), []
        for word in self._han:
            if word.text in text:
                found.append(word)
                text = text.replace(word.text, "\0")
        return found

    def _opinion(self, name: SplitName, target: str, reasons: tuple[Reason, ...]) -> NameOpinion:
        path = f"/{name.path}" if name.path else ""
        score = round(min(100.0, max(0.0, _total(reasons))), 1)
        return NameOpinion(
            name.host + path, name.unicode + path, name.registrable, target if score else "", score, reasons
        )


def _total(reasons: Iterable[Reason]) -> float:
    return sum(reason.points for reason in reasons)


def _decoded(name: SplitName) -> str:
    """Return the Unicode host without its ICANN suffix."""
    labels = name.before.count(".") + 1 if name.before else 0
    return ".".join(name.unicode.split(".")[:labels])


def _aligned(text: str) -> tuple[str, ...]:
    """Return the text and its other readings, always four, so that two texts can be read alike in step."""
    found = (text, *readings(text))
    return (*found, *(found[-1],) * 6)[:6]


def _ascii_only(text: str) -> str:
    """Replace every run of other characters by one separator."""
    return "".join(c if c.isascii() else "-" for c in text)


def _first_filter(vocabulary: Iterable[Word]) -> ahocorasick.Automaton:
    """Return an automaton over the telling words, plain and blurred; a word that holds another one is left out."""
    telling = [word for word in vocabulary if word.kind in TELLING]
    plain = {word.text for word in telling if not word.slip_of} | {"gov"}
    core = _automaton(plain | {blurred(text) for text in plain})
    slips = {word.text for word in telling if word.slip_of and next(core.iter(word.text), None) is None}
    return _automaton(set(core.keys()) | slips | {blurred(text) for text in slips})


def _automaton(texts: Iterable[str]) -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for text in texts:
        automaton.add_word(text, text)
    automaton.make_automaton()
    return automaton
