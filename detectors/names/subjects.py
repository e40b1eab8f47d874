"""Whose names are expanded: organs of the watchlist, or a name that is not on it yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detectors.names.pinyin import initials, is_han, spelled
from detectors.names.spoken import spoken_names
from detectors.names.vocabulary import national
from zhenwei.address import host_of, suffix
from zhenwei.errors import BadInput
from zhenwei.watchlist import Organ, Watchlist


@dataclass(frozen=True, slots=True)
class Subject:
    """What copies are made of. ``stems``: a host's own labels (suffix cut off), each a tuple from left to right;
    ``old_stems``: those of retired hosts;
    ``words``: Latin names; ``han``: Han names; ``rank``: 0 for the most imitated; ``certificates``: whether the
    certificates' names stand for it, too."""

    target: str
    stems: tuple[tuple[str, ...], ...]
    words: tuple[str, ...]
    han: tuple[str, ...]
    retired: tuple[str, ...] = ()
    old_stems: tuple[tuple[str, ...], ...] = ()
    rank: int = 0
    certificates: bool = False


def subjects(watchlist: Watchlist, names: Sequence[str]) -> list[Subject]:
    """Return what is meant by names (ids, official names, aliases, domains, any other name); all organs without any.

    Raises BadInput for a name that is neither Han nor a host.
    """
    first = national(watchlist)
    if not names:
        return sorted((_of_organ(o, first) for o in watchlist.protected), key=lambda s: (s.rank, s.target))
    return [_meant(name, watchlist, first) for name in names]


def _meant(name: str, watchlist: Watchlist, first: str) -> Subject:
    name = name.strip()
    for organ in watchlist.organs.values():
        if name == organ.slug or name in organ.names:
            return _of_organ(organ, first)
    if is_han(name) and "." not in name:
        return Subject("", (), tuple({spelled(name): 0, initials(name): 0}), (name,))
    host = host_of(name)
    if "." not in host:
        raise BadInput(f"{name!r} 既不是域名，也不是名单中的机构名称或编号（用 zhenwei organ list 查看）")
    known = watchlist.genuine_organ(host)
    if known is not None and host in known.domains:
        return _of_organ(known, first)
    stem = _own_labels(host)
    return Subject(known.slug if known else "", (stem,), (), ())


def _of_organ(organ: Organ, first: str) -> Subject:
    hosts = dict.fromkeys((*organ.domains, *(host_of(url) for url in organ.lookups)))
    latin = dict.fromkeys(k for k in organ.keywords if len(k) > 3)
    for name in spoken_names(organ)[:4]:
        if is_han(name):
            latin |= {spelled(name): None, initials(name): None}
    return Subject(
        target=organ.slug,
        stems=tuple(_own_labels(host) for host in hosts),
        words=tuple(word for word in latin if 4 < len(word) < 40),
        han=tuple(name for name in spoken_names(organ)[:4] if is_han(name)),
        retired=organ.retired,
        old_stems=tuple(_own_labels(host) for host in organ.retired),
        rank=0 if organ.slug == first else 1 if organ.level.value == "ministry" else 2,
        certificates=organ.slug == first,
    )


def _own_labels(host: str) -> tuple[str, ...]:
    labels = host.removeprefix("www.").removesuffix("." + suffix(host)).split(".")
    return tuple(label for label in labels if label)
