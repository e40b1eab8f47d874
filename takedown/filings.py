"""What a site's pages say of filings, and where it is taken to be: the sentences of letters, and of the desk."""

from __future__ import annotations

from typing import Protocol

from takedown.access import Named
from takedown.facts import Filing, Place
from zhenwei.sentences import listed, said

UNKNOWN = said("待查")
PLACES = {Place.DOMESTIC: said("疑似在境内"), Place.ABROAD: said("疑似在境外"), Place.UNKNOWN: UNKNOWN}


class Filed(Protocol):
    """What the sentences are made of: ``SiteFacts`` and ``Access`` have it."""

    @property
    def organ(self) -> Named | None: ...
    @property
    def filing(self) -> Filing: ...
    @property
    def icp(self) -> tuple[str, ...]: ...
    @property
    def icp_checked(self) -> str: ...
    @property
    def police_filing(self) -> tuple[str, ...]: ...
    @property
    def borrowed(self) -> bool: ...
    @property
    def place(self) -> Place: ...
    @property
    def network(self) -> str: ...


def filing_words(site: Filed) -> str:
    """Return what the page says of its filing; whether it is true is for 通信管理局 to say."""
    if site.filing is Filing.MISSING:
        return said("页面未见备案编号")
    shown = listed(site.icp)
    if site.filing is Filing.IMPOSSIBLE:
        return said("页面标注的备案编号“{numbers}”不符合编制规则", numbers=shown)
    if site.borrowed:
        whose = site.organ.name if site.organ else said("有关机关")
        return said("页面标注的备案编号“{numbers}”与{organ}网站的备案编号相同，疑似冒用", numbers=shown, organ=whose)
    if site.icp_checked:
        return said("页面标注的备案编号为“{numbers}”，经查询为{checked}", numbers=shown, checked=site.icp_checked)
    return said("页面标注的备案编号为“{numbers}”，真实性待查", numbers=shown)


def police_words(site: Filed) -> str:
    """Return what the page says of its filing with the police."""
    if not site.police_filing:
        return said("未见公安备案编号")
    return said("标注的公安备案编号为“{numbers}”，真实性待查", numbers=listed(site.police_filing))


def place_words(site: Filed) -> str:
    """Return where the site is taken to be, with the operator of its address where somebody looked that up."""
    place = PLACES[site.place]
    return said("{place}（{network}）", place=place, network=site.network) if site.network else place
