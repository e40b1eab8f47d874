"""Rules N001 to N007: the name pretends to stand below a government ending of the protected organs (.gov.cn ...)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from detectors.names.confusables import latin
from detectors.names.governments import Governments
from detectors.names.opinion import Reason
from detectors.names.platforms import CHEAP_SUFFIXES, CHINESE_SUFFIXES
from detectors.names.split import SplitName
from zhenwei.sentences import said

_HAN = re.compile("政府网|人民政府|政务网")
# Names of companies and products that end so without pretending anything.
_HARMLESS = frozenset({"e", "my", "i", "u", "open", "smart", "digital", "the"})
# Points of the bare word by its place. The most telling one makes the name begin like an office's own.
_LABEL, _HEAD_BELOW, _HEAD, _WHOLE, _TAIL, _INSIDE, _FUSED = 52, 52, 50, 40, 50, 40, 10
# In a label below the registrable one the word may be a product's (gov-static.example.com).
_BELOW = 46
# Written together at the end (agenciagob.top): products are called so, but not below a suffix that costs nothing.
_FUSED_CHEAP = 42
# Where the word alone is no ending of a protected organ (gov in a world of gov.cn), it says less: all the world writes
# it. Not so gob and gouv.
_AMBIGUOUS = ("gov", "govt")
_FOREIGN = 0.6
_OTHERS = 20.0
# What a cheap suffix adds to a government word (judge.py).
_SUFFIX = 8
_NOTHING_BELOW = frozenset({"", "www", "m", "mail"})


class GovernmentMarks:
    """What in a name pretends to be government, for the endings of one watchlist."""

    def __init__(self, own: Governments) -> None:
        endings = _endings(own)
        dotted = either(rf"{word}\.{country}" for word, country in own.endings)
        words = either(own.words)
        self._own = own
        self._chinese = CHINESE_SUFFIXES if ("gov", "cn") in own.endings else frozenset[str]()
        self._labels = re.compile(rf"(^|\.)({dotted})(\.|$)")
        self._written = re.compile(_written(own))
        self._turned = re.compile(_turned(own))
        self._ends = re.compile(rf"(^|\.)(?P<own>[a-z0-9-]*?)({words})$")
        self._path = re.compile(rf"[\w.-]*(\.({dotted})|-({endings}))(?![a-z])[\w.-]*")

    def strongest(self, name: SplitName, body: str) -> Reason | None:
        """Return the strongest sign that a name pretends to be below a protected government ending.

        ``body``: the part before the suffix in ASCII letters, as it stands or in another reading.
        """
        if found := self._labels.search(body):
            return Reason(
                "N001",
                60,
                said(
                    "把 {found} 写作子域名，真正的注册域名是 {registrable}",
                    found=found[2],
                    registrable=name.registrable,
                ),
            )
        if found := self._written.search(body):
            return Reason(
                "N002",
                55,
                said(
                    "把政府后缀写进域名标签（{found}），真正的注册域名是 {registrable}",
                    found=found[0],
                    registrable=name.registrable,
                ),
            )
        if _HAN.search(name.chosen):
            return Reason("N005", 42, said("域名中有“政府网”“人民政府”一类字样，但不在 .gov.cn 或 .政务 之下"))
        if not any(word in latin(name.unicode) for word in self._own.words):
            return None  # c9ov is read as gov only where more than that is written
        if found := self._turned.search(body):
            return Reason(
                "N007",
                50,
                said(
                    "把国名与政府字样连写（{found}），真正的注册域名是 {registrable}",
                    found=found[0],
                    registrable=name.registrable,
                ),
            )
        last = self._ends.search(body)
        if last and last["own"].rstrip("-") not in _HARMLESS and name.suffix in self._chinese:
            return Reason(
                "N003",
                50,
                said(
                    "注册域名 {registrable} 以 {last} 结尾又用中国的后缀，形似 .gov.cn",
                    registrable=name.registrable,
                    last=last[3],
                ),
            )
        return None

    def bare_word(self, name: SplitName, body: str) -> Reason | None:
        """Return the weaker sign: gov alone, out of its place. ``body``: what the owner chose, ASCII."""
        found = [(self._worth(name, body, word), word) for word in self._own.words]
        points, word = max(found, default=(0.0, ""))
        return (
            Reason("N004", round(points, 1), said("域名中有 {word} 字样，但不是政府后缀", word=word))
            if points
            else None
        )

    def _worth(self, name: SplitName, body: str, word: str) -> float:
        points = _points(body, word)
        if points == _FUSED and body.endswith(word) and name.suffix.rsplit(".", 1)[-1] in CHEAP_SUFFIXES:
            points = _FUSED_CHEAP
        country = name.suffix.rsplit(".", 1)[-1]
        if len(country) == 2 and country not in self._own.countries | CHEAP_SUFFIXES:
            points = min(points, _OTHERS)  # another country's own affair
        return points * (1 if word in self._own.bare or word not in _AMBIGUOUS else _FOREIGN)

    def in_path(self, path: str) -> Reason | None:
        """Return the sign that an account or repository on a code host is named like a government host."""
        if self._path.search(path):
            return Reason("N006", 55, said("代码或网页托管平台上的路径“{path}”仿照政府网站域名", path=path[:60]))
        return None


def _points(body: str, word: str) -> float:
    if word not in body:
        return 0.0
    labels = body.split(".")
    return max(_in_label(labels, at, word) for at in range(len(labels)))


def _in_label(labels: list[str], at: int, word: str) -> float:
    label, last = labels[at], at == len(labels) - 1
    parts = label.split("-")
    if label == word:
        return _WHOLE if last else _LABEL
    if word in (parts[0], parts[-1]) and not last:
        return _BELOW
    if parts[0] == word:
        below = last and any(other not in _NOTHING_BELOW for other in labels[:at])
        return _HEAD_BELOW if below else _HEAD
    if parts[-1] == word:
        return _TAIL
    if word in parts:
        return _INSIDE
    # "govern" is a word of its own.
    return _FUSED if label.endswith(word) or (label.startswith(word) and not label.startswith("govern")) else 0.0


def either(texts: Iterable[str]) -> str:
    """Return an alternation, the longest first; of nothing one that never matches."""
    return "|".join(sorted(set(texts), key=lambda text: (-len(text), text))) or r"(?!)"


def bare_most(own: Governments) -> float:
    """Return the most points that the bare word can bring a name, with what its suffix adds."""
    factor = 1.0 if own.bare or any(word not in _AMBIGUOUS for word in own.words) else _FOREIGN
    return max(_LABEL, _HEAD_BELOW, _HEAD, _TAIL) * factor + _SUFFIX


def weak_forms(own: Governments) -> Iterator[str]:
    """Yield regular expressions of which one fits every name that ``GovernmentMarks`` may speak of."""
    words = either(own.words)
    yield rf"({words})(?![a-z])"
    yield rf"(?<![a-z])({words})(?!ern)"
    yield from strong_forms(own)


def strong_forms(own: Governments) -> Iterator[str]:
    """Yield regular expressions of which one fits every name that has more than the bare word."""
    yield _written(own)
    yield _turned(own)
    yield rf"({either(own.words)})\.([a-z]{{2,3}}\.)?({either(map(re.escape, CHINESE_SUFFIXES))})$"


def _endings(own: Governments) -> str:
    return either(f"{word}[.-]?{country}" for word, country in own.endings)


def _written(own: Governments) -> str:
    # "govcn" is found in no honest word; others must end where a word ends.
    return rf"({_endings(own)})(?![a-z0-9])|govcn"


def _turned(own: Governments) -> str:
    words, countries = either(own.words), either(own.country_words)
    names = either(name for name in own.country_words if len(name) > 2)
    return rf"(?<![a-z])({countries})[.-]?({words})(?![a-z])|(?<![a-z])({words})[.-]?({names})(?![a-z])"
