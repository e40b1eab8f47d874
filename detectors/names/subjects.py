"""Whose names are expanded: organs of the watchlist, or a name that is not on it yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from detectors.names.countries import Government, government_of
from detectors.names.pinyin import is_han
from detectors.names.regions import Region, place_in
from detectors.names.spoken import spoken_names
from detectors.names.vocabulary import national
from zhenwei.address import host_of, suffix, unicode_host
from zhenwei.errors import BadInput
from zhenwei.watchlist import Organ, Watchlist

_SMALL = frozenset({"of", "for", "the", "and", "de", "la", "le", "du", "des", "et", "y", "del", "e", "da", "do", "dos"})
_LONGEST = 40
_CHINA = government_of("gov.cn")


@dataclass(frozen=True, slots=True)
class Subject:
    """What copies are made of.

    ``hosts``: genuine hosts' own labels (suffix cut off), from left to right; ``old_hosts``: those of retired ones,
    which ``retired`` gives in full; ``han``: names in Han, the official one first; ``keywords``: Latin names; ``rank``:
    decibels behind the most imitated organ; ``certificates``: whether the certificates' names stand for it, too.
    """

    target: str
    government: Government
    hosts: tuple[tuple[str, ...], ...] = ()
    old_hosts: tuple[tuple[str, ...], ...] = ()
    retired: tuple[str, ...] = ()
    han: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    code: str = "000000"
    place: Region | None = None
    rank: int = 0
    certificates: bool = False

    @property
    def chinese(self) -> bool:
        """True if Chinese words and suffixes fit."""
        return self.government.country == "cn"


def subjects(watchlist: Watchlist, names: Sequence[str]) -> list[Subject]:
    """Return what is meant by names (ids, official names, aliases, domains, any other name); all organs without any.

    Raises BadInput for a name that is neither Han nor a host.
    """
    first = national(watchlist)
    if not names:
        organs = sorted(watchlist.protected, key=lambda o: (_rank(o, first), o.slug))
        return [subject for organ in organs for subject in _of_organ(organ, _rank(organ, first), first)]
    return [subject for name in names for subject in _meant(name, watchlist, first)]


def _rank(organ: Organ, first: str) -> int:
    return 0 if organ.slug == first else 2 if organ.level.value == "ministry" else 3


def _meant(name: str, watchlist: Watchlist, first: str) -> Iterator[Subject]:
    name = name.strip()
    for organ in watchlist.organs.values():
        if name == organ.slug or name in organ.names:
            yield from _of_organ(organ, 0, first)
            return
    if is_han(name) and "." not in name:
        place = place_in(name)
        yield Subject("", _CHINA, han=(name,), code=f"{place.code}0000" if place else "000000", place=place)
        return
    host = host_of(name)
    if "." not in host:
        raise BadInput(f"{name!r} 既不是域名，也不是名单中的机构名称或编号（用 zhenwei organ list 查看）")
    known = watchlist.genuine_organ(host)
    if known is not None and host in known.domains:
        yield from _of_organ(known, 0, first)
    else:
        han, own = _han_labels([host]), _distinct([own_labels(host)])
        yield Subject(known.slug if known else "", government_of(host), hosts=own, han=han)


def _of_organ(organ: Organ, rank: int, first: str) -> Iterator[Subject]:
    """Yield the organ once for each government suffix that its genuine hosts stand below (mostly one)."""
    # Look-up pages are what is imitated first of all.
    lookups = (host_of(url) for url in organ.lookups)
    hosts = tuple(dict.fromkeys((organ.domains[0], *lookups, *organ.domains[1:])))
    by_suffix: dict[Government, list[str]] = {}
    for host in hosts:
        by_suffix.setdefault(government_of(host), []).append(host)
    names = tuple(dict.fromkeys((*(name for name in spoken_names(organ) if is_han(name)), *_han_labels(hosts))))
    place = next((place for name in names if (place := place_in(name))), None)
    for at, (government, own) in enumerate(by_suffix.items()):
        yield Subject(
            target=organ.slug,
            government=government,
            hosts=_distinct([own_labels(host) for host in own]),
            old_hosts=() if at else _distinct([own_labels(host) for host in organ.retired]),
            retired=() if at else organ.retired,
            han=() if at else names,
            keywords=() if at else tuple(dict.fromkeys(_latin(organ))),
            code=organ.region,
            place=place,
            rank=rank,
            certificates=organ.slug == first and not at and government.country == "cn",
        )


def _latin(organ: Organ) -> Iterator[str]:
    """Yield keywords as they can stand in a label, then English names: their initials, and written together."""
    for word in organ.keywords:
        yield from _in_a_label(_split(word))
    for name in organ.names:
        if not is_han(name):
            words = [word for word in _split(name) if word not in _SMALL]
            for several in (_split(name), words):
                if len(several) > 2:
                    yield "".join(word[0] for word in several)
            yield from _in_a_label(words)


def _split(text: str) -> list[str]:
    return "".join(c if c.isascii() and c.isalnum() else " " for c in text.lower()).split()


def _in_a_label(words: list[str]) -> Iterator[str]:
    for joined in dict.fromkeys(("-".join(words), "".join(words))):
        if 1 < len(joined) < _LONGEST:
            yield joined


def _distinct(hosts: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Drop what has no label of its own, or one in another script: that is no part to write together with others."""
    plain = (labels for labels in hosts if labels and not any(label.startswith("xn--") for label in labels))
    return tuple(dict.fromkeys(plain))


def own_labels(host: str) -> tuple[str, ...]:
    """Return the labels of a host before its public suffix, without www."""
    end = government_of(host).suffix
    end = end if host.endswith(end) else suffix(host)
    host = host.removeprefix("www.")
    if host == end:
        return ()
    return tuple(label for label in host.removesuffix("." + end).split(".") if label)


def _han_labels(hosts: Iterable[str]) -> tuple[str, ...]:
    """Return the labels in Han of hosts like 应急管理部.政务: names as good as any."""
    labels = (label for host in hosts for label in own_labels(host) if label.startswith("xn--"))
    return tuple(name for label in labels if is_han(name := unicode_host(label)))
