"""What to ask the engines: names of certificates and of look-ups, with the words of sellers, by worth and by turns.

Pure and deterministic: the same watchlist, night and history give the same plan. The most worthwhile queries are asked
every day; the others of the first tier come in turn, the longest unasked first, and a small share of each night goes
through the whole product of names, offers and regions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType
from typing import TypeVar

from crawler.engines.words import DODGING, LOOKUPS, NAMES, OFFERS, REGIONS, words
from zhenwei.watchlist import Catalogue, Watchlist

Left = TypeVar("Left")
Right = TypeVar("Right")
_FIXED_SHARE = 0.6
_DEEP_SHARE = 0.1
_DEEP_NAMES, _DEEP_OFFERS = 8, 8


@dataclass(frozen=True, slots=True)
class Query:
    """One query with its page (from 1). ``why`` is kept with the leads that it brings."""

    text: str
    page: int = 1
    why: str = ""

    @property
    def key(self) -> str:
        """The unit's key: ``<page>:<text>``."""
        return f"{self.page}:{self.text}"


@dataclass(frozen=True, slots=True)
class Asked:
    """What an engine has been asked: ``today`` the keys of this day, ``used`` how many requests they were.

    ``last`` tells of each key the night in which it was last answered.
    """

    used: int = 0
    today: frozenset[str] = frozenset()
    last: Mapping[str, int] = field(default_factory=lambda: MappingProxyType({}))


def plan(watchlist: Watchlist, night: int, budget: int, asked: Asked | None = None, pages: int = 10) -> list[Query]:
    """Return the queries for one engine and night, the most worthwhile first.

    At most what is left of the day's ``budget``, nothing that was asked today, no page beyond ``pages``.
    """
    asked = asked or Asked()
    first = [query for query in _unique(_by_worth(watchlist)) if query.page <= pages]
    known = {query.key for query in first}
    deep = [query for query in _unique(_everywhere(watchlist)) if query.key not in known]
    left = max(0, budget - asked.used)
    if len(first) + len(deep) <= budget:
        return [query for query in (*first, *deep) if query.key not in asked.today][:left]
    fixed = first[: int(budget * _FIXED_SHARE)]
    some = [query for query in fixed if query.key not in asked.today][:left]
    depth = min(len(deep), int(budget * _DEEP_SHARE))  # a budget of a few queries has no room for the far corners
    turning = _in_turn(first[len(fixed) :], night, budget - len(fixed) - depth, asked)
    far = _in_turn(deep, night, depth, asked)
    wanted = left - len(some)
    ends = min(len(far), depth * wanted // max(1, budget - len(fixed)))
    return [*some, *turning[: wanted - ends], *far[:ends]][:left]


def _in_turn(queries: Sequence[Query], night: int, a_night: int, asked: Asked) -> list[Query]:
    """Return the queries with the longest unasked first; where none was ever asked, the night's number turns them."""
    if not queries:
        return []
    start = (night * a_night) % len(queries)
    turned = [*queries[start:], *queries[:start]] if not asked.last else list(queries)
    return sorted((q for q in turned if q.key not in asked.today), key=lambda query: asked.last.get(query.key, -1))


def _unique(queries: Iterator[Query]) -> list[Query]:
    return list({query.key: query for query in queries}.values())


def _by_worth(watchlist: Watchlist) -> Iterator[Query]:
    """Round-robin over kinds of query, sellers' words twice a round, so that a small budget has some of each."""
    offers, lookups = words(watchlist, "search_offers", OFFERS), words(watchlist, "search_lookups", LOOKUPS)
    spoken = words(watchlist, "search_names", NAMES)
    listed = [name for name in dict.fromkeys(_certificates(watchlist.catalogues)) if name not in spoken]
    names = [*spoken, *listed]
    sales = (Query(f"{name} {word}", why="证书名称加兜售用语") for name, word in _spoken_first(spoken, listed, offers))
    rest = [
        [Query(f"{name}{word}", why="证书名称加查询用语") for name, word in _diagonal(names, lookups)],
        [Query(text, why="规避写法") for text in words(watchlist, "search_dodging", DODGING)],
        [Query(title, why="受保护查询页的标题") for organ in watchlist.protected for title in organ.titles],
        [Query(f"{name} {word} {place}", why="地区") for (name, word), place in _regional(watchlist, names, offers)],
        [Query(f"{name} {word}", page=2, why="第二页") for name, word in _diagonal(spoken[:8], offers[:3])],
        [Query(f"{organ.name} {word}", why="受保护机关名称") for word in lookups[:2] for organ in watchlist.protected],
    ]
    for index in range(max(map(len, rest))):
        yield from islice(sales, 2 * len(rest))
        yield from (kind[index] for kind in rest if index < len(kind))
    yield from sales


def _everywhere(watchlist: Watchlist) -> Iterator[Query]:
    """Every spoken name with every offer in every region: far more than a night holds."""
    names = words(watchlist, "search_names", NAMES)[:_DEEP_NAMES]
    offers = words(watchlist, "search_offers", OFFERS)[:_DEEP_OFFERS]
    regions = words(watchlist, "search_regions", REGIONS)
    for (name, word), place in _diagonal(list(_diagonal(names, offers)), regions):
        yield Query(f"{name} {word} {place}", why="地区")


def _spoken_first(spoken: Sequence[str], listed: Sequence[str], offers: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Two pairs with names as people say them for each pair with a name of the catalogue."""
    said, official = _diagonal(spoken, offers), _diagonal(listed, offers)
    while pairs := [*islice(said, 2), *islice(official, 1)]:
        yield from pairs


def _diagonal(names: Sequence[Left], others: Sequence[Right]) -> Iterator[tuple[Left, Right]]:
    """Pair each name with each word, so that the first pairs already show every name and every word."""
    for shift in range(len(others)):
        yield from ((name, others[(number + shift) % len(others)]) for number, name in enumerate(names))


def _regional(
    watchlist: Watchlist, names: Sequence[str], offers: Sequence[str]
) -> Iterator[tuple[tuple[str, str], str]]:
    """One pair for each region, so that every region has its turn soon."""
    regions = words(watchlist, "search_regions", REGIONS)
    return zip(islice(_diagonal(names[:8], offers), 5, None), regions, strict=False)


def _certificates(catalogues: Sequence[Catalogue]) -> Iterator[str]:
    """Names of categories and items of the newest catalogue with content, aliases as people say them."""
    newest = max((c for c in catalogues if c.category), key=lambda c: c.valid_from, default=None)
    for category in newest.category if newest else ():
        yield from (f"{name}证" if not name.endswith("证") else name for name in (category.name, *category.aliases[:1]))
    for category in newest.category if newest else ():
        for item in category.items:
            name = item.aliases[0] if item.aliases else item.name
            yield name if name.endswith("证") else f"{name.removesuffix('操作')}操作证"
