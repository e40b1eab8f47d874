"""Where a site is hosted, from what the store knows of it, with a reason for each thing that speaks. Pure.

What was looked up (country of the host, RDAP of its address) decides. Else two weaker witnesses are heard: the country
to which a regional registry (APNIC, RIPE …) gave the block of the address, and a filing number on the page, which only
a host in the territory can have. Where they contradict each other the place is unknown, and said to be.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

from iptocc import country_code

from takedown.facts import Filing, Place
from zhenwei.sentences import said

CHINA = "CN"
Network = IPv4Network | IPv6Network


@dataclass(frozen=True, slots=True)
class Hosting:
    """A place and why it is believed. Without any reason nothing was known."""

    place: Place
    reasons: tuple[str, ...]


def hosting_of(
    registration: Mapping[str, object],
    filing: Filing,
    addresses: Sequence[str] = (),
    *,
    borrowed: bool = False,
    fronts: Iterable[Network] = (),
) -> Hosting:
    """Return where a site is hosted.

    ``registration``: the stored record; read are ``host_country`` and, of an RDAP answer about the address (RFC 9083,
    5.4), ``network.country``. ``borrowed``: the number on the page is an organ's own. ``fronts``: networks of delivery
    and protection services, whose addresses say nothing of the server behind them.
    """
    looked_up = _looked_up(registration)
    if looked_up:
        country, how = looked_up
        place = _place(country)
        odd = place is Place.ABROAD and filing is Filing.SHOWN
        contrary = (said("页面标注了备案编号，与境外接入不符，编号疑似冒用"),) if odd else ()
        return Hosting(place, (said("{how}：{country}", how=how, country=country), *contrary))
    places, reasons = _blocks(addresses, tuple(fronts))
    if filing is Filing.SHOWN and borrowed:
        reasons.append(said("页面标注的备案编号是被仿冒机关的编号，不能据以认定接入地"))
    elif filing is Filing.SHOWN:
        places.add(Place.DOMESTIC)
        reasons.append(said("页面标注了形式合规的备案编号（备案以境内接入为前提，真实性待查）"))
    if len(places) > 1:
        return Hosting(Place.UNKNOWN, (*reasons, said("上述情况相互矛盾，接入地待查")))
    if not places:
        return Hosting(Place.UNKNOWN, (*reasons, said("没有可以认定接入地的记录")))
    return Hosting(places.pop(), tuple(reasons))


def _looked_up(registration: Mapping[str, object]) -> tuple[str, str] | None:
    """Return (country, how it is known) of what somebody asked for this host."""
    country = registration.get("host_country")
    if isinstance(country, str) and country.strip():
        return country.strip().upper(), said("查询到的接入国家或者地区")
    network = registration.get("network")
    country = network.get("country") if isinstance(network, Mapping) else None
    if isinstance(country, str) and country.strip():
        return country.strip().upper(), said("地址段登记信息（RDAP）载明的国家或者地区")
    return None


def _blocks(addresses: Sequence[str], fronts: tuple[Network, ...]) -> tuple[set[Place], list[str]]:
    """Return what the blocks of the site's own addresses say."""
    places: set[Place] = set()
    reasons: list[str] = []
    for text in dict.fromkeys(addresses):
        try:
            address = ip_address(text.partition("%")[0])
        except ValueError:
            continue
        if any(address in front for front in fronts if front.version == address.version):
            reasons.append(said("解析地址{address}属于内容分发或者防护服务，源站位置不明", address=text))
            continue
        country = country_code(str(address))
        if country:
            places.add(_place(country))
            reasons.append(
                said(
                    "解析地址{address}所在地址段由地区互联网注册机构分配给{country}（不等于机房所在地）",
                    address=text,
                    country=country,
                )
            )
    return places, reasons


def _place(country: str) -> Place:
    """Return the side of the border: what is outside the mainland's filing rules is 境外, Hong Kong too."""
    return Place.DOMESTIC if country == CHINA else Place.ABROAD


def networks_of(texts: Iterable[str]) -> tuple[Network, ...]:
    """Return networks from CIDR; they were checked when the watchlist was read."""
    return tuple(ip_network(text, strict=False) for text in texts)
