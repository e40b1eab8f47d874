"""Whose region a site belongs to: the seat of who runs it, as far as its marks claim one. Pure.

Sources, the best first: a shop's platform; the province of the filing number, made more exact by the police filing
number (its first six digits are the county whose police took it: 全国公安机关互联网站安全管理服务平台) or the
registrant's name; else nobody knows, and the letter says 主体待查.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from takedown.facts import Place, SiteFacts
from takedown.marks import region_of
from zhenwei.sentences import said
from zhenwei.watchlist.regions import NATION, is_known, lies_in, name_of, province_of, seat_in_name

UNKNOWN_SUBJECT = said("主体待查")
# What a body's name ends in: a private person's name is nothing that a letter or a reason prints.
_BODY = re.compile(r"(?:公司|企业|集团|[厂店行院所站处队会局厅部社馆场园]|中心|学校|[大中小]学|工作室|政府)$")


def company(registrant: str) -> str:
    """Return a registrant that is a body; "" for a person, for who hides, and for what nobody can tell."""
    name = registrant.strip()
    return name if 4 < len(name) <= 60 and not name.isascii() and _BODY.search(name) else ""


@dataclass(frozen=True, slots=True)
class Seat:
    """A region (GB/T 2260) and why; ``known`` is False where it is only the sender's own, for want of a better one."""

    region: str
    reason: str
    known: bool


def claimed_province(site: SiteFacts) -> str:
    """Return the province whose 通信管理局 would have given the number on the page, "" if none is shown."""
    return region_of(site.icp)


def seat_of(site: SiteFacts, own: str) -> Seat:
    """Return where the subject of a site sits; ``own`` is the sender's region."""
    if site.platform is not None:
        return Seat(site.platform.region, said("平台（{brand}）所在地", brand=site.platform.brand), True)
    trusted = site.place is not Place.ABROAD and not site.borrowed
    province = claimed_province(site) if trusted else ""
    police = _police_region(site) if trusted else ""
    registrant = seat_in_name(site.registrant)
    for region, reason in (
        (police, said("公安备案编号所示地区")),
        (registrant, said("域名注册单位“{registrant}”名称所示地区", registrant=site.registrant)),
    ):
        if region and (not province or lies_in(region, province)):
            return Seat(region, said("{reason}，与备案编号所属省份一致", reason=reason) if province else reason, True)
    if province:
        return Seat(province, said("备案编号所属省份（{province}），编号真实性待查", province=name_of(province)), True)
    return Seat(own, said("{subject}，暂按发现地", subject=UNKNOWN_SUBJECT), False)


def _police_region(site: SiteFacts) -> str:
    """Return the county of the first police filing number whose digits are a region's of its character's province."""
    for number in site.police_filing:
        digits = "".join(c for c in number if c.isdigit())
        for region in (digits[:6], f"{digits[:4]}00", f"{digits[:2]}0000"):
            if (
                len(digits) == 14
                and is_known(region)
                and region_of((f"{number[:1]}ICP备00000000号",)) == province_of(region)
            ):
                return region
    return ""


def is_elsewhere(site: SiteFacts, own: str) -> bool:
    """True if the site's seat is known to be in another province than the sender's."""
    if own == NATION or site.platform is not None or site.place is Place.ABROAD:
        return False
    seat = seat_of(site, own)
    return seat.known and province_of(seat.region) != province_of(own)
