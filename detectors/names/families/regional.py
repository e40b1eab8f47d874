"""Such an office of a place: zjyjt, hangzhou-yingji, yjj-ningbo-gov, 温州市应急管理局; the place from GB/T 2260."""

from __future__ import annotations

import re
from collections.abc import Iterator

from detectors.names import suffixes
from detectors.names.families import stock
from detectors.names.parts import MOSTLY_JOINED, Part, Pattern, Row, listed, part
from detectors.names.readings import place_spellings, spellings
from detectors.names.regions import Region, prefectures, provinces
from detectors.names.subjects import Subject

_OF_A_PEOPLE = re.compile(r"^.{0,12}?自治[区州]|^特别行政区")
_RANKS = ("总局", "部", "厅", "局", "委员会", "委", "办公室")
_AFTER_HAN = "\n查询\n官网 网 证书查询\n查询网 查询平台"


def patterns(subject: Subject) -> Iterator[Pattern]:
    """Yield the organ's kind of office with the names of its province, of the prefectures there, or of all."""
    offices = _offices(subject)
    if not offices or subject.government.country != "cn":
        return
    spelled = part(*(_spelled(office, min(at // 2, 5)) for at, office in enumerate(offices)))
    own = [subject.place] if subject.place else []
    nation = subject.code[:2] == "00" and not own
    below = prefectures("" if nation else subject.code[:2]) if not own or own[0].label else ()
    # The country's office claims the provinces; the offices of the provinces claim what lies in them.
    for places, cost in ((own, 2), (provinces() if nation else (), 7), (below, 12 if nation else 7)):
        if places:
            yield from _latin(subject, spelled, places, cost)
            yield from _han(subject, offices, places, cost)


def _latin(subject: Subject, offices: Part, places: tuple[Region, ...] | list[Region], cost: int) -> Iterator[Pattern]:
    government = subject.government
    ends = suffixes.registrable(government, subject.code)
    tails, words = stock.tails(government.word, government.country), stock.words(chinese=True)
    where = part(*(place_spellings(place.name) for place in places))
    for name in ((where, MOSTLY_JOINED, offices), (offices, MOSTLY_JOINED, where)):
        turned = 0 if name[0] is where else 3
        yield Pattern("region", (*name, ends), cost + turned + 2)
        yield Pattern("region", (*name, tails, ends), cost + turned + 1)
        yield Pattern("region", (*name, MOSTLY_JOINED, words, ends), cost + turned + 5)


def _han(
    subject: Subject, offices: tuple[str, ...], places: tuple[Region, ...] | list[Region], cost: int
) -> Iterator[Pattern]:
    where = part([(place.full, 0) for place in places], [(place.name, 1) for place in places])
    what = part([(office, min(at // 2, 5)) for at, office in enumerate(offices)])
    after = part([("", 0)], listed(_AFTER_HAN, start=1))
    yield Pattern("region-han", (where, what, after, suffixes.han(subject.code)), cost)


def _offices(subject: Subject) -> tuple[str, ...]:
    """Return what such an office is called without its place: 应急管理局, 应急局, 应急, 安监局."""
    found: dict[str, None] = {}
    for name in subject.han:
        bare = name
        if subject.place and name.startswith(subject.place.name):
            bare = _OF_A_PEOPLE.sub("", name.removeprefix(subject.place.name)).removeprefix(subject.place.rank)
        elif name.startswith(("中华人民共和国", "国家", "中国")):
            continue
        rank = next((rank for rank in _RANKS if bare.endswith(rank)), "")
        stem = bare.removesuffix(rank)
        # Below the country and the province such an office is a 局.
        for text in (stem + "局" if rank else "", bare if subject.place else "", stem):
            if 1 < len(text) < 12:
                found.setdefault(text)
    return tuple(found)[:10]


def _spelled(office: str, dear: int) -> list[Row]:
    return [
        (found.text, found.cost + dear)
        for found in spellings(office)
        if len(found.text) > (1 if found.kind == "initials" else 4) and found.kind != "polyphone"
    ]
