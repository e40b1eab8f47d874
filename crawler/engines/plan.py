"""What to ask the engines: names of certificates and of look-ups, with the words of sellers, by worth and by night.

Pure and deterministic: the same watchlist and night give the same plan. The most worthwhile queries are asked every
night; the rest rotates, so that in some nights all have been asked.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from zhenwei.watchlist import Catalogue, Watchlist

# How sellers and their customers ask; a deployment adds its own as lexicon/search_offers.toml and search_lookups.toml.
OFFERS = (
    "办理", "不用考试", "代办", "快速拿证", "包过", "免考", "加急出证", "办证多少钱", "不用到场", "先出证后付款",
    "补办", "无需培训", "官网可查", "代考", "直接拿证", "全国通用 可查", "挂靠", "联系微信",
)  # fmt: skip
LOOKUPS = ("查询", "查询系统", "真伪查询", "查询官网", "查询入口", "验证", "成绩查询")
GENERIC = (
    "特种作业操作证", "电工证", "焊工证", "登高证", "安全员证", "特种作业证", "高空作业证", "电工操作证", "制冷证",
    "架子工证", "上岗证", "安全生产考试", "应急管理部 特种作业操作证", "高处作业证",
)  # fmt: skip
# Sellers who dodge filters write look-alike characters; those who forge papers of every kind name none.
DODGING = (
    "电工証 办理", "各种证件制作", "特種作業操作證 代辦", "办証 联系微信", "证件办理 刻章", "特种作业操作証",
    "焊工証 办理", "高仿证件 可查",
)  # fmt: skip
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
    """Round-robin over kinds of query, sellers' words twice a round, so that a small budget has some of each."""
    offers, lookups = _words(watchlist, "search_offers", OFFERS), _words(watchlist, "search_lookups", LOOKUPS)
    listed = [name for name in dict.fromkeys(_certificates(watchlist.catalogues)) if name not in GENERIC]
    names = [*GENERIC, *listed]
    sales = (Query(f"{name} {word}", why="证书名称加兜售用语") for name, word in _spoken_first(listed, offers))
    rest = [
        [Query(f"{name}{word}", why="证书名称加查询用语") for name, word in _diagonal(names, lookups)],
        [Query(text, why="规避写法") for text in DODGING],
        [Query(title, why="受保护查询页的标题") for organ in watchlist.protected for title in organ.titles],
        [Query(f"{name} {word} {place}", why="地区") for (name, word), place in _regional(names, offers)],
        [Query(f"{name} {word}", page=2, why="第二页") for name, word in _diagonal(GENERIC[:8], offers[:3])],
        [Query(f"{organ.name} {word}", why="受保护机关名称") for word in lookups[:2] for organ in watchlist.protected],
    ]
    for index in range(max(map(len, rest))):
        yield from islice(sales, 2 * len(rest))
        yield from (kind[index] for kind in rest if index < len(kind))
    yield from sales


def _spoken_first(listed: Sequence[str], words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Two pairs with names as people say them for each pair with a name of the catalogue."""
    spoken, official = _diagonal(GENERIC, words), _diagonal(listed, words)
    while pairs := [*islice(spoken, 2), *islice(official, 1)]:
        yield from pairs


def _diagonal(names: Sequence[str], words: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Pair each name with each word, so that the first pairs already show every name and every word."""
    for shift in range(len(words)):
        yield from ((name, words[(number + shift) % len(words)]) for number, name in enumerate(names))


def _regional(names: Sequence[str], words: Sequence[str]) -> Iterator[tuple[tuple[str, str], str]]:
    return zip(islice(_diagonal(names[:8], words), 5, None), REGIONS, strict=False)


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
            yield name if name.endswith("证") else f"{name.removesuffix('操作')}操作证"
