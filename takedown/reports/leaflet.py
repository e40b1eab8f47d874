"""The leaflet (宣传单): how to check a certificate, on one page. Genuine addresses come from the watchlist alone.

It bears no QR code: scanning one is how buyers of forged certificates are led to counterfeits, so the leaflet teaches
to type the address. An address that nobody has confirmed is marked; a fact that nobody has verified is left out and
named.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from takedown.clean import plain
from zhenwei.address import host_of
from zhenwei.watchlist import Organ, Watchlist
from zhenwei.watchlist.models import Level
from zhenwei.watchlist.reporting import Channel, Fact, Leaflet

UNSURE = "（待确认）"
NO_CODE = "本单不印二维码：不法分子正是用二维码把人引向假冒网站。请您手动输入网址。"


@dataclass(frozen=True, slots=True)
class Place:
    """A genuine address: whose, as text to type, and the account that scans certificates, if it is known."""

    organ: str
    address: str
    account: str
    sure: bool

    @property
    def shown(self) -> str:
        """The address, marked where nobody has confirmed it."""
        return self.address if self.sure else f"{self.address}{UNSURE}"


@dataclass(frozen=True, slots=True)
class Page:
    """What the leaflet prints. ``left_out``: sentences that wait for a person, which whoever made it is told."""

    title: str
    lead: str
    main: Sequence[Place]
    others: Sequence[Place]
    steps: Sequence[str]
    signs: Sequence[str]
    changes: Sequence[str]
    channels: Sequence[tuple[str, str]]
    sender: str
    day: date
    foot: str
    left_out: Sequence[str]


def page_of(words: Leaflet, watchlist: Watchlist, day: date) -> Page:
    """Return the leaflet's content as of a day."""
    facts = [fact for fact in words.fact if fact.valid_from <= day and (fact.valid_to is None or day <= fact.valid_to)]
    main, others = _places(watchlist)
    unsure = [f"{place.organ} {place.address}：尚未经人工核实" for place in (*main, *others) if not place.sure]
    unsure += [f"{channel.name}：举报渠道尚未核实" for channel in words.channel if not channel.verified]
    return Page(
        words.title,
        words.lead,
        main,
        others,
        words.step,
        words.sign,
        tuple(_change(fact) for fact in facts if fact.verified),
        tuple(_channel(channel) for channel in words.channel),
        "" if watchlist.sender.placeholder else watchlist.sender.name,
        day,
        words.foot or NO_CODE,
        (*unsure, *(f"{fact.text}：条文未核实，未印" for fact in facts if not fact.verified)),
    )


def _change(fact: Fact) -> str:
    begin = fact.valid_from
    return f"自{begin.year}年{begin.month}月{begin.day}日起，{fact.text}"


def _channel(channel: Channel) -> tuple[str, str]:
    return channel.name, channel.what if channel.verified else f"{channel.what}{UNSURE}"


def _places(watchlist: Watchlist) -> tuple[list[Place], list[Place]]:
    """Return (where this certificate is looked up, other lawful look-ups): the ministry first, then the sender's."""
    main = [_lookup(organ) for organ in watchlist.protected if organ.lookups and organ.level is Level.MINISTRY]
    province = watchlist.sender.region[:2]
    if province != "00" and not watchlist.sender.placeholder:
        main += [_site(organ) for organ in watchlist.protected if organ.region[:2] == province]
    others = [_lookup(organ) for organ in watchlist.organs.values() if organ.role == "neighbour" and organ.lookups]
    return main[:3], others[:3]


def _lookup(organ: Organ) -> Place:
    account = organ.wechat[0] if organ.wechat else ""
    return Place(plain(organ.name, 40), host_of(organ.lookups[0]), plain(account, 30), organ.confirmed)


def _site(organ: Organ) -> Place:
    return Place(plain(organ.name, 40), organ.domains[0], "", organ.confirmed)
