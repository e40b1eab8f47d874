"""All words that can occur in an imitating name, drawn from the watchlist and from ``words.py``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from detectors.names import words
from detectors.names.pinyin import initials, is_han, spelled
from detectors.names.typos import one_slip
from zhenwei.watchlist import Level, Organ, Watchlist


class Kind(StrEnum):
    """What a word speaks of."""

    HOST = "host"  # a protected host written in one go: memgov, memgovcn
    ORGAN = "organ"  # the name of one organ
    REGULATOR = "regulator"  # the name of such organs in general
    CERTIFICATE = "certificate"
    QUERY = "query"
    TRAINING = "training"
    HOTLINE = "hotline"
    PLACE = "place"
    GOVERNMENT = "government"
    FILLER = "filler"


TELLING = frozenset({Kind.HOST, Kind.ORGAN, Kind.REGULATOR, Kind.CERTIFICATE, Kind.HOTLINE})


@dataclass(frozen=True, slots=True)
class Word:
    """One word: what it speaks of, for how many points alone, for which organ, and what it is a slip of."""

    text: str
    kind: Kind
    points: float = 0.0
    organ: str = ""
    slip_of: str = ""


def national(watchlist: Watchlist) -> str:
    """Return the id of the organ that a certificate's look-up belongs to: a ministry with a look-up page."""
    organs = [o for o in watchlist.protected if o.level is Level.MINISTRY]
    best = max(organs, key=lambda o: (bool(o.lookups), o.confirmed), default=None)
    return best.slug if best else ""


def latin_words(watchlist: Watchlist) -> dict[str, Word]:
    """Return every word in Latin letters by its text; of two meanings the weightier counts."""
    found: dict[str, Word] = {}
    for word in _all_latin(watchlist):
        known = found.get(word.text)
        if known is None or (word.points, bool(word.organ)) > (known.points, bool(known.organ)):
            found[word.text] = word
    ministries = {organ.slug for organ in watchlist.protected if organ.level is Level.MINISTRY}
    for word in [w for w in found.values() if _worth_slips(w, ministries)]:
        for text in one_slip(word.text):
            found.setdefault(text, Word(text, word.kind, word.points * 0.85, word.organ, slip_of=word.text))
    return found


def han_words(watchlist: Watchlist) -> tuple[Word, ...]:
    """Return every word in Han, longest first."""
    found: dict[str, Word] = {}
    for organ in watchlist.protected:
        for name in organ.names:
            if is_han(name) and len(name) > 2:
                found.setdefault(name, Word(name, Kind.ORGAN, 60 if len(name) > 3 else 46, organ.slug))
    tables: tuple[tuple[Mapping[str, float], Kind], ...] = (
        (words.HAN_REGULATOR, Kind.REGULATOR),
        (words.HAN_CERTIFICATE, Kind.CERTIFICATE),
        (words.HAN_QUERY, Kind.QUERY),
        (words.HAN_TRAINING, Kind.TRAINING),
        (words.HAN_GOVERNMENT, Kind.GOVERNMENT),
    )
    for table, kind in tables:
        for text, points in table.items():
            found.setdefault(text, Word(text, kind, points))
    return tuple(sorted(found.values(), key=lambda w: (-len(w.text), w.text)))


def _worth_slips(word: Word, ministries: set[str]) -> bool:
    # A slip inside a short word makes some other honest word. A province's name holds a general word that has its own.
    if word.points < 24 or len(word.text) > 24:
        return False
    if word.kind in (Kind.REGULATOR, Kind.CERTIFICATE):
        return len(word.text) >= 8
    return word.organ in ministries and len(word.text) >= (6 if word.kind is Kind.HOST else 8)


def _all_latin(watchlist: Watchlist) -> Iterator[Word]:
    tables: tuple[tuple[Mapping[str, float], Kind], ...] = (
        (words.CERTIFICATE, Kind.CERTIFICATE),
        (words.REGULATOR, Kind.REGULATOR),
        (words.QUERY, Kind.QUERY),
        (words.TRAINING, Kind.TRAINING),
        (words.HOTLINE, Kind.HOTLINE),
    )
    for table, kind in tables:
        yield from (Word(text, kind, points) for text, points in table.items())
    yield from (Word(text, Kind.PLACE, 0.2) for text in (*words.PLACES, *words.SHORT_PLACES))
    yield from (Word(text, Kind.FILLER, 0.1) for text in words.FILLERS)
    yield from (Word(text, Kind.GOVERNMENT, 1) for text in ("gov", "govcn", "gov-cn"))
    for organ in watchlist.protected:
        yield from organ_words(organ)


def organ_words(organ: Organ) -> Iterator[Word]:
    """Yield the Latin words that stand for one organ: its hosts in one go, its keywords, its names in pinyin."""
    for domain in (*organ.domains, *organ.retired):
        yield from _host_words(domain, organ)
    for keyword in organ.keywords:
        yield Word(keyword.replace("-", ""), Kind.ORGAN, _weight(keyword), organ.slug)
    for name in organ.names:
        if is_han(name):
            full, short = spelled(name), initials(name)
            yield Word(full, Kind.ORGAN, 46 + min(12, len(full)), organ.slug)
            if len(short) >= 5:
                yield Word(short, Kind.ORGAN, _weight(short), organ.slug)


def _host_words(domain: str, organ: Organ) -> Iterator[Word]:
    labels = domain.split(".")
    if domain.endswith(".gov.cn"):
        own = labels[:-2]
        for order in [own, own[::-1]] if len(own) > 1 else [own]:
            flat = "".join(order).replace("-", "")
            # "yjt" alone is every province's, "yjtzj" one's; "mem" needs a keyword in the file to count by itself.
            if len(own) > 1:
                yield Word(flat, Kind.ORGAN, _weight(flat), organ.slug)
            elif len(flat) > 4:
                yield Word(flat, Kind.ORGAN, _weight(flat) + 6, organ.slug)
            if organ.level is Level.MINISTRY or len(own) > 1:
                yield Word(flat + "gov", Kind.HOST, 60, organ.slug)
                yield Word(flat + "govcn", Kind.HOST, 60, organ.slug)
    elif len(labels) > 1 and len(labels[0]) > 3:
        yield Word(labels[0].replace("-", ""), Kind.ORGAN, _weight(labels[0]), organ.slug)


def _weight(keyword: str) -> float:
    for length, points in ((10, 58.0), (7, 46.0), (6, 42.0), (5, 36.0), (4, 34.0)):
        if len(keyword) >= length:
            return points
    return 32.0
