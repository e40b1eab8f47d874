"""What to ask the engines: names of certificates and of look-ups, with the words of sellers, by worth and by night.

Pure and deterministic: the same watchlist and night give the same plan. The most worthwhile queries are asked every
night; the rest rotates, so that in some nights all have been asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import chain

from zhenwei.watchlist import Catalogue, Watchlist

# How sellers and their customers ask; a deployment adds its own as lexicon/search_offers.toml and search_lookups.toml.
OFFERS = ("办理", "代办", "包过", "免考", "快速拿证", "办证多少钱", "补办", "不用考试", "出证", "挂靠", "全国通用 可查")
LOOKUPS = ("查询", "查询系统", "真伪查询", "查询官网", "查询入口", "验证", "成绩查询")
GENERIC = (
    "特种作业操作证",
    "特种作业证",
    "安全生产考试",
    "应急管理部 特种作业操作证",
    "安全员证",
    "电工证",
    "焊工证",
    "高处作业证",
)
REGIONS = (
    "北京",
    "上海",
    "广东",
    "江苏",
    "浙江",
    "山东",
    "河南",
    "四川",
    "湖北",
    "河北",
    "湖南",
    "福建",
    "安徽",
    "辽宁",
    "陕西",
    "广西",
)
_FIXED_SHARE = 0.6


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


def plan(watchlist: Watchlist, night: int, budget: int) -> list[Query]:
    """Return at most ``budget`` queries for one engine and night, the most worthwhile first."""
    queries = list({query.key: query for query in _by_worth(watchlist)}.values())
    if len(queries) <= budget:
        return queries
    fixed = int(budget * _FIXED_SHARE)
    rest = queries[fixed:]
    turning = budget - fixed
    start = (night * turning) % len(rest)
    return queries[:fixed] + (rest[start:] + rest[:start])[:turning]


def _by_worth(watchlist: Watchlist) -> Iterator[Query]:
    """Round-robin over kinds of query, so that a small budget has some of each."""
    offers, lookups = _words(watchlist, "search_offers", OFFERS), _words(watchlist, "search_lookups", LOOKUPS)
    names = list(dict.fromkeys(chain(GENERIC, _certificates(watchlist.catalogues))))
    kinds = [
        [Query(f"{name} {word}", why="证书名称加兜售用语") for word in offers for name in names],
        [Query(f"{name}{word}", why="证书名称加查询用语") for word in lookups for name in names],
        [Query(title, why="受保护查询页的标题") for organ in watchlist.protected for title in organ.titles],
        [Query(f"{names[i % 8]} {offers[i % len(offers)]} {r}", why="地区") for i, r in enumerate(REGIONS)],
        [Query(f"{name} {word}", page=2, why="第二页") for word in offers[:3] for name in names[:8]],
        [Query(f"{organ.name} {word}", why="受保护机关名称") for word in lookups[:2] for organ in watchlist.protected],
    ]
    for index in range(max(map(len, kinds))):
        yield from (kind[index] for kind in kinds if index < len(kind))


def _words(watchlist: Watchlist, group: str, default: Sequence[str]) -> Sequence[str]:
    own = watchlist.lexicon.get(group)
    return own.terms if own is not None and own.terms else default


def _certificates(catalogues: Sequence[Catalogue]) -> Iterator[str]:
    """Names of categories and items of the newest catalogue with content, aliases as people say them."""
    newest = max((c for c in catalogues if c.category), key=lambda c: c.valid_from, default=None)
    for category in newest.category if newest else ():
        yield from (f"{name}证" if not name.endswith("证") else name for name in (category.name, *category.aliases[:1]))
    for category in newest.category if newest else ():
        for item in category.items:
            name = item.aliases[0] if item.aliases else item.name
            yield f"{name}操作证" if not name.endswith("证") else name
