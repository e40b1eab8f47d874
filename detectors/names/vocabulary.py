"""All words that can occur in an imitating name, drawn from the watchlist and from ``words.py``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from detectors.names import words
from detectors.names.countries import SECTOR_LABELS, all_spellings, spellings
from detectors.names.governments import Governments, countries_of, ending_of, governments
from detectors.names.pinyin import initials, is_han, spelled
from detectors.names.slips import LONG, SLIPPED, slips
from detectors.names.spoken import spoken_names
from zhenwei.address import GOVERNMENT_LABELS, suffix
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


# Offices below these are many of one kind, and share their short names.
_NATIONWIDE = (Level.MINISTRY, Level.INSTITUTION)

_COUNTRYWIDE = ("china", "zhongguo", "guojia", "zhonghua")
# Points of a government host in one go; other hosts have 56.
OFFICIAL_HOST = 60.0
# An organ's keyword that is an everyday word says little without a government word or a country beside it.
_EVERYDAY = 20.0
# A hot line's number, which local offices print, too.
_NUMBER = 32.0
# The label of a host below no government ending: others may hold the same under other suffixes.
_PRIVATE, _PRIVATE_MOST = 0.8, 37.0
# Second-level names that anybody can register below.
_FOR_ALL = {"com", "net", "org", "co"}
# Two letters stand in everything.
_SHORTEST = 3
# Words up to this length stand in others by chance, too.
SHORT = 4
# What the own country adds to an organ's short name.
_COUNTRY = 18.0

TELLING = frozenset({Kind.HOST, Kind.ORGAN, Kind.REGULATOR, Kind.CERTIFICATE, Kind.HOTLINE})


@dataclass(frozen=True, slots=True)
class Word:
    """One word: what it speaks of, for how many points alone, for which organ, and what it is a slip of."""

    text: str
    kind: Kind
    points: float = 0.0
    organ: str = ""
    slip_of: str = ""

    @property
    def loose(self) -> bool:
        """True for a host that is no government's in one go: it may end within another word."""
        return self.kind is Kind.HOST and self.points < OFFICIAL_HOST


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
        if (
            known is None
            or word.points > known.points
            or (word.points == known.points and known.kind is not Kind.ORGAN)
        ):
            found[word.text] = word
        elif word.points == known.points and word.organ not in ("", known.organ):
            # 河南, 湖南 and 海南 share their initials: the name stands for such an office, not for one of them.
            found[word.text] = replace(known, organ="")
    for word in slippery(watchlist, found.values()):
        if len(word.text) < LONG:
            for text in slips(word.text):
                found.setdefault(text, replace(word, text=text, points=word.points * SLIPPED, slip_of=word.text))
    return found


def slippery(watchlist: Watchlist, vocabulary: Iterable[Word]) -> list[Word]:
    """Return the words that are looked for with a slip in them, too."""
    offices = {organ.slug for organ in watchlist.protected if organ.level in _NATIONWIDE}
    return [word for word in vocabulary if not word.slip_of and _worth_slips(word, offices)]


def han_words(watchlist: Watchlist) -> tuple[Word, ...]:
    """Return every word in Han, longest first."""
    found: dict[str, Word] = {}
    for organ in watchlist.protected:
        for name in (*spoken_names(organ), *organ.wechat, *organ.titles):
            if is_han(name) and len(name) > 2:
                found.setdefault(name, Word(name, Kind.ORGAN, 60 if len(name) > 3 else 46, organ.slug))
    for place in words.HAN_PLACES:
        found.setdefault(place, Word(place, Kind.PLACE, 8))
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


def _worth_slips(word: Word, offices: set[str]) -> bool:
    # A slip inside a short word makes some other honest word. What begins with a country's name is looked for without
    # it, and a province's name holds a general word: both have slips of their own.
    if word.points < 24 or len(word.text) > 24 or word.text.startswith(_COUNTRYWIDE):
        return False
    if word.kind is Kind.HOST:
        return word.organ in offices and len(word.text) >= 6 and word.points >= OFFICIAL_HOST
    if word.kind in (Kind.REGULATOR, Kind.CERTIFICATE):
        return len(word.text) >= 8
    return word.organ in offices and len(word.text) >= 8


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
    yield from (Word(text, Kind.PLACE, 12) for text in words.NATIONAL_PLACES)
    yield from (Word(text, Kind.PLACE, 8) for text in words.PLACES)
    yield from (Word(text, Kind.FILLER) for text in words.FILLERS)
    own = governments(watchlist)
    yield from (Word(text, Kind.GOVERNMENT, 1) for text in government_words(own))
    # Codes of two letters explain too much by chance: they count in gov.cn, and beside an organ's own name.
    yield from (Word(text, Kind.PLACE, 12) for text in own.country_words if len(text) > 2)
    for organ in watchlist.protected:
        yield from organ_words(organ)


def organ_words(organ: Organ) -> Iterator[Word]:
    """Yield the Latin words that stand for one organ: its hosts in one go, its keywords, its names in pinyin."""
    for domain in (*organ.domains, *organ.retired):
        yield from _host_words(domain, organ)
    keywords = [keyword for keyword in organ.keywords if not says_nothing(keyword)]
    for keyword in keywords:
        yield Word(keyword.replace("-", ""), Kind.ORGAN, _weight(keyword), organ.slug)
    yield from _turned_round([*keywords, *map(own_label, organ.domains)], organ)
    yield from _with_country([*keywords, *map(own_label, organ.domains)], organ)
    for name in (*spoken_names(organ), *organ.wechat):
        if is_han(name):
            full, short = spelled(name), initials(name)
            yield Word(full, Kind.ORGAN, 46 + min(12, len(full)), organ.slug)
            if len(short) >= 5:
                yield Word(short, Kind.ORGAN, _weight(short), organ.slug)


def says_nothing(keyword: str) -> bool:
    """True for a keyword that is a government's or a country's word, or too short to be looked for: gov, pk."""
    return len(keyword) < _SHORTEST or keyword.lower() in GOVERNMENT_LABELS or keyword.lower() in _countries()


def own_label(domain: str) -> str:
    """Return the label that an organ chose itself (mem of cx.mem.gov.cn), or nothing (of gov.uk)."""
    label = domain.removesuffix(ending_of(domain) or suffix(domain)).rstrip(".").rsplit(".", 1)[-1]
    return "" if label == "www" else label


def _turned_round(labels: Iterable[str], organ: Organ) -> Iterator[Word]:
    """Yield dailychina of chinadaily: the country behind the name instead of before it, or the other way round."""
    weigh = _weight if any(map(ending_of, organ.domains)) else _private
    names = [name for code in countries_of(organ) for name in spellings(code) if len(name) > 3]
    for label in sorted({label.replace("-", "") for label in labels}):
        for name in names:
            rest = label.removeprefix(name) if label.startswith(name) else label.removesuffix(name)
            if 2 < len(rest) < len(label):
                turned = rest + name if label.startswith(name) else name + rest
                yield Word(turned, Kind.ORGAN, weigh(turned), organ.slug)


def _with_country(labels: Iterable[str], organ: Organ) -> Iterator[Word]:
    """Yield moecn, cnmoe: a short name and its country, which together name one office."""
    if organ.level not in _NATIONWIDE:
        return
    for code in sorted(countries_of(organ)):
        for label in dict.fromkeys(label.replace("-", "") for label in labels):
            if 2 < len(label) < 7 and not _everyday(label) and not label.isdigit():
                points = _weight(label) + _COUNTRY
                yield from (Word(text, Kind.ORGAN, points, organ.slug) for text in (label + code, code + label))


def government_words(own: Governments) -> Iterator[str]:
    """Yield gov, govcn, cngov: what stands for government as a whole, hyphens left out."""
    yield from own.words
    for word, country in sorted(own.endings):
        yield word + country
        yield country + word


def _host_words(domain: str, organ: Organ) -> Iterator[Word]:
    ending = ending_of(domain)
    labels = domain.removesuffix(ending or suffix(domain)).rstrip(".").split(".")
    own = [label for label in labels if label not in ("", "www")]
    if not own:
        return
    for order in [own, own[::-1]] if len(own) > 1 else [own]:
        flat = "".join(order).replace("-", "")
        if ending:
            yield from _government_host(flat, ending, organ, alone=len(own) == 1)
        elif len(flat) > 2:
            yield Word(flat, Kind.ORGAN, _private(flat), organ.slug)
    if not ending:
        tail = suffix(domain).split(".")
        if len(own[-1]) > (2 if tail[0] in SECTOR_LABELS - _FOR_ALL else 3):
            whole = [*own, *tail]
            yield from (
                Word("".join(whole[:n]).replace("-", ""), Kind.HOST, 56, organ.slug) for n in range(2, len(whole) + 1)
            )
            if len(own) > 1:
                yield Word(own[-1].replace("-", ""), Kind.ORGAN, _private(own[-1]), organ.slug)


def _government_host(flat: str, ending: str, organ: Organ, *, alone: bool) -> Iterator[Word]:
    # "yjt" is every province's, "yjtzj" one's; an office of the whole country owns its short label.
    if not alone:
        yield Word(flat, Kind.ORGAN, _weight(flat), organ.slug)
    elif len(flat) > 4:
        yield Word(flat, Kind.ORGAN, _weight(flat) + 6, organ.slug)
    elif organ.level in _NATIONWIDE and len(flat) > 2:
        yield Word(flat, Kind.ORGAN, _weight(flat), organ.slug)
    if organ.level in _NATIONWIDE or not alone:
        word, country = ending.split(".")[0], "".join(ending.split(".")[1:])
        yield Word(flat + word, Kind.HOST, OFFICIAL_HOST, organ.slug)
        if country:
            yield Word(flat + word + country, Kind.HOST, OFFICIAL_HOST, organ.slug)


def _everyday(word: str) -> bool:
    return word in words.EVERYDAY or word in _countries()


@cache
def _countries() -> frozenset[str]:
    return all_spellings()


def _private(label: str) -> float:
    return min(_PRIVATE_MOST, _weight(label) * _PRIVATE)


def _weight(keyword: str) -> float:
    if _everyday(keyword):
        return _EVERYDAY
    if keyword.isdigit():
        return _NUMBER
    for length, points in ((10, 58.0), (7, 46.0), (6, 42.0), (5, 38.0), (4, 34.0)):
        if len(keyword) >= length:
            return points
    return 32.0
