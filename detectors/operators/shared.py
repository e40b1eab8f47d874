"""What many unrelated sites share: the lists of ``watchlist/shared``, made ready to ask."""

from __future__ import annotations

import re
from collections.abc import Iterator
from ipaddress import ip_address, ip_network

from detectors.names.platforms import CODE_HOSTS, DELIVERY, DYNAMIC, STORAGE
from zhenwei.address import owner_domain, registrable
from zhenwei.watchlist import Watchlist

# Below these a customer serves files as they are: nothing of the platform's own gets into the pages.
_RAW = CODE_HOSTS | STORAGE
# What a template's maker writes where a number belongs.
_UNFILLED = re.compile(r"(\d)\1{7}$|^(\d)\2+$|x{3}|\*|^12345678?9?0?")


class Shared:
    """Answers whether a host, an address or a value is everybody's."""

    def __init__(self, watchlist: Watchlist) -> None:
        lists = watchlist.shared.values()
        self._watchlist = watchlist
        self._hosts = frozenset(host for one in lists for host in one.hosts) | DELIVERY
        self._builders = frozenset(host for one in lists for host in one.builders) | DYNAMIC
        self._networks = tuple(ip_network(text) for one in lists for text in one.addresses)
        self._values = frozenset(text.lower() for one in lists for text in one.values)
        self._phrases = tuple(text.lower() for one in lists for text in one.phrases)
        organs = watchlist.organs.values()
        self._official = {f"wechat:{name.lower()}" for organ in organs for name in organ.wechat}
        self._official |= {f"icp:{digits_of(organ.icp)}" for organ in organs if organ.icp}

    def is_service(self, host: str) -> bool:
        """True for hosts that everybody links to or calls, for genuine organs and for gov.cn."""
        if not host or host.endswith(".gov.cn") or host == "gov.cn" or self._watchlist.genuine_organ(host):
            return True
        return self._watchlist.is_lawful(host) or any(name in self._hosts for name in _upwards(host))

    def platform(self, host: str) -> str:
        """Return the platform below which a host is one customer's, or ""."""
        for name in _upwards(host):
            if name in self._builders and name != host:
                return name
        own = registrable(host)
        return own if owner_domain(host) != own else ""

    def owner(self, host: str) -> str:
        """Return the name that one owner holds: the customer's below a platform, else the registrable domain."""
        for name in _upwards(host):
            if name in self._builders and name != host:
                return f"{host[: -len(name) - 1].rpartition('.')[2]}.{name}"
        return owner_domain(host)

    def is_builder(self, host: str) -> bool:
        """True if the host's platform may put codes, marks and looks of its own into its customers' pages."""
        name = self.platform(host)
        return bool(name) and not any(up in _RAW for up in (*_upwards(host), name))

    def is_shared_address(self, text: str) -> bool:
        """True for networks of delivery, parking and inner use, and for what is no address."""
        try:
            address = ip_address(text)
        except ValueError:
            return True
        return any(address in network for network in self._networks if network.version == address.version)

    def is_shared_value(self, kind: str, value: str) -> bool:
        """True for placeholders that templates bring along, and for the organs' own accounts and numbers."""
        text = f"{kind}:{value}".lower()
        if text in self._values or text in self._official:
            return True
        return kind in ("phone", "landline", "icp", "police") and bool(_UNFILLED.search(value))

    def is_hidden_name(self, name: str) -> bool:
        """True for a registrant's name that says nothing: hidden, a proxy, the registrar itself."""
        low = name.lower()
        return len(low.strip(" -.*/")) < 2 or "*" in low or any(phrase in low for phrase in self._phrases)


def digits_of(text: str) -> str:
    """Return the running number of a filing: digits after 备, without the suffix of the single site."""
    number = text.partition("备")[2] or text
    head = number.replace("号", " ").split("-")[0]
    return "".join(char for char in head if char.isdigit())


def _upwards(host: str) -> Iterator[str]:
    while host:
        yield host
        host = host.partition(".")[2]
