"""What is well-formed in the watchlist but still wants a person's eye."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from zhenwei.address import host_of, is_below
from zhenwei.sentences import said
from zhenwei.watchlist.load import Watchlist
from zhenwei.watchlist.models import Level, Organ


@dataclass(frozen=True, slots=True)
class Doubt:
    """One open point: the organ's id, the key of its file, a Chinese sentence."""

    slug: str
    key: str
    what: str


def doubts(watchlist: Watchlist) -> Iterator[Doubt]:
    """Yield the open points of every organ in the order of their files."""
    owner: dict[str, str] = {}
    for organ in watchlist.organs.values():
        yield from _of(organ)
        for domain in organ.domains:
            if domain in owner:
                yield Doubt(
                    organ.slug, "domains", said("{domain} 同时列在 {owner} 名下", domain=domain, owner=owner[domain])
                )
            owner[domain] = organ.slug


def _of(organ: Organ) -> Iterator[Doubt]:
    if not organ.confirmed:
        yield Doubt(
            organ.slug, "confirmed", said("官方地址 {domains} 尚未经人工核实", domains="、".join(organ.domains))
        )
    if organ.level is Level.PROVINCE and (organ.region.endswith("0000") is False or organ.region == "000000"):
        yield Doubt(organ.slug, "region", said("省级机构的区划代码应以 0000 结尾：{region}", region=organ.region))
    for url in organ.lookups:
        if not any(is_below(host_of(url), domain) for domain in organ.domains):
            yield Doubt(organ.slug, "lookups", said("{url} 不在该机构的域名之下", url=url))
    for domain in organ.retired:
        if any(is_below(genuine, domain) for genuine in organ.domains):
            yield Doubt(organ.slug, "retired", said("{domain} 既是停用域名又包含现用域名", domain=domain))
