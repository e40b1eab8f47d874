"""Screening: which of very many names imitate a protected organ or the look-up of its certificates.

Most names end at the sieve; only what holds a telling word is split by the public suffix list, cut into words and
judged. See docs/names.md for the rules.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from detectors.names.confusables import latin, readings
from detectors.names.government import GovernmentMarks
from detectors.names.governments import governments
from detectors.names.judge import DISGUISE, Weigher
from detectors.names.lists import name_of_line
from detectors.names.opinion import NameOpinion, Reason
from detectors.names.pinyin import is_han
from detectors.names.segment import Segmenter
from detectors.names.sieve import Sieve
from detectors.names.spare import spared
from detectors.names.split import HOST, SplitName, split_name
from detectors.names.vocabulary import Word, han_words, latin_words, national, slippery
from detectors.text.characters import simplified
from zhenwei.address import registrable
from zhenwei.errors import BadInput
from zhenwei.sentences import said
from zhenwei.watchlist import Watchlist

_SEPARATORS = str.maketrans("", "", "-.")
_NEEDS_SPLITTING = re.compile(r"[^a-z0-9._-]|^[^.]*$|^\.|\.\.")
# A dot written out, as proxies and forgers do: www-example-dot-gov-dot-cn.
_WRITTEN_DOT = re.compile(r"-dot-")


class Screener:
    """Judges names against one watchlist. Building one takes tens of milliseconds: build once a process."""

    def __init__(self, watchlist: Watchlist) -> None:
        self.watchlist = watchlist
        vocabulary = latin_words(watchlist)
        slipping = slippery(watchlist, vocabulary.values())
        own = governments(watchlist)
        self._segmenter = Segmenter(vocabulary, slipping)
        self._han = han_words(watchlist)
        self._marks = GovernmentMarks(own)
        self._weigher = Weigher(watchlist, national(watchlist))
        retired = {d.translate(_SEPARATORS) for organ in watchlist.organs.values() for d in organ.retired}
        self._sieve = Sieve(vocabulary.values(), slipping, self._han, retired, own)

    def screen(self, name: str) -> NameOpinion:
        """Judge a host name or address, ASCII or Unicode. Raises BadInput for what is neither."""
        if self.passes(name):
            host = name.strip().rstrip(".").lower()
            if HOST.fullmatch(host):
                return NameOpinion(host, host, registrable(host), "", 0.0)
        return self.judge(name)

    def judge(self, name: str) -> NameOpinion:
        """Judge without the sieve: what ``screen`` and ``scan`` say, the slow way. Raises BadInput."""
        return self._judge(split_name(name))

    def passes(self, name: str) -> bool:
        """True if the first filter sees nothing in a plain ASCII host name, so that it needs no judging."""
        low = name.strip().lower()
        return low.isascii() and not _NEEDS_SPLITTING.search(low) and self._sieve.passes(low)

    def scan(self, block: bytes, least: float = 0.1) -> Iterator[NameOpinion]:
        """Yield the opinion of every name with ``least`` points in a block of lines (see ``lists.py``), in order.

        A hundred times faster than ``screen`` for each line. Lines that are no names are passed over.
        """
        for line in self._sieve.kept(block, least):
            name = name_of_line(line)
            if name:
                try:
                    opinion = self.judge(name)
                except BadInput:
                    continue
                if opinion.score >= least:
                    yield opinion

    def _judge(self, name: SplitName) -> NameOpinion:
        if organ := self.watchlist.retired_organ(name.host):
            why = said("“{name}”曾经使用、现已停用的域名：再次出现可能已落入他人之手", name=organ.name)
            return self._opinion(name, organ.slug, (Reason("N008", 90, why),))
        if reason := spared(name, self.watchlist):
            return self._opinion(name, "", (reason,))
        target, reasons = self._best_reading(name)
        return self._opinion(name, target, reasons)

    def _best_reading(self, name: SplitName) -> tuple[str, tuple[Reason, ...]]:
        body, before = (_WRITTEN_DOT.sub(".", latin(text)) for text in (name.chosen, _decoded(name)))
        best = self._weigh(name, body, before, disguised=body != name.chosen.lower())
        for other, other_before in zip(_aligned(body), _aligned(before), strict=True):
            if other != body or other_before != before:
                found = self._weigh(name, other, other_before, disguised=True)
                if _total(found[1]) > _total(best[1]) + 0.01 and _says_more(found[1], best[1]):
                    best = found
        return best

    def _weigh(self, name: SplitName, body: str, before: str, *, disguised: bool) -> tuple[str, tuple[Reason, ...]]:
        tokens = [token.word for token in self._segmenter.tokens(_ascii_only(body))]
        tokens += self._han_tokens(body)
        government = self._marks.strongest(name, before) or self._marks.in_path(name.path)
        if name.path:
            tokens += [token.word for token in self._segmenter.tokens(_ascii_only(name.path.split("/")[0]))]
        bare = None if government else self._marks.bare_word(name, body)
        return self._weigher.weigh(name, tokens, government, bare, disguised=disguised)

    def _han_tokens(self, body: str) -> list[Word]:
        if not is_han(body):
            return []
        text, found = simplified(body), []
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


def _says_more(reasons: Iterable[Reason], than: Iterable[Reason]) -> bool:
    """True if another reading shows a word that the plain one does not: only then something was disguised."""
    known = {(reason.rule, reason.detail) for reason in than}
    return any(reason.rule != DISGUISE and (reason.rule, reason.detail) not in known for reason in reasons)


def _decoded(name: SplitName) -> str:
    """Return the Unicode host without its ICANN suffix."""
    labels = name.before.count(".") + 1 if name.before else 0
    return ".".join(name.unicode.split(".")[:labels])


def _aligned(text: str) -> tuple[str, ...]:
    """Return the text and its other readings, always four, so that two texts can be read alike in step."""
    found = (text, *readings(text))
    return (*found, *(found[-1],) * 6)[:6]


def _ascii_only(text: str) -> str:
    """Replace every other character by a separator."""
    if text.isascii():
        return text
    return "".join(c if c.isascii() else "-" for c in text)
